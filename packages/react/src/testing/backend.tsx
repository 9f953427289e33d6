/** The four backends in this process, and a provider that points to them. */
import { createMockServer, type MockServer } from '@tailrace/mock-server/node';
import { demoToken } from '@tailrace/mock-server';
import { cleanup, configure } from '@testing-library/react';
import { StrictMode, type ReactElement, type ReactNode } from 'react';
import { onTestFinished } from 'vitest';
import { TailraceProvider, type TailraceProviderProps } from '../provider.js';

// A busy machine needs more than the default timeout of one second.
configure({ asyncUtilTimeout: 15_000 });

export { demoToken };

/** The address of the mocked backends. */
export const BASE_URL = 'http://logs.test';

/** Starts the backends until the end of the test, after which nothing stays rendered. The run `demo` waits for lines. */
export function startBackend(): MockServer {
  const backend = createMockServer();
  backend.listen();
  onTestFinished(() => {
    cleanup();
    backend.close();
  });
  return backend;
}

/** A wrapper for `renderHook`: StrictMode and a provider. */
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
