import { numberedLines } from '@tailrace/mock-server';
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import { afterAll, beforeAll } from 'vitest';

/** A reference server for all tests of a file, without scenarios. */
export interface ReferenceServer extends Pick<RunningServer, 'url' | 'control' | 'store'> {
  /** Creates a run with these lines, or with this many numbered ones; returns its id. */
  newRun(lines: number | readonly string[]): string;
}

/** Starts the server before the tests of a file, and closes it after them. */
export function useReferenceServer(): ReferenceServer {
  let server: RunningServer;
  let count = 0;
  beforeAll(async () => {
    server = await serve({ port: 0, scenario: 'none' });
  });
  afterAll(() => server.close());
  return {
    get url() {
      return server.url;
    },
    get control() {
      return server.control;
    },
    get store() {
      return server.store;
    },
    newRun(lines) {
      const id = `run-${(count += 1)}`;
      server.store.createRun({ id }).append(typeof lines === 'number' ? numberedLines(lines) : lines);
      return id;
    },
  };
}
