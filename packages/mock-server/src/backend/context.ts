import { systemClock } from '../lib/clock.js';
import type { Clock } from '../lib/clock.js';
import { createStore } from '../store/store.js';
import type { Store } from '../store/store.js';
import { backendNames } from './backend-name.js';
import type { BackendName } from './backend-name.js';
import { checkOptions } from './check-options.js';
import { Connections } from './connections.js';
import { ReceivedRequests } from './received-requests.js';
import { Refusals } from './refusals.js';
import { resolveTokens } from './tokens.js';
import type { TokenOptions, Tokens } from './tokens.js';
import { contract, withVariants } from './variants.js';
import type { VariantOverrides, Variants } from './variants.js';

/** Options of the handlers of one or all backends. */
export interface BackendOptions {
  /** The lines to serve. Default: a new, empty store. */
  readonly store?: Store;
  /** Which backends answer. Default: all four. */
  readonly backends?: 'all' | readonly BackendName[];
  /** Where they answer: an origin, with or without a path. Default: any origin. */
  readonly baseUrl?: string;
  /** Default: `tailrace-demo` for codespace and containers; prismq and stratal need none. */
  readonly tokens?: TokenOptions;
  /** Other interpretations of the contract than the default ones. */
  readonly variants?: VariantOverrides;
  /**
   * Time: timestamps, heartbeats, timeouts, the pace of scenarios. Default: the store's clock, which is the real one unless
   * the store was given another. A test that must not wait passes `createTestClock()`.
   */
  readonly clock?: Clock;
}

/** What all handlers and sessions share. */
export interface BackendContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly backends: readonly BackendName[];
  /** Prefix of every route: `*`, or the base URL without trailing slashes. */
  readonly base: string;
  readonly connections: Connections;
  readonly refusals: Refusals;
  readonly received: ReceivedRequests;
  tokens: Tokens;
  variants: Variants;
}

export function createContext(options: BackendOptions = {}): BackendContext {
  checkOptions(options);
  const clock = options.clock ?? options.store?.clock ?? systemClock;
  const backends = options.backends ?? 'all';
  return {
    store: options.store ?? createStore({ clock }),
    clock,
    backends: backends === 'all' ? backendNames : backends,
    base: options.baseUrl === undefined ? '*' : options.baseUrl.replace(/\/+$/, ''),
    connections: new Connections(),
    refusals: new Refusals(),
    received: new ReceivedRequests(clock),
    tokens: resolveTokens(options.tokens),
    variants: withVariants(contract, options.variants),
  };
}
