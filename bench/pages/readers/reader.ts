/**
 * Reads one stream of `count` lines to its end and keeps the newest of them. Resolves with how many came. Calls `begun`
 * with the first of them, where the time before is the server's.
 */
export type Reader = (count: number, begun: () => void) => Promise<number>;

/** Lines that a reader keeps, as a viewer would. */
const KEEP = 10_000;

/** What all readers but ours put their lines into: an array that is cut now and then. */
export function createKeeper(): { push(line: unknown): void; readonly count: number } {
  let held: unknown[] = [];
  let count = 0;
  return {
    push(line) {
      held.push(line);
      count += 1;
      if (held.length >= 2 * KEEP) held = held.slice(-KEEP);
    },
    get count() {
      return count;
    },
  };
}

/** What the floors read of a line, whoever sent it. */
export interface FloorRow {
  readonly id?: string;
  readonly timestamp?: string;
  readonly created_at?: string;
  readonly message: string;
}

/** The least that keeps lines with their place and knows ids again: no time, no level, no labels, no ledger, and nobody is told. */
export function createFloor(): { push(row: FloorRow): void; readonly count: number } {
  const held: { readonly id: string | undefined }[] = [];
  const known = new Set<string>();
  let count = 0;
  return {
    push(raw) {
      const { id, message } = raw;
      if (id !== undefined) {
        if (known.has(id)) return;
        known.add(id);
      }
      const slot = count % KEEP;
      const gone = held[slot]?.id;
      if (gone !== undefined) known.delete(gone);
      const line = { seq: count, id, timestamp: raw.timestamp ?? raw.created_at, message, raw };
      held[slot] = line;
      count += 1;
    },
    get count() {
      return count;
    },
  };
}

/** Where the server sends so many lines as fast as they are taken. */
export const sseUrl = (count: number): string => `/codespace/task/${count}/logs/stream`;
export const socketUrl = (id: string): string =>
  `${location.origin.replace(/^http/, 'ws')}/api/v1/logs/stream/ws?job_run_id=${id}`;
