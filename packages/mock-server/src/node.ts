import { setupServer } from 'msw/node';
import type { SetupServer } from 'msw/node';
import { createMockBackend } from './backend/mock-backend.js';
import type { MockBackend, MockBackendOptions } from './backend/mock-backend.js';

/** The four backends in Node, see {@link createMockServer}. */
export interface MockServer extends MockBackend {
  /** MSW's server, for `use`, `resetHandlers` and life-cycle events. */
  readonly server: SetupServer;
  /** Intercepts `fetch` and `WebSocket` of this process from now on, and starts the scenarios. */
  listen(): void;
  /** Ends all streams and restores `fetch` and `WebSocket`. */
  close(): void;
}

/**
 * The four backends inside a Node process, for tests: no port, no network. Without `scenario` nothing plays, and the run
 * `demo` waits for lines. Requests that are not for a backend pass through.
 * @throws {UnknownScenarioError} for an unknown scenario
 */
export function createMockServer(options: MockBackendOptions = {}): MockServer {
  const backend = createMockBackend({ scenario: 'none', ...options });
  const server = setupServer(...backend.handlers);
  return {
    ...backend,
    server,
    listen: () => {
      server.listen({ onUnhandledFrame: 'bypass' });
      backend.start();
    },
    close: () => {
      backend.stop();
      server.close();
    },
  };
}
