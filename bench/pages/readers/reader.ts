/**
 * Reads a stream of `count` lines to its end and keeps the newest of them. Resolves to the number of lines received. Calls `begun`
 * at the first line, because the time before belongs to the server.
 */
export type Reader = (count: number, begun: () => void) => Promise<number>;

/** Lines that a reader keeps, like a viewer. */
const KEEP = 10_000;

/** Where all readers but ours keep their lines: an array that is truncated now and then. */
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

/** The fields that the floors read, of any backend. */
export interface FloorRow {
  readonly id?: string;
  readonly timestamp?: string;
  readonly created_at?: string;
  readonly message: string;
}

/** The minimum that stores lines and recognises ids: no time, no level, no labels, no ledger, no notifications. */
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

/** The stream of `count` lines, sent as fast as they are read. */
export const sseUrl = (count: number): string => `/codespace/task/${count}/logs/stream`;
export const socketUrl = (id: string): string =>
  `${location.origin.replace(/^http/, 'ws')}/api/v1/logs/stream/ws?job_run_id=${id}`;
