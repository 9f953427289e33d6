/** What a reader in chaos stands on: a server that holds the run `demo`, and the plug between the two. */
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import { startChaosProxy, type ChaosProxy } from './chaos-proxy.js';

export interface ChaosPlace {
  readonly server: RunningServer;
  readonly plug: ChaosProxy;
  /** Writes that many lines more. */
  write(count: number): void;
  /** Lines that were written. */
  readonly written: number;
  close(): Promise<void>;
}

export async function openChaosPlace(dashboardDir?: string): Promise<ChaosPlace> {
  const server = await serve({
    port: 0,
    scenario: 'none',
    ...(dashboardDir === undefined ? {} : { dashboardDir }),
  });
  if (!server.store.run('demo')) server.store.createRun({ id: 'demo' });
  const plug = await startChaosProxy(server.url);
  let written = 0;
  return {
    server,
    plug,
    write(count) {
      server.control.append('demo', count);
      written += count;
    },
    get written() {
      return written;
    },
    async close() {
      await plug.close();
      await server.close();
    },
  };
}
