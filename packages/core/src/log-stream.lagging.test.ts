/**
 * Random schedules of a live stream that lags behind REST, of a server that soon forgets: every line that has arrived live is shown
 * once and in order, and where lines are missing stands a gap. A loop gets each of them, too.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogStream } from './log-stream.js';
import { faultOf } from './testing/fault-of.js';
import { numbered } from './testing/numbered.js';
import { looksForMore, scheduleRuns, step } from './testing/schedules.js';
import { createSimulatedServer } from './testing/simulated-server.js';
import { createVirtualClock } from './testing/virtual-clock.js';

const schedules = fc.array(
  fc.oneof(
    step(8, 'write', 6, 1),
    step(2, 'write', 20, 5),
    step(4, 'wait', 30),
    step(3, 'wait', 3_000),
    step(2, 'rowsDown'),
    step(2, 'rowsUp'),
    step(1, 'cutRows', 300),
    step(2, 'slowRows', 2_000),
    step(2, 'cut'),
    step(3, 'stall', 5),
    step(3, 'unstall'),
    step(1, 'fill'),
    step(1, 'restart'),
  ),
  { maxLength: 20, size: 'max' },
);

const servers = fc.record({
  identity: fc.constantFrom('id' as const, 'count' as const),
  liveStart: fc.constantFrom('now' as const, 'since' as const),
  replay: fc.boolean(),
  inclusive: fc.boolean(),
  pageRows: fc.constantFrom(1, 3, 7, 500),
  shifts: fc.boolean(),
  repeats: fc.constantFrom(0, 0, 1, 4),
  ring: fc.constantFrom(5, 8, 30),
});

const starts = fc.record({
  /** Lines that the log has at first. */
  before: fc.constantFrom(1, 2, 3, 9),
  /** REST is slow at first, or so slow that it fails after the first page. */
  rest: fc.constantFrom('fast', 'slow', 'breaks'),
});

/** A `fetch` that notes each line which a live stream brings. */
function listening(fetch: typeof globalThis.fetch, heard: (message: string) => void): typeof fetch {
  return async (input, init) => {
    const { body, headers, status } = await fetch(input, init);
    const isLive = headers.get('content-type') === 'text/event-stream';
    const decoder = new TextDecoder();
    let text = '';
    const through = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        const events = (text + decoder.decode(chunk, { stream: true })).split('\n\n');
        text = events.pop() ?? '';
        for (const event of isLive ? events : [])
          heard((JSON.parse(event.slice(event.indexOf('{'))) as { message: string }).message);
        controller.enqueue(chunk);
      },
    });
    return new Response(body?.pipeThrough(through) ?? null, { headers, status });
  };
}

describe('a live stream that lags behind REST', { timeout: looksForMore ? 0 : 120_000 }, () => {
  it('has each of its lines shown once, in order, whatever REST has forgotten by then', async () => {
    await fc.assert(
      fc.asyncProperty(servers, starts, schedules, async (kind, { before, rest }, schedule) => {
        const clock = createVirtualClock();
        const server = createSimulatedServer(clock, kind);
        const heard = new Set<string>();
        const told: string[] = [];
        const stream = createLogStream(server.source, {
          clock,
          random: () => 0.5,
          fetch: listening(server.fetch, (message) => heard.add(message)),
          stallTimeout: 1e9,
          transport: 'sse',
        });
        for (const event of ['entries', 'filled'] as const)
          stream.on(event, (entries) => void told.push(...entries.map(({ message }) => message)));
        const write = numbered(clock, server);
        write(before);
        if (rest !== 'fast') server.slowRows(90, false);
        stream.connect();
        const looped: string[] = [];
        void (async () => {
          for await (const item of stream) if (item.kind === 'log') looped.push(item.message);
        })();
        await clock.run(100);
        server.cut();
        let unstall = (): void => undefined;
        let rowsUp = rest === 'breaks' ? server.refuseRows() : (): void => undefined;
        for (const { do: what, count } of schedule) {
          if (what === 'write') write(count);
          else if (what === 'wait') await clock.run(count);
          else if (what === 'rowsDown') rowsUp = server.refuseRows();
          else if (what === 'rowsUp') rowsUp();
          else if (what === 'cutRows') server.cutRows(count);
          else if (what === 'slowRows') server.slowRows(count, count % 2 === 1);
          else if (what === 'cut') server.cut();
          else if (what === 'stall') {
            unstall();
            unstall = server.stall(count);
          } else if (what === 'unstall') unstall();
          else if (what === 'fill') stream.fill().catch(() => undefined);
          else {
            // At once, a line with an id that was seen may as well be that line, edited.
            await clock.run(2_000);
            server.restart();
          }
          expect(faultOf(stream.getSnapshot().items)).toBeUndefined();
        }
        rowsUp();
        unstall();
        server.cutRows(undefined);
        server.slowRows(0, false);
        await clock.run(100_000);
        expect(faultOf(stream.getSnapshot().items)).toBeUndefined();
        expect([...heard].filter((message) => !told.includes(message))).toEqual([]);
        expect(told).toHaveLength(new Set(told).size);
        expect(looped.sort()).toEqual(told.sort());
        stream.dispose();
      }),
      scheduleRuns(500),
    );
  });
});
