/**
 * Random schedules with small buffers, calls by the user during outages, failing REST requests and stalling streams. At every step, the
 * lines held must be in order, each once, with a gap wherever lines are missing, and the right number if the gap states one.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogStream } from './log-stream.js';
import { numbered } from './testing/numbered.js';
import { looksForMore, scheduleRuns, step } from './testing/schedules.js';
import { createSimulatedServer, type SimulatedServerOptions } from './testing/simulated-server.js';
import { createVirtualClock } from './testing/virtual-clock.js';
import { createWitness } from './testing/witness.js';

const schedules = fc.array(
  fc.oneof(
    step(8, 'write', 6, 1),
    step(2, 'write', 40, 5),
    step(4, 'wait', 30),
    step(4, 'wait', 8_000),
    step(3, 'cut'),
    step(2, 'cutAfter', 400, 1),
    step(2, 'cutRows', 300),
    step(2, 'slowRows', 4_000),
    step(2, 'refuse', 4, 1),
    step(2, 'rowsDown'),
    step(2, 'rowsUp'),
    step(1, 'stall', 5),
    step(2, 'unstall'),
    step(1, 'pause'),
    step(1, 'resume'),
    step(2, 'loadOlder', 20, 1),
    step(1, 'fill'),
    step(1, 'disconnect'),
    step(2, 'connect'),
    step(1, 'clear'),
    step(1, 'reload'),
    step(1, 'restart'),
    step(1, 'freeze', 100_000),
  ),
  { maxLength: 30, size: 'max' },
);

const ring = fc.constantFrom(undefined, undefined, 8, 30);

const servers = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      identity: fc.constantFrom('id' as const, 'count' as const),
      liveStart: fc.constantFrom('now' as const, 'since' as const),
      replay: fc.boolean(),
      inclusive: fc.boolean(),
      pageRows: fc.constantFrom(1, 3, 7, 500),
      shifts: fc.boolean(),
      repeats: fc.constantFrom(0, 0, 1, 4),
      ring,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      identity: fc.constant('align' as const),
      liveStart: fc.constant('tail' as const),
      ring,
    }),
  },
);

const options = fc.record({
  bufferLines: fc.constantFrom(3, 10, 40, 10_000),
  history: fc.constantFrom(undefined, undefined, 0, 3),
  /** Lines that the log has at first. */
  lines: fc.constantFrom(1, 1, 9),
  /** REST is slow at first, or so slow that it fails after the first page. */
  rest: fc.constantFrom('fast', 'slow', 'breaks'),
  /** Begin with lines from the fourth on. */
  since: fc.constantFrom(false, false, true),
  /** The live stream sends each line twice. */
  twice: fc.constantFrom(false, false, false, true),
  // undefined: any transport that works, streams first.
  transport: fc.constantFrom('sse' as const, 'sse' as const, 'polling' as const, undefined),
});

describe('a stream with small buffers', { timeout: looksForMore ? 0 : 120_000 }, () => {
  it('shows each line once and in order, with a gap wherever lines are missing, at any time', async () => {
    await fc.assert(
      fc.asyncProperty(servers, options, schedules, async ({ ring: lines, ...kind }, choice, schedule) => {
        const clock = createVirtualClock();
        // Without ids, a line that is sent twice is two lines.
        const twice = choice.twice && kind.identity === 'id';
        const server = createSimulatedServer(clock, {
          ...kind,
          twice,
          ...(lines === undefined ? {} : { ring: lines }),
        } satisfies SimulatedServerOptions);
        // Otherwise polling has no cursor to continue from.
        const transport = kind.identity === 'align' ? 'sse' : choice.transport;
        const begun = clock.now();
        const witness = createWitness();
        const open = (resume?: string) => {
          const opened = createLogStream(server.source, {
            clock,
            random: () => 0.5,
            fetch: server.fetch,
            bufferLines: choice.bufferLines,
            stallTimeout: 1e9,
            ...(choice.since ? { since: new Date(begun + 4).toISOString() } : {}),
            ...(transport === undefined ? {} : { transport }),
            ...(choice.history === undefined ? {} : { history: choice.history }),
            ...(resume === undefined ? {} : { resume }),
          });
          witness.listen(opened);
          opened.connect();
          return opened;
        };
        // One line per tick: within a tick, a late line cannot be distinguished from an older one that was evicted.
        const write = numbered(clock, server);
        const look = (): void => expect(witness.faultIn(stream)).toBeUndefined();

        write(choice.lines);
        if (choice.rest !== 'fast') server.slowRows(90, false);
        let stream = open();
        await clock.run(100);
        let unstall = (): void => undefined;
        let rowsUp = choice.rest === 'breaks' ? server.refuseRows() : (): void => undefined;
        for (const { do: what, count } of schedule) {
          if (what === 'write') write(count);
          else if (what === 'wait') await clock.run(count);
          else if (what === 'freeze') clock.freeze(count);
          else if (what === 'cut') server.cut();
          else if (what === 'cutAfter') server.cut(count);
          else if (what === 'cutRows') server.cutRows(count);
          else if (what === 'slowRows') server.slowRows(count, count % 2 === 1);
          else if (what === 'restart') {
            // Between two polls, a log's only line with a different timestamp may have been edited.
            const isOnly = stream.getSnapshot().items.at(-2)?.kind !== 'log';
            if (transport !== 'sse' && isOnly) continue;
            clock.advance(2_000);
            server.restart();
          } else if (what === 'refuse') server.refuse(count, 503);
          else if (what === 'rowsDown') rowsUp = server.refuseRows();
          else if (what === 'rowsUp') rowsUp();
          else if (what === 'stall') {
            unstall();
            unstall = server.stall(count);
          } else if (what === 'unstall') unstall();
          else if (what === 'reload') {
            const resume = stream.resumeToken();
            if (resume === undefined) continue;
            stream.dispose();
            stream = open(resume);
          } else if (what === 'loadOlder') stream.loadOlder(count).catch(() => undefined);
          else if (what === 'fill') stream.fill().catch(() => undefined);
          else stream[what]();
          look();
        }
        server.refuse(0, 500);
        server.cutRows(undefined);
        server.slowRows(0, false);
        server.cut();
        unstall();
        rowsUp();
        stream.resume();
        stream.connect();
        await clock.run(200_000);
        write();
        await clock.run(200_000);
        look();
        const last = stream.getSnapshot().items.at(-1);
        expect(last?.kind === 'log' && last.message).toBe(server.written.at(-1));
        stream.dispose();
        await clock.run(1_000);
        expect(clock.pending).toBe(0);
      }),
      scheduleRuns(200),
    );
  });
});
