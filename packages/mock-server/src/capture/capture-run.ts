import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createFileSink } from '../server/file-sink.js';
import type { LogSink } from '../store/log-sink.js';
import type { Run, RunInit } from '../store/run.js';
import type { Store } from '../store/store.js';

/**
 * A run whose lines are all kept in a file: `file` if given, else the store's own, else a temporary one that is deleted
 * with the store.
 */
export function createCaptureRun(store: Store, init: RunInit, file: string | undefined): Run {
  if (file === undefined && store.keepsFiles) return store.createRun(init);
  // A failing file is reported in the run itself, which exists by the time the sink writes.
  const report = (error: Error): void => {
    run.append({ message: error.message, level: 'error', stream: 'system' });
  };
  const sink = file === undefined ? temporarySink(init.id, report) : createFileSink(file, report);
  const run: Run = store.createRun(init, sink);
  return run;
}

function temporarySink(id: string, report: (error: Error) => void): LogSink {
  const path = join(mkdtempSync(join(tmpdir(), 'tailrace-')), `${encodeURIComponent(id)}.log`);
  const sink = createFileSink(path, report);
  const remove = async (): Promise<void> => {
    await sink.close();
    await rm(dirname(path), { recursive: true, force: true });
  };
  return {
    write: (line) => {
      sink.write(line);
    },
    read: (date) => sink.read(date),
    get backlog() {
      return sink.backlog;
    },
    close: remove,
    discard: remove,
  };
}
