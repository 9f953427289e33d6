/** Tabs of one origin that stream the same log of a simulated server, on a virtual clock. */
import type { LogSource } from '../backends/source.js';
import { createLogStream } from '../log-stream.js';
import type { LogStreamOptions } from '../options.js';
import type { LogStream } from '../stream-types.js';
import { dice } from './dice.js';
import {
  createSimulatedServer,
  type SimulatedServer,
  type SimulatedServerOptions,
} from './simulated-server.js';
import { textsOf } from './simulated-stream.js';
import { createSimulatedTabs, type SimulatedTab, type SimulatedTabs } from './simulated-tabs.js';
import { createVirtualClock, type VirtualClock } from './virtual-clock.js';

/** A tab and its stream. */
export interface Tab {
  readonly stream: LogStream;
  readonly tab: SimulatedTab;
  /** See `textsOf`. */
  shown(): string[];
}

export interface TabWorld {
  readonly clock: VirtualClock;
  readonly server: SimulatedServer;
  readonly tabs: SimulatedTabs;
  /** Opens a tab whose stream shares its connection, and connects it. */
  open(options?: LogStreamOptions, source?: LogSource): Tab;
}

/** `random` provides the tabs' ids; `latency` as in `createSimulatedTabs`. */
export function tabWorld(
  kind: SimulatedServerOptions,
  random = dice(1),
  latency = (): number => random() * 8,
): TabWorld {
  const clock = createVirtualClock();
  const server = createSimulatedServer(clock, kind);
  const tabs = createSimulatedTabs(clock, latency);
  return {
    clock,
    server,
    tabs,
    open(options = {}, source = server.source) {
      const tab = tabs.open(server.fetch);
      const stream = createLogStream(source, {
        shareTabs: true,
        tabs: tab.environment,
        clock: tab.clock,
        fetch: tab.fetch,
        random,
        transport: 'sse',
        ...options,
      });
      stream.connect();
      return { stream, tab, shown: () => textsOf(stream.getSnapshot().items) };
    },
  };
}
