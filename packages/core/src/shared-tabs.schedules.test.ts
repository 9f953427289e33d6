/** Random schedules of streams in several tabs that share one connection, and whose messages are late or lost, on a virtual clock. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogStreamOptions } from './options.js';
import { dice } from './testing/dice.js';
import { looksForMore, scheduleRuns } from './testing/schedules.js';
import { COUNTED, IDS, TAIL } from './testing/server-kinds.js';
import type { SimulatedServerOptions } from './testing/simulated-server.js';
import { tabWorld, type Tab, type TabWorld } from './testing/tab-world.js';
import { unaccounted } from './testing/unaccounted.js';

/** The delay of a message: mostly short, sometimes so long that others overtake it. Some messages are lost. */
function unruly(random: () => number): () => number {
  return () => {
    const chance = random();
    if (chance < 0.02) return Infinity;
    return chance < 0.2 ? random() * 80 : random() * 3;
  };
}

const status = ({ stream }: Tab): string => stream.getSnapshot().status;

describe(
  'any schedule of lines, joins, leaves, crashes, freezes and cuts',
  { timeout: looksForMore ? 0 : 60_000 },
  () => {
    const which = fc.nat(9);
    const once = <T extends string>(...names: T[]) => fc.constantFrom(...names);
    const actions = fc.array(
      fc.oneof(
        { weight: 8, arbitrary: fc.record({ do: once('write'), word: fc.constantFrom('a', 'b') }) },
        { weight: 5, arbitrary: fc.record({ do: once('wait'), ms: fc.integer({ min: 0, max: 12 }) }) },
        { weight: 2, arbitrary: fc.record({ do: once('wait'), ms: fc.integer({ min: 0, max: 9_000 }) }) },
        { weight: 2, arbitrary: fc.record({ do: once('join') }) },
        {
          weight: 4,
          arbitrary: fc.record({
            do: once('leave', 'return', 'crash', 'freeze', 'thaw', 'hang', 'wake'),
            which,
          }),
        },
        { weight: 2, arbitrary: fc.record({ do: once('cut') }) },
        {
          weight: 1,
          arbitrary: fc.record({
            do: once('slowRows'),
            ms: fc.integer({ min: 0, max: 4_000 }),
            stale: fc.boolean(),
          }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            do: once('refuse'),
            times: fc.integer({ min: 1, max: 3 }),
            status: fc.constantFrom(0, 503),
          }),
        },
      ),
      { maxLength: 60, size: 'max' },
    );
    type Actions = typeof actions extends fc.Arbitrary<infer T> ? T : never;
    /** `since`: number of lines written before it first connected. */
    type Opened = Tab & { since?: number };

    /** Runs a schedule, waits until everything has settled, and returns the remaining tabs. `torn`: there was a gap, at least for a while. */
    async function play(
      { clock, server, tabs, open }: TabWorld,
      steps: Actions,
      { write = server.write, options }: { write?: (word: string) => void; options?: LogStreamOptions },
      look: (tabs: readonly Opened[], torn: boolean) => void,
    ): Promise<void> {
      let torn = false;
      const start = (): Opened => {
        const opened: Opened = open(options);
        opened.stream.on('status', (now) => {
          if (now === 'live') opened.since ??= server.written.length;
        });
        opened.stream.on('gap', () => (torn = true));
        return opened;
      };
      let alive = [start()];
      for (const step of steps) {
        if (step.do === 'write') write(step.word);
        else if (step.do === 'cut') server.cut();
        else if (step.do === 'slowRows') server.slowRows(step.ms, step.stale);
        else if (step.do === 'refuse') server.refuse(step.times, step.status);
        else if (step.do === 'wait') await clock.run(step.ms);
        else if (step.do === 'join') alive.push(start());
        else {
          const chosen = alive[step.which % Math.max(1, alive.length)];
          // Interrupted before the first line arrived, so it starts over.
          if (chosen?.shown().length === 0) delete chosen.since;
          if (step.do === 'leave') chosen?.stream.disconnect();
          else if (step.do === 'return') chosen?.stream.connect();
          else chosen?.tab[step.do]();
          if (step.do === 'crash') alive = alive.filter((tab) => tab !== chosen);
        }
      }
      server.refuse(0, 500);
      server.slowRows(0, false);
      if (alive.length === 0) alive.push(start());
      for (const { tab, stream } of alive) {
        tab.wake();
        tab.thaw();
        stream.connect();
      }
      await clock.run(200_000);
      write('last');
      await clock.run(60_000);
      // The server sends no heartbeats, so its streams are given up now and then.
      for (let turn = 0; turn < 20 && alive.some((tab) => status(tab) !== 'live'); turn++)
        await clock.run(3_000);
      for (const tab of alive) {
        expect(status(tab)).toBe('live');
        const { ledger } = tab.stream.getSnapshot();
        expect(unaccounted(ledger)).toBe(0);
      }
      expect(server.connections).toBe(1);
      look(alive, torn);
      for (const { stream } of alive) stream.dispose();
      await clock.run(100);
      expect([tabs.locks, tabs.channels, server.connections]).toEqual([0, 0, 0]);
    }

    const servers: readonly SimulatedServerOptions[] = [
      { identity: 'id', liveStart: 'since', tick: 1_000, pageRows: 3 },
      IDS,
      { ...COUNTED, replay: true },
      { identity: 'count', liveStart: 'since', inclusive: true, tick: 500 },
      TAIL,
    ];
    const property = (
      kind: SimulatedServerOptions,
      check: (world: TabWorld, steps: Actions) => Promise<void>,
    ): Promise<void> =>
      fc.assert(
        fc.asyncProperty(fc.nat(), actions, (seed, steps) => {
          const random = dice(seed);
          return check(tabWorld(kind, random, unruly(random)), steps);
        }),
        scheduleRuns(100),
      );

    it.each(servers)('every tab shows all lines once, in order: %o', async (kind) => {
      await property(kind, (all, steps) =>
        play(all, steps, {}, (tabs) => {
          for (const tab of tabs) expect(tab.shown()).toEqual(all.server.written);
        }),
      );
    });

    // One line per tick: if a stream begins within a tick, the tick's earlier lines cannot be distinguished from late ones.
    const fine = servers.slice(0, -1).map(({ tick: _tick, ...kind }) => kind);

    it.each(fine)('every tab shows all lines from its own start on: %o', async (kind) => {
      // While REST is slow, more lines may be written than it is asked for.
      await property(kind, (all, every) => {
        const steps = every.filter((step) => step.do !== 'slowRows');
        const write = (word: string): void => {
          all.clock.advance(1);
          all.server.write(word);
        };
        return play(all, steps, { write, options: { history: 3 } }, (tabs, torn) => {
          const { written } = all.server;
          for (const tab of tabs) {
            const shown = tab.shown();
            if (torn) {
              expect(shown).toEqual(expect.arrayContaining(written.slice(tab.since ?? written.length)));
              continue;
            }
            expect(shown).toEqual(written.slice(-shown.length));
            expect(shown.length).toBeGreaterThanOrEqual(written.length - (tab.since ?? written.length));
          }
        });
      });
    });

    it.each(servers.slice(0, -1))(
      'no tab is confused by lines that become visible late: %o',
      async (kind) => {
        await property(kind, (all, steps) => {
          const sure: string[] = [];
          let count = 0;
          const write = (word: string): void => {
            const line = `${word} ${count++}`;
            // Every other line becomes visible late, and no live stream delivers it.
            if (word === 'b') return all.server.commitLate(line);
            all.server.write(line);
            sure.push(line);
          };
          return play(all, steps, { write }, (tabs, torn) => {
            for (const tab of tabs) {
              const shown = tab.shown();
              if (!torn) expect(new Set(shown).size).toBe(shown.length);
              expect(shown).toEqual(expect.arrayContaining(sure));
            }
          });
        });
      },
    );
  },
);
