/** A log whose live streams do not get through as they should. */
import { createLogStream } from '../log-stream.js';
import type { LogStreamOptions } from '../options.js';
import { createSimulatedServer, type SimulatedServer } from './simulated-server.js';
import { textsOf } from './simulated-stream.js';
import { createVirtualClock, type VirtualClock } from './virtual-clock.js';

/** What stands between a server and its live streams. */
export type Live = (
  response: Response,
  signal: AbortSignal,
  clock: VirtualClock,
) => Response | Promise<Response>;

/** A stream of a log on a virtual clock. */
export function behind(live: Live, options: LogStreamOptions = {}, { replay = true } = {}) {
  const clock = createVirtualClock();
  const server: SimulatedServer = createSimulatedServer(clock, {
    identity: 'count',
    liveStart: 'now',
    replay,
  });
  const fetch = (async (input: string, init: RequestInit = {}) => {
    const response = await server.fetch(input, init);
    return input.includes('/live') ? live(response, init.signal as AbortSignal, clock) : response;
  }) as typeof globalThis.fetch;
  const stream = createLogStream(server.source, { clock, random: () => 0.5, fetch, ...options });
  const errors: string[] = [];
  stream.on('error', ({ kind }) => void errors.push(kind));
  const statuses: string[] = [];
  stream.on('status', (status) => void statuses.push(status));
  let written = 0;
  return {
    clock,
    server,
    stream,
    errors,
    statuses,
    shown: () => textsOf(stream.getSnapshot().items),
    /** Writes a line every so many milliseconds, and returns them all. */
    async write(lines: number, every: number): Promise<string[]> {
      for (let count = 0; count < lines; count++) {
        server.write(String(written++));
        await clock.run(every);
      }
      return [...server.written];
    },
    /** Writes lines for so many minutes, the next one so many milliseconds after one was shown. The longest that one took to be shown, in milliseconds. */
    async slowest(minutes: number, every = 1_700): Promise<number> {
      let longest = 0;
      for (const end = clock.now() + minutes * 60_000; clock.now() < end;) {
        server.write(String(written++));
        const since = clock.now();
        while (stream.getSnapshot().ledger.stored < written) await clock.run(250);
        longest = Math.max(longest, clock.now() - since);
        await clock.run(every);
      }
      return longest;
    },
  };
}

/** A response that never comes. */
export const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

/** Holds back what a stream sends, but says something at first, and again every so many milliseconds. */
export function saying(every = Infinity): Live {
  return (response, signal, clock) => {
    const hello = new TextEncoder().encode(': hello\n\n');
    const hold = new TransformStream<Uint8Array, Uint8Array>({
      start: function say(controller) {
        if (signal.aborted) return;
        controller.enqueue(hello);
        if (every < Infinity) clock.schedule(() => say(controller), every);
      },
      transform: () => undefined,
    });
    return new Response(response.body?.pipeThrough(hold, { signal }), response);
  };
}

/** Passes on what a stream sends in blocks of this many bytes, as whoever compresses it does. */
export function inBlocks(size: number): Live {
  return (response, signal) => {
    const held: Uint8Array[] = [];
    let bytes = 0;
    const blocks = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        held.push(chunk);
        bytes += chunk.length;
        if (bytes < size) return;
        for (const one of held.splice(0)) controller.enqueue(one);
        bytes = 0;
      },
    });
    return new Response(response.body?.pipeThrough(blocks, { signal }), response);
  };
}
