/** A server's list of rows, with all deviations from the protocol that are known of Stratal servers. For tests. */
import type { JsonRecord } from '../../lib/json.js';
import { numberIn } from './drain.js';

/** How a list deviates. */
export interface ListServerOptions {
  readonly size: number;
  /** Rows that share one millisecond. Default 3. */
  readonly perTick?: number;
  readonly newestFirst?: boolean;
  /** `guess`: the size of the response. `high`: half as much again. `unpaged`: no paging information. Default `exact`. */
  readonly total?: 'exact' | 'absent' | 'guess' | 'high' | 'unpaged';
  /** Rows that it returns at most. Default 1,000. */
  readonly cap?: number;
  /** Rows without an id. */
  readonly anonymous?: boolean;
  /** Ignores limit and offset, and returns no paging information. */
  readonly whole?: boolean;
  /** Rows written between two requests. */
  readonly growth?: number;
  /** Oldest rows removed between two requests. */
  readonly removed?: number;
  /** Added to the messages, and to the id. */
  readonly name?: string;
  /** Milliseconds between two ticks. Default 1. */
  readonly step?: number;
}

const EPOCH = Date.UTC(2026, 0, 15);

/** Time of the `n`-th row. */
export function rowTime(n: number, { perTick = 3, step = 1 }: Partial<ListServerOptions> = {}): number {
  return EPOCH + Math.floor(n / perTick) * step;
}

/** Message of the `n`-th row. */
export function rowMessage(n: number, name = 'line'): string {
  return `${name} ${n}`;
}

/** See the file's head. */
export function listServer(options: ListServerOptions): (url: string) => JsonRecord {
  const {
    newestFirst = false,
    total = 'exact',
    cap = 1_000,
    anonymous = false,
    whole = false,
    growth = 0,
    removed = 0,
  } = options;
  /** Number of the oldest row. */
  let start = 0;
  let size = options.size;
  const row = (n: number): JsonRecord => ({
    ...(anonymous ? {} : { id: n + 1 }),
    timestamp: new Date(rowTime(n, options)).toISOString(),
    stream: 'stdout',
    message: rowMessage(n, options.name),
  });
  return (url) => {
    const limit = whole ? size - start : Math.min(cap, numberIn(url, 'limit', 100));
    const offset = whole ? 0 : numberIn(url, 'offset', 0);
    const held = size - start;
    const count = Math.max(0, Math.min(limit, held - offset));
    const logs = Array.from({ length: count }, (_, at) =>
      row(newestFirst ? size - 1 - offset - at : start + offset + at),
    );
    const counted = {
      exact: held,
      guess: count,
      high: Math.ceil(held * 1.5) + 1,
      absent: undefined,
      unpaged: undefined,
    };
    const answer =
      whole || total === 'unpaged'
        ? { logs }
        : { logs, pagination: { total: counted[total], limit, offset, count: logs.length } };
    size += growth;
    start = Math.min(size, start + removed);
    return answer;
  };
}
