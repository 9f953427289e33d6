/** A server with the run `demo`, and a chaos proxy in front of it. */
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import { startChaosProxy, type ChaosProxy } from './chaos-proxy.js';

export interface ChaosSetup {
  readonly server: RunningServer;
  readonly proxy: ChaosProxy;
  /** Writes `count` more lines. */
  write(count: number): void;
  /** Lines written so far. */
  readonly written: number;
  close(): Promise<void>;
}

export async function openChaosSetup(dashboardDir?: string): Promise<ChaosSetup> {
  const server = await serve({
    port: 0,
    scenario: 'none',
    ...(dashboardDir === undefined ? {} : { dashboardDir }),
  });
  if (!server.store.run('demo')) server.store.createRun({ id: 'demo' });
  const proxy = await startChaosProxy(server.url);
  let written = 0;
  return {
    server,
    proxy,
    write(count) {
      server.control.append('demo', count);
      written += count;
    },
    get written() {
      return written;
    },
    async close() {
      await proxy.close();
      await server.close();
    },
  };
}
