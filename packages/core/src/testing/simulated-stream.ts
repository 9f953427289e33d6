/** A stream of a simulated server on a virtual clock. */
import type { LogItem } from '../entry.js';
import { createLogStream } from '../log-stream.js';
import type { LogStreamOptions } from '../options.js';
import { createSimulatedServer, type SimulatedServerOptions } from './simulated-server.js';
import { createVirtualClock, type VirtualClock } from './virtual-clock.js';

/** Items as short texts: the message of a line, the reason of a gap. */
export const textsOf = (items: readonly LogItem[]): string[] =>
  items.map((item) => (item.kind === 'log' ? item.message : `gap ${item.reason}`));

/** Creates a stream over SSE without a stall timeout, not connected yet. `open` creates another one of the same log. */
export function simulateStream(
  server: SimulatedServerOptions,
  options: LogStreamOptions = {},
  clock: VirtualClock = createVirtualClock(),
) {
  const simulated = createSimulatedServer(clock, server);
  const open = (more: LogStreamOptions = {}, source = simulated.source) =>
    createLogStream(source, {
      clock,
      random: () => 0.5,
      fetch: simulated.fetch,
      transport: 'sse',
      stallTimeout: 1e9,
      ...options,
      ...more,
    });
  const stream = open();
  return { clock, server: simulated, stream, open, shown: () => textsOf(stream.getSnapshot().items) };
}
