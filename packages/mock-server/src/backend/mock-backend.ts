import type { HttpHandler, WebSocketHandler } from 'msw';
import { handlersFor } from '../handlers/handlers-for.js';
import { startFleet } from '../scenarios/fleet.js';
import type { FleetOptions } from '../scenarios/fleet.js';
import { scenarioNamed } from '../scenarios/index.js';
import type { Store } from '../store/store.js';
import { createContext } from './context.js';
import type { BackendContext, BackendOptions } from './context.js';
import { createControl } from './control.js';
import type { Control } from './control.js';

/** Options of {@link createMockBackend}. */
export interface MockBackendOptions extends BackendOptions, Omit<FleetOptions, 'clock' | 'cut'> {}

/** The four backends as MSW handlers, and what controls them. */
export interface MockBackend {
  readonly store: Store;
  /** For `setupServer(...handlers)` or `setupWorker(...handlers)`. */
  readonly handlers: (HttpHandler | WebSocketHandler)[];
  readonly control: Control;
  /**
   * Starts the scenarios. The first request also starts them, so that a client receives a scenario from its beginning. Does nothing if they
   * are running. The run `demo` exists from the beginning, empty.
   */
  start(): void;
  /** Stops the scenarios and ends every open stream. The lines stay in the store. */
  stop(): void;
}

/**
 * Creates the four backends with their store, control and handlers. Without `scenario` it plays all of them; `scenario: 'none'`
 * plays nothing and leaves the run `demo` to the caller.
 * @throws {UnknownScenarioError} for an unknown scenario
 */
export function createMockBackend(options: MockBackendOptions = {}): MockBackend {
  const context = createContext(options);
  const backend = backendFor(context, options);
  context.received.onFirst(backend.start);
  return { ...backend, handlers: handlersFor(context) };
}

/** The same for an existing context, without handlers. */
export function backendFor(
  context: BackendContext,
  options: Omit<FleetOptions, 'clock' | 'cut'> = {},
): Omit<MockBackend, 'handlers'> {
  const { scenario } = options;
  // An unknown name must throw here, not at the first request.
  if (typeof scenario === 'string' && scenario !== 'none') scenarioNamed(scenario);
  const control = createControl(context);
  if (!context.store.run('demo')) {
    context.store.createRun({
      id: 'demo',
      title: 'Demo',
      kind: scenario === 'none' ? 'manual' : 'scenario',
    });
  }
  let stopFleet: (() => void) | undefined;
  return {
    store: context.store,
    control,
    start: () => {
      stopFleet ??= startFleet(context.store, {
        ...options,
        clock: context.clock,
        cut: (runId, mode) => control.cut({ runId, mode }),
      });
    },
    stop: () => {
      context.received.onFirst(undefined);
      stopFleet?.();
      stopFleet = undefined;
      control.cut({ mode: 'end' });
    },
  };
}
