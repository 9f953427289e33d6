/** Builders of observations, for tests of the checks. */
import { expect } from 'vitest';
import { examine } from '../examine.js';
import type { Finding, Level } from '../finding.js';
import type {
  Arrival,
  HttpAnswer,
  ListAnswer,
  Observations,
  SeenLine,
  SocketWatch,
  StreamWatch,
} from '../observations.js';

export const ORIGIN = 'https://app.example';
export const HEADERS = {
  'content-type': 'application/json',
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Retry-After',
};
export const STREAM_HEADERS = {
  ...HEADERS,
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

export const line = (n: number): SeenLine => ({ key: `k${n}`, timestamp: `t${n}`, time: n * 1_000 });
export const lines = (from: number, to: number): SeenLine[] =>
  Array.from({ length: to - from + 1 }, (_, at) => line(from + at));
export const answer = (status: number, headers: Record<string, string> = HEADERS): HttpAnswer => ({
  status,
  headers,
  ms: 10,
});
export const list = (held: readonly SeenLine[], more: Partial<ListAnswer> = {}): ListAnswer => ({
  ...answer(200),
  lines: held,
  ...more,
});
export const came = (at: number, held: readonly SeenLine[] = [], heartbeat = false): Arrival => ({
  at,
  lines: held,
  heartbeat,
});
export const stream = (arrivals: readonly Arrival[], more: Partial<StreamWatch> = {}): StreamWatch => ({
  answer: answer(200, STREAM_HEADERS),
  arrivals,
  end: undefined,
  listened: 10_000,
  ...more,
});
export const socket = (more: Partial<SocketWatch> = {}): SocketWatch => ({
  handshake: answer(101),
  opened: true,
  arrivals: [],
  close: undefined,
  listened: 10_000,
  ...more,
});
export const beats = (every: number, count: number): Arrival[] =>
  Array.from({ length: count }, (_, at) => came((at + 1) * every, [], true));

/** A Codespace backend with nothing wrong. */
export const well: Observations = {
  backend: 'codespace',
  baseUrl: 'https://api.example',
  hasToken: true,
  hasId: true,
  origin: ORIGIN,
  list: list(lines(1, 9)),
  newestTwo: list(lines(8, 9)),
  withoutToken: answer(401),
  wrongToken: answer(401),
  preflight: answer(204, { ...HEADERS, 'access-control-allow-headers': 'Content-Type, Authorization' }),
  since: { since: line(5), answer: list(lines(6, 9)) },
  stream: stream([came(20, lines(1, 9)), came(3_000, [line(10)]), ...beats(3_000, 3)]),
  streamWithoutToken: answer(401),
  resumed: { since: line(5), stream: stream([came(20, lines(6, 9))]) },
};
export const sockets: Observations = {
  ...well,
  backend: 'containers',
  socket: socket(),
  socketWithoutToken: socket({ close: { code: 4001 } }),
};
/** The findings of one check. */
export const of = (found: readonly Finding[], check: string): Finding[] =>
  found.filter((one) => one.check === check);

/** What is wrong, the expected level and check, how that is observed, and what the finding says. */
export type Case = readonly [
  title: string,
  expected: `${Level} ${string}`,
  seen: Partial<Observations>,
  what: RegExp,
];

/** Checks that a case leads to exactly one finding of its check, and that every problem found comes with a fix. */
export function expectCase([, expected, seen, what]: Case): void {
  const space = expected.indexOf(' ');
  const findings = examine({ ...well, ...seen });
  const found = of(findings, expected.slice(space + 1));
  expect(found.map(({ level }) => level)).toEqual([expected.slice(0, space)]);
  expect(found[0]?.what).toMatch(what);
  for (const { level, fix } of findings) expect(fix !== undefined).toBe(level === 'warn' || level === 'fail');
}
