/** The reference server on a virtual clock, in this process and without a network, for random schedules. */
import { createMockBackend, createStore, type Control, type VariantOverrides } from '@tailrace/mock-server';
import { getResponse, RequestHandler } from 'msw';
import { setupServer } from 'msw/node';
import { createVirtualClock, type VirtualClock } from '../../packages/core/src/testing/virtual-clock.js';

export interface WorldInit {
  readonly variants: VariantOverrides;
  /** Lines of a run that the server holds. */
  readonly ring: number;
}

export interface ScheduleWorld {
  readonly clock: VirtualClock;
  /** Of a server with the runs `demo` and `other`. */
  readonly control: Control;
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  /** REST answers take this many milliseconds from now on. `stale`: they tell what there was when they were requested. */
  slow(ms: number, stale: boolean): void;
  /** The run `demo` begins anew, without its lines, and all streams end. */
  restart(): void;
}

/** Rounds of the event loop until a request has been answered and its answer read. */
const ROUNDS = 4;

/** Milliseconds that a restart takes. */
const RESTART = 2_000;

const baseUrl = 'http://world.test';
const sockets = setupServer();

/** From now on, the WebSockets of this process are connected to the world created last. Returns the undo. */
export function interceptSockets(): () => void {
  const { setTimeout: later } = globalThis;
  sockets.listen({ onUnhandledFrame: 'bypass' });
  // reconnecting-websocket sets timers of 0 ms, which are not on the clock.
  const sooner = (task: () => void, ms = 0): unknown => (ms > 0 ? later(task, ms) : setImmediate(task));
  globalThis.setTimeout = sooner as typeof later;
  return () => {
    globalThis.setTimeout = later;
    sockets.close();
  };
}

export function createScheduleWorld({ variants, ring }: WorldInit): ScheduleWorld {
  const clock = createVirtualClock(undefined, ROUNDS);
  const serverClock = { now: clock.now, after: (ms: number, task: () => void) => clock.schedule(task, ms) };
  const store = createStore({ clock: serverClock, memoryLines: ring, rows: ring });
  const { control, handlers } = createMockBackend({ store, baseUrl, variants, scenario: 'none' });
  store.createRun({ id: 'other' });
  sockets.resetHandlers(...handlers);
  const requestHandlers = handlers.filter((handler) => handler instanceof RequestHandler);
  let delay = { ms: 0, stale: false };

  async function ask(request: Request): Promise<Response> {
    const response = await getResponse(requestHandlers, request);
    if (!response) throw new Error(`The server does not know ${request.url}.`);
    if (response.type === 'error') throw new TypeError('fetch failed');
    return response;
  }

  async function answer(request: Request): Promise<Response> {
    const { ms, stale } = delay;
    if (ms === 0 || new URL(request.url).pathname.includes('/stream')) return ask(request);
    const early = stale ? ask(request) : undefined;
    early?.catch(() => undefined);
    await new Promise<void>((resolve) => void clock.schedule(resolve, ms));
    return early ?? ask(request);
  }

  return {
    clock,
    control,
    baseUrl,
    fetch: (input, init) =>
      new Promise((resolve, reject) => {
        const request = new Request(input, init);
        const abort = (): void => reject(new DOMException('aborted', 'AbortError'));
        if (request.signal.aborted) return abort();
        request.signal.addEventListener('abort', abort);
        answer(request).then(resolve, reject);
      }),
    slow(ms, stale) {
      delay = { ms, stale };
    },
    restart() {
      clock.advance(RESTART);
      store.removeRun('demo');
      store.createRun({ id: 'demo' });
      control.cut();
    },
  };
}
