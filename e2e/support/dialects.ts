/** How each backend encodes a line, for tests that send lines by hand. */
import { codespace, containers, prismq, stratal, type LogSource, type TransportName } from '@tailrace/core';
import type { Payload } from './hostile-server.js';

/** What must become of a payload. */
export type Fate = 'line' | 'malformed' | 'ignored';

export interface Dialect {
  readonly backend: string;
  readonly transport: Exclude<TransportName, 'polling'>;
  /** Whether a new connection starts with everything sent before. */
  readonly replays: boolean;
  source(baseUrl: string): LogSource;
  /** The fields of line `n`. */
  fields(n: number, message: string): Readonly<Record<string, unknown>>;
  /** The line as a REST row, as JSON. */
  row(json: string): string;
  /** The line as the live stream sends it. */
  live(json: string): string;
  /** Raw bytes for the live stream. */
  bytes(payload: Buffer): Payload;
  /** What becomes of a line with this value in this field. */
  fate(field: string, value: unknown): Fate;
  /** What becomes of a payload that is not JSON. */
  readonly notJson: Fate;
}

const stamp = (n: number): string => new Date(Date.UTC(2026, 0, 15) + n * 1_000).toISOString();
const same = (json: string): string => json;
const event = (json: string): string => `event: log\ndata: ${json}\n\n`;
const sse = { transport: 'sse', row: same, live: event, bytes: (payload: Buffer) => payload } as const;
const socket = { transport: 'websocket', row: same, live: same } as const;
const messageMustBeText = (field: string, value: unknown): Fate =>
  field === 'message' && typeof value !== 'string' ? 'malformed' : 'line';

const stratalDialect = {
  backend: 'stratal',
  replays: false,
  source: (baseUrl: string) => stratal({ baseUrl }).jobRun('demo'),
  fields: (n: number, message: string) => ({
    type: 'task',
    job_run_id: 'demo',
    task_run_id: 'extract',
    timestamp: stamp(n),
    level: 'info',
    stream: 'stdout',
    message,
    task_name: 'extract',
    metadata: { n },
  }),
  // A line that names another job run belongs to that one.
  fate: (field: string, value: unknown): Fate =>
    field === 'job_run_id' &&
    ((typeof value === 'string' && value !== '') || (typeof value === 'number' && Number.isFinite(value)))
      ? 'ignored'
      : messageMustBeText(field, value),
} as const;

/** Every backend with every streaming transport it has. */
export const DIALECTS: readonly Dialect[] = [
  {
    ...sse,
    backend: 'codespace',
    replays: true,
    source: (baseUrl) => codespace({ baseUrl, token: 'secret' }).task('demo'),
    fields: (n, message) => ({
      id: `log-${n}`,
      step_name: 'build',
      log_type: 'coding',
      message,
      created_at: stamp(n),
      progress_percentage: 50,
      metadata: { n },
    }),
    fate: messageMustBeText,
    notJson: 'malformed',
  },
  {
    ...sse,
    backend: 'prismq',
    replays: true,
    source: (baseUrl) => prismq({ baseUrl }).run('demo'),
    fields: (n, message) => ({ timestamp: stamp(n), level: 'INFO', message }),
    fate: messageMustBeText,
    notJson: 'malformed',
  },
  { ...sse, ...stratalDialect, notJson: 'malformed' },
  { ...socket, ...stratalDialect, bytes: (payload) => payload, notJson: 'malformed' },
  {
    ...socket,
    backend: 'containers',
    replays: true,
    source: (baseUrl) => containers({ baseUrl, token: 'secret', tail: 10_000 }).service('demo'),
    fields: (n, message) => ({ type: 'log', service: 'demo', content: `${stamp(n)} ${message}` }),
    row: (json) => JSON.stringify((JSON.parse(json) as { content: unknown }).content),
    bytes: (payload) => payload,
    fate(field, value) {
      if (field === 'content') return typeof value === 'string' ? 'line' : 'malformed';
      // Without a type it is not an envelope, so the whole text is a line of the service.
      return field === 'type' && typeof value === 'string' ? 'ignored' : 'line';
    },
    notJson: 'line',
  },
];

/** Wrong values for a field, as JSON. 1e999 is valid JSON and parses to Infinity. */
export const WRONG_VALUES: readonly string[] = [
  'null',
  '5',
  '-1',
  'true',
  '[]',
  '{}',
  '""',
  '"nonsense"',
  '1e999',
  '"\\u0000"',
];
