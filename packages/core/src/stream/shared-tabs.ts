/**
 * Lets a stream share its connection with other tabs. The code for it (`tab-sharing.ts`) is a separate chunk that is loaded when
 * such a stream first connects; until then this is a placeholder for it.
 */
import type { Connection } from '../connection/connection.js';
import type { ConnectionState } from '../connection/machine.js';
import type { TabConnection } from '../connection/tab-connection.js';
import { replaying } from '../continuity/replaying.js';
import { toLogStreamError } from '../errors.js';
import { late } from '../lib/late.js';
import type { SharedTabsParts } from './tab-sharing.js';

export const tabSharing = /* @__PURE__ */ late('sharing with other tabs', async () => {
  const [{ shareTabs }] = await Promise.all([import('./tab-sharing.js'), replaying.load()]);
  return shareTabs;
});

/** The connection of a stream that shares it. */
export interface SharedTabs<Raw> {
  readonly connection: Connection;
  /** The same, to be told what the stream has delivered. undefined as long as nothing is shared. */
  readonly tabs: TabConnection<Raw> | undefined;
}

/** Returns undefined if nothing is to be shared, or sharing is not possible: then the stream has its own connection. */
export function createSharedTabs<Raw>(
  parts: Omit<SharedTabsParts<Raw>, 'environment'>,
): SharedTabs<Raw> | undefined {
  const { options, source } = parts;
  const { tabs: environment, shareTabs: name } = options;
  if (name === undefined || environment === undefined || source.attach) return undefined;
  const all = { ...parts, environment };
  if (!tabSharing.here) return createStandIn(all);
  const tabs = tabSharing.here(all);
  return { connection: tabs, tabs };
}

function createStandIn<Raw>(parts: SharedTabsParts<Raw>): SharedTabs<Raw> {
  /** This tab's own connection: provides the state until the chunk is loaded, and is used if it cannot be loaded. */
  const alone = parts.open(parts.changed);
  let tabs: TabConnection<Raw> | undefined;
  let inner: Connection | undefined;
  let { state } = alone;

  function show(phase: ConnectionState['phase']): void {
    state = { ...state, phase };
    parts.changed(state);
  }

  async function begin(): Promise<void> {
    try {
      const share = await tabSharing.load();
      if (state.phase !== 'connecting' || inner) return;
      inner = tabs = share(parts);
    } catch (thrown) {
      if (state.phase !== 'connecting' || inner) return;
      inner = alone;
      parts.error(toLogStreamError(thrown, 'network', 'The connection is not shared with other tabs'));
    }
    inner.connect();
  }

  const connection: Connection = {
    get state() {
      return inner?.state ?? state;
    },
    connect() {
      if (inner) return inner.connect();
      if (state.phase === 'connecting') return;
      show('connecting');
      void begin();
    },
    disconnect() {
      if (inner) inner.disconnect();
      else if (state.phase === 'connecting') show('closed');
    },
    retryNow: () => inner?.retryNow(),
  };
  return {
    connection,
    get tabs() {
      return tabs;
    },
  };
}
