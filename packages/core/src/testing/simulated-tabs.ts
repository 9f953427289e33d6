/**
 * Tabs of one origin inside the test: their locks, channels and page events. The messages of each sender arrive in order, each after its own
 * delay. A tab can crash, be frozen by the browser, or hang.
 */
import type { Clock } from '../lib/clock.js';
import type { PageEvents } from '../lib/page.js';
import type { TabChannel, TabEnvironment, TabLocks } from '../lib/tabs.js';

export interface SimulatedTab {
  readonly environment: TabEnvironment;
  /** The tab's own clock and network, which stop with a crash. */
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** Ends the tab at once; its last messages may still arrive. */
  crash(): void;
  freeze(): void;
  thaw(): void;
  /** Until `wake`, neither sends nor receives anything, and holds its lock. */
  hang(): void;
  wake(): void;
}

export interface SimulatedTabs {
  open(fetch: typeof globalThis.fetch): SimulatedTab;
  /** All messages sent. */
  readonly said: readonly unknown[];
  /** Number of open channels. */
  readonly channels: number;
  /** Number of tabs that hold a lock or wait for one. */
  readonly locks: number;
}

interface Request {
  readonly owner: object;
  readonly name: string;
  readonly callback: () => Promise<void>;
  readonly settle: (error?: Error) => void;
  granted: boolean;
}

interface Channel {
  readonly owner: Owner;
  readonly name: string;
  readonly listeners: ((event: { readonly data: unknown }) => void)[];
  /** For each sender, when its last message arrives. */
  readonly arrivals: Map<object, number>;
}

interface Owner {
  dead: boolean;
  /** Deliveries that wait until the tab no longer hangs. */
  stuck: (() => void)[] | undefined;
}

/** @param latency Milliseconds that the next message or the next lock takes. Infinity: the message is lost. */
export function createSimulatedTabs(clock: Clock, latency: () => number): SimulatedTabs {
  const channels = new Set<Channel>();
  const said: unknown[] = [];
  let requests: Request[] = [];

  function through(owner: Owner, work: () => void): void {
    if (owner.dead) return;
    if (owner.stuck) owner.stuck.push(work);
    else work();
  }

  function broadcast(from: Channel, message: unknown): void {
    const data: unknown = structuredClone(message);
    said.push(data);
    for (const to of channels) {
      if (to === from || to.name !== from.name) continue;
      const delay = latency();
      if (delay === Infinity) continue;
      const at = Math.max(to.arrivals.get(from) ?? 0, clock.now() + delay);
      to.arrivals.set(from, at);
      clock.schedule(() => {
        if (!channels.has(to)) return;
        through(to.owner, () => {
          if (channels.has(to))
            for (const listener of to.listeners) listener({ data: structuredClone(data) });
        });
      }, at - clock.now());
    }
  }

  function remove(request: Request): void {
    requests = requests.filter((other) => other !== request);
    grant(request.name);
  }

  function grant(name: string): void {
    const first = requests.find((request) => request.name === name);
    if (!first || first.granted) return;
    first.granted = true;
    clock.schedule(
      () => {
        if (!requests.includes(first)) return;
        through(first.owner as Owner, () => {
          if (!requests.includes(first)) return;
          void first.callback().then(() => {
            if (!requests.includes(first)) return;
            remove(first);
            first.settle();
          });
        });
      },
      Math.min(latency(), 100),
    );
  }

  function locksOf(owner: Owner): TabLocks {
    return {
      request: (name, { signal, steal }, callback) =>
        new Promise<void>((resolve, reject) => {
          const settle = (error?: Error): void => through(owner, () => (error ? reject(error) : resolve()));
          const request: Request = { owner, name, callback, settle, granted: false };
          const victim = steal ? requests.find((other) => other.name === name && other.granted) : undefined;
          if (victim) {
            requests = [request, ...requests.filter((other) => other !== victim)];
            victim.settle(new DOMException('stolen', 'AbortError'));
          } else requests.push(request);
          signal?.addEventListener('abort', () => {
            if (request.granted || !requests.includes(request)) return;
            remove(request);
            settle(new DOMException('aborted', 'AbortError'));
          });
          grant(name);
        }),
      query: async () => ({
        pending: requests.filter((request) => !request.granted).map(({ name }) => ({ name })),
      }),
    };
  }

  return {
    said,
    get channels() {
      return channels.size;
    },
    get locks() {
      return requests.length;
    },
    open(fetch) {
      const owner: Owner = { dead: false, stuck: undefined };
      const death = new AbortController();
      const page = createPage();

      class OwnChannel implements TabChannel {
        private readonly channel: Channel;
        constructor(name: string) {
          this.channel = { owner, name, listeners: [], arrivals: new Map() };
          channels.add(this.channel);
        }
        addEventListener(_type: 'message', listener: (event: { readonly data: unknown }) => void): void {
          this.channel.listeners.push(listener);
        }
        postMessage(message: unknown): void {
          if (!channels.has(this.channel)) throw new DOMException('closed', 'InvalidStateError');
          const data: unknown = structuredClone(message);
          through(owner, () => broadcast(this.channel, data));
        }
        close(): void {
          channels.delete(this.channel);
        }
      }

      return {
        environment: { locks: locksOf(owner), BroadcastChannel: OwnChannel, page: page.events },
        clock: {
          now: () => clock.now(),
          schedule: (fn, ms) => clock.schedule(() => through(owner, fn), ms),
        },
        fetch: ((input: string | URL | Request, init: RequestInit = {}) => {
          if (owner.dead) return new Promise(() => undefined);
          const signal = init.signal ? AbortSignal.any([init.signal, death.signal]) : death.signal;
          return fetch(input as string, { ...init, signal });
        }) as typeof globalThis.fetch,
        crash() {
          owner.dead = true;
          death.abort();
          for (const channel of channels) if (channel.owner === owner) channels.delete(channel);
          for (const request of requests) if (request.owner === owner) remove(request);
        },
        freeze: () => page.emit('freeze'),
        thaw: () => page.emit('resume'),
        hang() {
          owner.stuck ??= [];
        },
        wake() {
          const { stuck = [] } = owner;
          owner.stuck = undefined;
          for (const work of stuck) through(owner, work);
        },
      };
    },
  };
}

/** A page whose freeze and resume events the test emits. */
function createPage(): { readonly events: PageEvents; emit(type: string): void } {
  const listeners = new Map<string, Set<(event: { readonly persisted?: boolean }) => void>>();
  const target: PageEvents = {
    addEventListener(type, listener) {
      const set = listeners.get(type) ?? new Set();
      listeners.set(type, set.add(listener));
    },
    removeEventListener: (type, listener) => void listeners.get(type)?.delete(listener),
  };
  return {
    events: { document: target },
    emit(type) {
      for (const listener of [...(listeners.get(type) ?? [])]) listener({});
    },
  };
}
