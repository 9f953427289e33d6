/** The four backends, mocked in this process. */
import { createMockServer, type MockServer } from '@tailrace/mock-server/node';
import { demoToken } from '@tailrace/mock-server';
import { onTestFinished } from 'vitest';

export { demoToken };

/** The backends' address. */
export const BASE_URL = 'http://logs.test';

/** Starts the backends until the end of the test. The run `demo` has no lines yet. */
export function startBackend(): MockServer {
  const backend = createMockServer();
  backend.listen();
  onTestFinished(() => backend.close());
  return backend;
}
