// The table of docs/backend-guarantees.md, in Node's built-in SQLite. The SQL also works in PostgreSQL.
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** A line as sent to the client. */
export interface Row {
  readonly id: number;
  readonly at: string;
  readonly level: string;
  readonly message: string;
}

/** A position before or after the line with this timestamp and id. */
export interface Place {
  readonly at: string;
  readonly id: number;
}

export const BEGINNING: Place = { at: '0001-01-01T00:00:00Z', id: 0 };
export const END: Place = { at: '9999-12-31T00:00:00Z', id: 0 };

export interface Store {
  /** Creates a run, or continues an existing one. */
  create(run: string): void;
  append(run: string, level: string, message: string): void;
  finish(run: string, status: string): void;
  /** undefined: the run does not exist. */
  status(run: string): string | undefined;
  /** The number of the newest line, and so the number of lines written. */
  total(run: string): number;
  /** Both return the oldest lines first. */
  after(run: string, place: Place, limit: number): Row[];
  before(run: string, place: Place, limit: number): Row[];
}

const sql = (name: string): string => readFileSync(new URL(`./sql/${name}.sql`, import.meta.url), 'utf8');

/** The current time in microseconds: `2026-11-03T09:41:23.303418Z`. All have the same length, so that they sort as text. */
function stamp(): string {
  const now = performance.timeOrigin + performance.now();
  const micros = String(Math.floor((now % 1) * 1000)).padStart(3, '0');
  return new Date(Math.floor(now)).toISOString().replace('Z', `${micros}Z`);
}

/** @param file the database; `:memory:` for one that ends with the process. */
export function openStore(file: string): Store {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  db.exec(sql('schema'));
  const insert = db.prepare(sql('append'));
  const newer = db.prepare(sql('after'));
  const older = db.prepare(sql('before'));
  const newest = db.prepare('SELECT id, logged_at FROM log_lines WHERE run_id = $1 ORDER BY id DESC LIMIT 1');
  const state = db.prepare('SELECT status FROM runs WHERE id = $1');

  const read = (statement: typeof newer, run: string, { at, id }: Place, limit: number): Row[] =>
    statement.all({ $1: run, $2: at, $3: id, $4: limit }).map((row) => ({
      id: Number(row['id']),
      at: String(row['logged_at']),
      level: String(row['level']),
      message: String(row['message']),
    }));
  const last = (run: string): Place => {
    const row = newest.get({ $1: run });
    return row ? { at: String(row['logged_at']), id: Number(row['id']) } : BEGINNING;
  };

  return {
    create: (run) =>
      void db.prepare('INSERT INTO runs (id) VALUES ($1) ON CONFLICT DO NOTHING').run({ $1: run }),
    append(run, level, message) {
      // One writer per run counts; the primary key would refuse a second one. Timestamps never go back, even if the clock does.
      const before = last(run);
      const now = stamp();
      insert.run({
        $1: run,
        $2: before.id + 1,
        $3: now > before.at ? now : before.at,
        $4: level,
        $5: message,
      });
    },
    finish: (run, status) =>
      void db.prepare('UPDATE runs SET status = $2 WHERE id = $1').run({ $1: run, $2: status }),
    status: (run) => state.get({ $1: run })?.['status'] as string | undefined,
    total: (run) => last(run).id,
    after: (run, place, limit) => read(newer, run, place, limit),
    before: (run, place, limit) => read(older, run, place, limit).reverse(),
  };
}
