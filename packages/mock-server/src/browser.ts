import { setupWorker } from 'msw/browser';
import type { SetupWorker, StartOptions } from 'msw/browser';
import { createMockBackend } from './backend/mock-backend.js';
import type { MockBackend, MockBackendOptions } from './backend/mock-backend.js';

/** The four backends in a page, see {@link createMockWorker}. */
export interface MockWorker extends Omit<MockBackend, 'start' | 'stop'> {
  /** MSW's worker, for `use`, `resetHandlers` and life-cycle events. */
  readonly worker: SetupWorker;
  /** Registers the service worker (`/mockServiceWorker.js` unless told otherwise) and starts the scenarios. */
  start(options?: StartOptions): Promise<void>;
  /** Ends all streams and stops intercepting. */
  stop(): Promise<void>;
}

/** The four backends inside a page: for demos and stories without a server. */
export function createMockWorker(options: MockBackendOptions = {}): MockWorker {
  const backend = createMockBackend(options);
  const worker = setupWorker(...backend.handlers);
  return {
    ...backend,
    worker,
    start: async (startOptions) => {
      await worker.start({ onUnhandledFrame: 'bypass', quiet: true, ...startOptions });
      backend.start();
    },
    stop: async () => {
      backend.stop();
      await worker.stop();
    },
  };
}
