/** The run `demo` of the reference server, through every backend. */
import {
  backends,
  codespace,
  containers,
  prismq,
  stratal,
  type BackendName,
  type LogSource,
  type LogStreamOptions,
  type TokenSource,
  type TransportName,
} from '@tailrace/core';

export const TOKEN = 'tailrace-demo';

type SourceOf = (baseUrl: string, token?: TokenSource) => LogSource;

export const SOURCES: Readonly<Record<BackendName, SourceOf>> = {
  codespace: (baseUrl, token = TOKEN) => codespace({ baseUrl, token }).task('demo'),
  prismq: (baseUrl) => prismq({ baseUrl }).run('demo'),
  stratal: (baseUrl, token = TOKEN) => stratal({ baseUrl, token }).jobRun('demo'),
  // A tail long enough to replay the whole log after any outage.
  containers: (baseUrl, token = TOKEN) => containers({ baseUrl, token, tail: 10_000 }).service('demo'),
};

/** Each backend with each of its transports. */
export const COMBINATIONS: readonly (readonly [BackendName, TransportName])[] = (
  Object.keys(SOURCES) as BackendName[]
).flatMap((backend) => backends[backend].info.transports.map((transport) => [backend, transport] as const));

/** Options for a bad connection: a buffer for everything, and short waits. */
export const IMPATIENT: LogStreamOptions = {
  bufferLines: 20_000,
  pollInterval: 20,
  stallTimeout: 1_000,
  connectTimeout: 3_000,
  backoff: { base: 10, cap: 40, floor: 1 },
};
