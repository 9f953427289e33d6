/** The four backends, mocked in this process. */
import { createMockServer, type MockServer } from '@tailrace/mock-server/node';
import { demoToken } from '@tailrace/mock-server';

export { demoToken };

/** The backends' address. */
export const BASE_URL = 'http://logs.test';

/** Starts the backends. The run `demo` has no lines yet. */
export function startBackend(): MockServer {
  const backend = createMockServer();
  backend.listen();
  return backend;
}
