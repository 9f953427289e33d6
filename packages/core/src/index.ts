/** The public names of `@tailrace/core`. */

// Streams
export { createLogStream } from './log-stream.js';
export type {
  HistoryState,
  LogStream,
  LogStreamEvents,
  LogStreamSnapshot,
  Observable,
  RetryInfo,
} from './stream-types.js';
export type { LogStreamOptions } from './options.js';
export { DEFAULTS, type BackoffOptions } from './defaults.js';

// The domain
export {
  EMPTY_LEDGER,
  LOG_LEVELS,
  type DecodedLine,
  type GapReason,
  type Ledger,
  type LogEntry,
  type LogGap,
  type LogItem,
  type LogLevel,
  type LogLine,
  type LogStreamStatus,
} from './entry.js';
export { LogStreamError, type LogStreamErrorInit, type LogStreamErrorKind } from './errors.js';
export type { BufferChange, LogView } from './buffer/log-view.js';
export { systemClock, type Clock } from './lib/clock.js';
export type { DownloadProgress, Query, TokenPlace, TokenSource } from './lib/http.js';

// Backends
export type {
  BackendConfig,
  BackendInfo,
  Cursor,
  Frame,
  Identity,
  LiveRequest,
  LiveStart,
  LogSource,
  OlderRequest,
  Page,
  PageRequest,
  Signal,
  StartRequest,
  TransportName,
} from './backends/source.js';
