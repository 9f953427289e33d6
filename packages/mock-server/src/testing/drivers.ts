import { getResponse } from 'msw';
import { onTestFinished } from 'vitest';
import type { BackendOptions } from '../backend/context.js';
import { createContext } from '../backend/context.js';
import { createControl } from '../backend/control.js';
import type { Control } from '../backend/control.js';
import { httpHandlersFor } from '../handlers/handlers-for.js';
import { createMockServer } from '../node.js';
import { serve } from '../server/serve.js';
import type { Store } from '../store/store.js';

/** A backend under test, regardless of how it is reached. */
export interface Harness {
  readonly store: Store;
  readonly control: Control;
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** For WebSockets: the origin, with `ws:`. */
  readonly socketOrigin: string;
  /** It also closes at the end of the test. */
  readonly close: () => Promise<void>;
}

export interface Driver {
  readonly name: string;
  readonly open: (options?: Omit<BackendOptions, 'baseUrl'>) => Promise<Harness>;
}

function untilTestEnds(harness: Harness): Harness {
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= harness.close());
  onTestFinished(close);
  return { ...harness, close };
}

/** The handlers alone: HTTP only. */
export const direct: Driver = {
  name: 'getResponse',
  open: async (options) => {
    const context = createContext(options);
    const control = createControl(context);
    const handlers = httpHandlersFor(context);
    context.store.createRun({ id: 'demo' });
    return untilTestEnds({
      store: context.store,
      control,
      fetch: async (path, init) => {
        const response = await getResponse(handlers, new Request(`http://direct.test${path}`, init), {
          quiet: true,
        });
        if (!response) throw new Error(`No handler for ${path}.`);
        if (response.type === 'error') throw new TypeError('Failed to fetch');
        return response;
      },
      socketOrigin: '',
      close: () => Promise.resolve(control.cut({ mode: 'end' })).then(() => undefined),
    });
  },
};

/** The handlers, with MSW intercepting the requests of this process. */
export const intercepted: Driver = {
  name: 'msw/node',
  open: async (options) => {
    const mock = createMockServer(options);
    mock.listen();
    return untilTestEnds({
      store: mock.store,
      control: mock.control,
      fetch: (path, init) => fetch(`http://mock.test${path}`, init),
      socketOrigin: 'ws://mock.test',
      close: () => Promise.resolve(mock.close()),
    });
  },
};

/** The reference server on a real port. */
export const realPort: Driver = {
  name: 'real port',
  open: async (options) => {
    const server = await serve({ ...options, port: 0, scenario: 'none' });
    return untilTestEnds({
      store: server.store,
      control: server.control,
      fetch: (path, init) => fetch(`${server.url}${path}`, init),
      socketOrigin: server.url.replace('http', 'ws'),
      close: () => server.close(),
    });
  },
};

export const httpDrivers: readonly Driver[] = [direct, intercepted, realPort];
export const socketDrivers: readonly Driver[] = [intercepted, realPort];
