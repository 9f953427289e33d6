/**
 * Random schedules of several tabs with small buffers. Whichever tab leads, dies, freezes or hangs, and whatever the server evicts or
 * restarts, and however the live stream lags, each tab must hold lines in order, each once, with a gap wherever some are missing.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dice } from './testing/dice.js';
import { faultOf } from './testing/fault-of.js';
import { numbered } from './testing/numbered.js';
import { looksForMore, scheduleRuns, step } from './testing/schedules.js';
import { tabWorld } from './testing/tab-world.js';
import { unaccounted } from './testing/unaccounted.js';

const schedules = fc.array(
  fc.oneof(
    step(8, 'write', 6, 1),
    step(2, 'write', 40, 5),
    step(6, 'wait', 30),
    step(4, 'wait', 8_000),
    step(2, 'cut'),
    step(1, 'cutAfter', 400, 1),
    step(2, 'stall', 5),
    step(2, 'unstall'),
    step(1, 'slowRows', 4_000),
    step(1, 'rowsDown'),
    step(2, 'rowsUp'),
    step(1, 'restart'),
    step(2, 'join'),
    step(2, 'crash', 9),
    step(1, 'freeze', 9),
    step(2, 'thaw', 9),
    step(1, 'hang', 9),
    step(2, 'wake', 9),
  ),
  { maxLength: 30, size: 'max' },
);

const servers = fc.record({
  identity: fc.constantFrom('id' as const, 'count' as const),
  liveStart: fc.constantFrom('now' as const, 'since' as const),
  replay: fc.boolean(),
  pageRows: fc.constantFrom(3, 500),
  shifts: fc.boolean(),
  ring: fc.constantFrom(1_000, 5, 8, 30),
});

const options = fc.record({
  bufferLines: fc.constantFrom(3, 10, 40, 10_000),
  latency: fc.constantFrom(0, 3, 50),
  /** Lines that the log has at first. */
  lines: fc.constantFrom(1, 9),
  /** REST is slow at first, or so slow that it fails after the first page. */
  rest: fc.constantFrom('fast', 'slow', 'breaks'),
});

describe('streams in several tabs with small buffers', { timeout: looksForMore ? 0 : 120_000 }, () => {
  it('show each line once and in order, with a gap wherever lines are missing, at any time', async () => {
    await fc.assert(
      fc.asyncProperty(
        servers,
        options,
        schedules,
        async (kind, { bufferLines, latency, lines, rest }, schedule) => {
          const { clock, server, tabs, open } = tabWorld(kind, dice(1), () => latency);
          const write = numbered(clock, server);
          write(lines);
          if (rest !== 'fast') server.slowRows(90, false);
          let alive = [open({ bufferLines })];
          await clock.run(100);
          let rowsUp = rest === 'breaks' ? server.refuseRows() : (): void => undefined;
          let unstall = (): void => undefined;
          const look = (): void => {
            for (const { stream } of alive) {
              const { items, ledger } = stream.getSnapshot();
              expect(faultOf(items)).toBeUndefined();
              expect(unaccounted(ledger)).toBe(0);
            }
          };
          for (const { do: what, count } of schedule) {
            const chosen = alive[count % Math.max(1, alive.length)];
            if (what === 'write') write(count);
            else if (what === 'wait') await clock.run(count);
            else if (what === 'cut') server.cut();
            else if (what === 'cutAfter') server.cut(count);
            else if (what === 'slowRows') server.slowRows(count, count % 2 === 1);
            else if (what === 'stall') {
              unstall();
              unstall = server.stall(count);
            } else if (what === 'unstall') unstall();
            else if (what === 'rowsDown') rowsUp = server.refuseRows();
            else if (what === 'rowsUp') rowsUp();
            else if (what === 'restart') {
              clock.advance(2_000);
              server.restart();
            } else if (what === 'join') alive.push(open({ bufferLines }));
            else if (what === 'crash') {
              chosen?.tab.crash();
              alive = alive.filter((tab) => tab !== chosen);
            } else chosen?.tab[what]();
            look();
          }
          rowsUp();
          unstall();
          server.slowRows(0, false);
          if (alive.length === 0) alive.push(open({ bufferLines }));
          for (const { tab } of alive) {
            tab.wake();
            tab.thaw();
          }
          await clock.run(200_000);
          write();
          await clock.run(60_000);
          look();
          for (const { stream } of alive) {
            const last = stream.getSnapshot().items.at(-1);
            expect(last?.kind === 'log' && last.message).toBe(server.written.at(-1));
            stream.dispose();
          }
          await clock.run(1_000);
          expect([tabs.locks, tabs.channels, server.connections]).toEqual([0, 0, 0]);
        },
      ),
      scheduleRuns(100),
    );
  });
});
