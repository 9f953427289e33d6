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
export { EMPTY_VIEW, IDLE_SNAPSHOT } from './stream/idle-snapshot.js';
export type { LogStreamOptions } from './options.js';
export {
  LogSourceService,
  type DownloadedLog,
  type LogStreamingServiceOptions,
  type StreamSubscription,
  type SubscribeOptions,
} from './log-source-service.js';
export { LogStreamingService } from './log-streaming-service.js';
export type { StreamHandlers } from './stream/handlers.js';
export type { StreamLease } from './stream/shared-streams.js';
export {
  watchServiceStatus,
  type ServiceStatusSnapshot,
  type ServiceStatusWatch,
} from './stream/service-status.js';
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
export type { BufferChange, LineBlock, LogView } from './buffer/log-view.js';
export { systemClock, type Clock } from './lib/clock.js';
export { late, type Late } from './lib/late.js';
export type { PageEvents } from './lib/page.js';
export type { TabChannel, TabEnvironment, TabLocks } from './lib/tabs.js';
export type { DownloadProgress } from './lib/download.js';
export type { Query, TokenPlace, TokenSource } from './lib/http.js';
export type { QueryValues } from './lib/url.js';

// Backends
export type {
  BackendConfig,
  BackendInfo,
  Cursor,
  FeedSink,
  Frame,
  FrameDecoder,
  Identity,
  LiveRequest,
  LiveStart,
  LogSource,
  Malformed,
  OlderRequest,
  Page,
  PageRequest,
  Signal,
  StartRequest,
  TransportName,
} from './backends/source.js';
export type { CallOptions } from './backends/reader.js';
export {
  codespace,
  type CodespaceConfig,
  type CodespaceLog,
  type CodespaceLogPage,
  type CodespaceLogQuery,
  type CodespaceLogType,
  type CodespaceTask,
} from './backends/codespace.js';
export {
  prismq,
  type PrismqLog,
  type PrismqLogPage,
  type PrismqLogQuery,
  type PrismqRun,
  type PrismqRunInfo,
  type PrismqStatus,
} from './backends/prismq.js';
export {
  stratal,
  type Stratal,
  type StratalConfig,
  type StratalConnections,
  type StratalLog,
  type StratalLogPage,
  type StratalPagination,
  type StratalPaging,
  type StratalRow,
  type StratalSource,
  type StratalStreamingStatus,
  type StratalType,
} from './backends/stratal.js';
export {
  containers,
  type ContainerLogPage,
  type ContainerMessage,
  type ContainerRaw,
  type Containers,
  type ContainersConfig,
  type ContainerService,
  type ContainerServiceLog,
  type ServiceStatusChange,
  type StatusSignal,
  type StatusSource,
} from './backends/containers.js';

// Format
export {
  ansiStateAfter,
  parseAnsi,
  INITIAL_ANSI_STATE,
  type AnsiLine,
  type AnsiSpan,
  type AnsiState,
} from './format/ansi.js';
export type { AnsiColor, AnsiStyle } from './format/ansi-style.js';
export { stripAnsi } from './format/strip-ansi.js';
export { formatTimestamp, type TimestampMode, type TimestampOptions } from './format/timestamps.js';
export { jsonText } from './format/json-text.js';
export { isAtLeast, LEVEL_LETTERS, levelRank } from './format/levels.js';
export { describeGap } from './format/describe-gap.js';
export { toNdjson } from './format/ndjson.js';
export {
  EXPORT_TYPES,
  exportItems,
  toCsv,
  toText,
  type ExportFormat,
  type ExportOptions,
} from './format/export.js';

// Query
export { compileFilter, isEmptyFilter, type LogFilter } from './query/filter.js';
export { FilterQueryError, parseFilterQuery } from './query/filter-query.js';
export { formatFilterQuery } from './query/format-filter-query.js';
export {
  createFilteredView,
  type FilteredSnapshot,
  type FilteredView,
  type FilteredViewOptions,
} from './query/filtered-view.js';
export type { ViewBreak } from './query/context-windows.js';
export type {
  OpenPatternWorker,
  PatternAnswer,
  PatternPlaces,
  PatternTask,
  PatternWorker,
} from './query/pattern-worker.js';
export { createSearch } from './query/search.js';
export type { Search, SearchInit, SearchState } from './query/search-types.js';
export type { SearchOptions, TextRange } from './query/search-pattern.js';
export { createStats, type Facets, type LogStats, type StatsReader } from './query/stats.js';
export {
  createVolume,
  type LevelTally,
  type LogVolume,
  type VolumeBar,
  type VolumeReader,
} from './query/volume.js';
export {
  createErrorRates,
  type ErrorRate,
  type ErrorRateOptions,
  type ErrorRatesReader,
} from './query/error-rates.js';
export type { ViewSource } from './query/view-source.js';

// For bug reports
export { createRecorder, type Recorder, type RecorderOptions } from './recording/recorder.js';
export { decodeRecording } from './recording/decode-recording.js';
export { encodeRecording } from './recording/encode-recording.js';
export { traceStream } from './stream/trace-stream.js';
export { replay, type Replay, type ReplayOptions } from './recording/replay.js';
export type { ExchangeEvent, RecordedEvent, RecordedPayload, Recording } from './recording/recording.js';

// Bring your own
export { createLogFeed, type FeedRaw, type LogFeed, type LogFeedOptions } from './backends/feed.js';
export { defineBackend, type CustomBackend } from './backends/custom.js';
export type {
  BackendDefinition,
  Endpoint,
  EventMeaning,
  LineDescription,
  ListEndpoint,
  LiveEndpoint,
} from './backends/definition.js';
export {
  backends,
  openSource,
  type BackendEntry,
  type BackendName,
  type OpenOptions,
} from './backends/registry.js';
