import type { LogStreamError } from '../errors.js';
import { describeGap } from '../format/describe-gap.js';
import { systemClock, type Clock } from '../lib/clock.js';
import type { LogStream } from '../stream-types.js';

/** Milliseconds over which arrivals are reported together; everything else is reported at once. */
const PERIOD = 1_000;

/** An error that a custom backend throws for a payload may quote the payload. */
const sentenceOf = ({ kind, message }: LogStreamError): string =>
  kind === 'malformed' ? 'A payload could not be read and was left out.' : message;

const countLines = (count: number): string => `${count} ${count === 1 ? 'line' : 'lines'}`;

/**
 * Traces what a stream does in readable lines: its states, transports and retries, gaps and errors, and how many lines
 * arrived and what became of them. The trace contains ids, and addresses without their parameters, but no log lines and no token.
 *
 * @param write receives one line, without a line break
 * @returns a function that ends the trace
 */
export function traceStream(
  stream: Pick<LogStream, 'backend' | 'title' | 'on' | 'getSnapshot'>,
  write: (line: string) => void,
  clock: Clock = systemClock,
): () => void {
  const start = clock.now();
  let untold = 0;
  let cancel: (() => void) | undefined;

  /** Parts of the text come from a server: control characters are replaced, so that it can neither start a new line nor control a terminal. */
  function tell(what: string): void {
    const line = `+${((clock.now() - start) / 1_000).toFixed(3)} s ${stream.backend} ${stream.title}: ${what}`;
    write(line.replace(/\p{Cc}+/gu, ' '));
  }
  function tellArrivals(): void {
    cancel?.();
    cancel = undefined;
    if (untold === 0) return;
    const { received, stored, duplicates, dropped, malformed } = stream.getSnapshot().ledger;
    tell(
      `${countLines(untold)}; in all ${received} received = ${stored} stored + ${duplicates} duplicates + ${dropped} dropped + ${malformed} malformed`,
    );
    untold = 0;
  }
  function tellEvent(what: string): void {
    tellArrivals();
    tell(what);
  }

  const undo = [
    stream.on('entries', (entries) => {
      untold += entries.length;
      cancel ??= clock.schedule(tellArrivals, PERIOD);
    }),
    stream.on('filled', (entries) => tellEvent(`${countLines(entries.length)} took the place of a gap`)),
    stream.on('gap', (gap) => tellEvent(`gap: ${describeGap(gap)}`)),
    stream.on('error', (error) =>
      tellEvent(`error ${error.kind}, ${error.retryable ? 'temporary' : 'final'}: ${sentenceOf(error)}`),
    ),
    stream.on('status', (status, { transport, retry, outcome }) => {
      const details = [
        ...(transport === undefined ? [] : [`over ${transport}`]),
        ...(retry === undefined ? [] : [`attempt ${retry.attempt} in ${Math.round(retry.delay)} ms`]),
        ...(outcome === undefined ? [] : [`outcome ${outcome}`]),
      ];
      tellEvent([status, ...details].join(', '));
    }),
  ];
  return () => {
    tellArrivals();
    for (const step of undo.splice(0)) step();
  };
}
