/** The four backends in this process, and a provider that points at them. */
import { createMockServer, type MockServer } from '@tailrace/mock-server/node';
import { demoToken, type MockBackendOptions } from '@tailrace/mock-server';
import { configure } from '@testing-library/react';
import { StrictMode, type ReactElement, type ReactNode } from 'react';
import { TailraceProvider, type TailraceProviderProps } from '../provider.js';

// Where `waitFor` gives up: a busy machine needs more than the one second it would have.
configure({ asyncUtilTimeout: 15_000 });

export { demoToken };

/** Where the backends seem to be. */
export const BASE_URL = 'http://logs.test';

/** Starts them; nothing plays, the run `demo` waits for lines. */
export function startBackend(options: MockBackendOptions = {}): MockServer {
  const backend = createMockServer(options);
  backend.listen();
  return backend;
}

/** For `renderHook`: StrictMode and a provider. */
export function inProvider(
  props: TailraceProviderProps = {},
): (inner: { children: ReactNode }) => ReactElement {
  return function Provided({ children }) {
    return (
      <StrictMode>
        <TailraceProvider baseUrl={BASE_URL} token={demoToken} {...props}>
          {children}
        </TailraceProvider>
      </StrictMode>
    );
  };
}
