/** The run `demo` of the reference server, as a program opens it: every backend, with every transport it has. */
import {
  backends,
  codespace,
  containers,
  prismq,
  stratal,
  type BackendName,
  type LogSource,
  type LogStreamOptions,
  type TransportName,
} from '@tailrace/core';

const token = 'tailrace-demo';

export const SOURCES: Readonly<Record<BackendName, (baseUrl: string) => LogSource>> = {
  codespace: (baseUrl) => codespace({ baseUrl, token }).task('demo'),
  prismq: (baseUrl) => prismq({ baseUrl }).run('demo'),
  stratal: (baseUrl) => stratal({ baseUrl }).jobRun('demo'),
  // The whole log is replayed, however long it was away.
  containers: (baseUrl) => containers({ baseUrl, token, tail: 10_000 }).service('demo'),
};

/** Each backend with each of its transports. */
export const COMBINATIONS: readonly (readonly [BackendName, TransportName])[] = (
  Object.keys(SOURCES) as BackendName[]
).flatMap((backend) => backends[backend].info.transports.map((transport) => [backend, transport] as const));

/** How a reader of a bad line is set: it holds everything, and does not wait long for anything. */
export const IMPATIENT: LogStreamOptions = {
  bufferLines: 20_000,
  pollInterval: 20,
  stallTimeout: 1_000,
  connectTimeout: 3_000,
  backoff: { base: 10, cap: 40, floor: 1 },
};
