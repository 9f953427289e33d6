/** The four backends in this process. */
import { createMockServer, type MockServer } from '@tailrace/mock-server/node';
import { demoToken } from '@tailrace/mock-server';

export { demoToken };

/** Where the backends seem to be. */
export const BASE_URL = 'http://logs.test';

/** Starts them; nothing plays, the run `demo` waits for lines. */
export function startBackend(): MockServer {
  const backend = createMockServer();
  backend.listen();
  return backend;
}
