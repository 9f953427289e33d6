/** The browser features for coordinating the tabs of an origin, as far as they are used here. */
import type { PageEvents } from './page.js';

/** The Web Locks of an origin: `navigator.locks`. */
export interface TabLocks {
  request(
    name: string,
    options: { readonly signal?: AbortSignal; readonly steal?: boolean },
    callback: () => Promise<void>,
  ): Promise<unknown>;
  query(): Promise<{ readonly pending?: readonly { readonly name?: string }[] }>;
}

/** One end of a `BroadcastChannel`. */
export interface TabChannel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

/** What tabs need to coordinate. */
export interface TabEnvironment {
  readonly locks: TabLocks;
  readonly BroadcastChannel: new (name: string) => TabChannel;
  /** Where page events come from. Default: the global object. */
  readonly page?: PageEvents;
}

/** The features of this host; undefined if Web Locks or BroadcastChannel are missing. */
export function hostTabs(host: object = globalThis): TabEnvironment | undefined {
  const { navigator, BroadcastChannel } = host as {
    readonly navigator?: { readonly locks?: TabLocks };
    readonly BroadcastChannel?: TabEnvironment['BroadcastChannel'];
  };
  const locks = navigator?.locks;
  return locks === undefined || BroadcastChannel === undefined ? undefined : { locks, BroadcastChannel };
}
