/**
 * Random servers and random schedules of everything that may go wrong, through the whole stream, on a virtual clock. A line that is lost
 * without a gap, doubled or out of order is a failure. A failing schedule is printed with its seed; CONTRIBUTING.md says how to run it again.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEntry, LogItem } from './entry.js';
import { createLogStream } from './log-stream.js';
import { looksForMore, scheduleRuns } from './testing/schedules.js';
import { TAIL } from './testing/server-kinds.js';
import { createSimulatedServer, type SimulatedServerOptions } from './testing/simulated-server.js';
import { textsOf } from './testing/simulated-stream.js';
import { unaccounted } from './testing/unaccounted.js';
import { createVirtualClock } from './testing/virtual-clock.js';

/** Milliseconds. */
const timeout = looksForMore ? 0 : 300_000;

type Step =
  | { readonly do: 'write'; readonly count: number; readonly word: string; readonly age: number }
  | { readonly do: 'late'; readonly word: string; readonly after: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'cut'; readonly bytes: number; readonly kind: 'reset' | 'end' }
  | { readonly do: 'cutRows'; readonly bytes: number }
  | { readonly do: 'slowRows'; readonly ms: number; readonly stale: boolean }
  | { readonly do: 'refuse'; readonly times: number; readonly status: number }
  | { readonly do: 'reload' };

/** `ages`: lines may have a timestamp in the past. */
const steps = (ages: boolean): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constant('write' as const),
          count: fc.integer({ min: 1, max: 8 }),
          word: fc.constantFrom('a', 'b'),
          age: ages ? fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_000 })) : fc.constant(0),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          do: fc.constant('wait' as const),
          ms: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 8_000 })),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constant('cut' as const),
          bytes: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 300 })),
          kind: fc.constantFrom('reset' as const, 'end' as const),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constant('cutRows' as const),
          bytes: fc.integer({ min: 0, max: 300 }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constant('slowRows' as const),
          ms: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4_000 })),
          stale: fc.boolean(),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constant('refuse' as const),
          times: fc.integer({ min: 1, max: 4 }),
          status: fc.constantFrom(0, 500, 503),
        }),
      },
      {
        weight: ages ? 1 : 0,
        arbitrary: fc.record({
          do: fc.constant('late' as const),
          word: fc.constantFrom('a', 'b'),
          after: fc.integer({ min: 0, max: 4_000 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('reload' as const) }) },
    ),
    { maxLength: 40, size: 'max' },
  );

/** Runs a schedule. `name` makes the text of a line. Returns what was shown, over all reloads. */
async function play(
  options: SimulatedServerOptions,
  schedule: readonly Step[],
  name: (word: string, at: number) => string,
): Promise<{ items: readonly LogItem[]; written: readonly string[]; prompt: readonly string[] }> {
  const clock = createVirtualClock();
  const server = createSimulatedServer(clock, options);
  /** Lines written with the current time as their timestamp. */
  const prompt: string[] = [];
  let shown: readonly LogItem[] = [];
  const open = (resume?: string) => {
    const stream = createLogStream(server.source, {
      clock,
      random: () => 0.5,
      fetch: server.fetch,
      transport: 'sse',
      // No stall timeout: the result must not depend on whether the stream is reconnecting when the schedule ends.
      stallTimeout: 1e9,
      ...(resume === undefined ? {} : { resume }),
    });
    stream.connect();
    return stream;
  };
  const close = (): void => {
    const { items, ledger } = stream.getSnapshot();
    // A gap before the first line of a resumed stream is ignored: only REST could tell whether something is missing there.
    const unproven = shown.length > 0 && items[0]?.kind === 'gap' && options.ring === undefined;
    // A resumed stream also holds again what was shown after a gap that it has filled.
    const known = new Set(
      options.ring === undefined ? [] : shown.map((item) => item.kind === 'log' && item.message),
    );
    const more = items.slice(unproven ? 1 : 0);
    shown = [...shown, ...more.filter((item) => item.kind === 'gap' || !known.has(item.message))];
    expect(unaccounted(ledger)).toBe(0);
    stream.dispose();
  };
  let stream = open();
  /** The next stream fills them, but not in the items of this one. */
  const hasGaps = (): boolean => stream.getSnapshot().items.some(({ kind }) => kind === 'gap');
  for (const step of schedule) {
    if (step.do === 'wait') await clock.run(step.ms);
    else if (step.do === 'cut') server.cut(step.bytes, step.kind);
    else if (step.do === 'cutRows') server.cutRows(step.bytes);
    else if (step.do === 'slowRows') server.slowRows(step.ms, step.stale);
    else if (step.do === 'refuse') server.refuse(step.times, step.status);
    else if (step.do === 'write')
      for (let at = 0; at < step.count; at++) {
        const message = name(step.word, server.written.length);
        if (step.age === 0) prompt.push(message);
        server.write(message, step.age);
      }
    else if (step.do === 'late') {
      // While the stream is connected, only the live connection can deliver it.
      if (server.connections > 0) continue;
      const begun = clock.now();
      clock.schedule(
        () => server.commitLate(name(step.word, server.written.length), clock.now() - begun),
        step.after,
      );
    } else if (stream.getSnapshot().history === 'start' && (options.ring !== undefined || !hasGaps())) {
      const token = stream.resumeToken();
      close();
      stream = open(token);
    }
  }
  server.refuse(0, 500);
  server.cutRows(undefined);
  server.slowRows(0, false);
  await clock.run(200_000);
  server.write(name('z', server.written.length));
  prompt.push(server.written.at(-1) as string);
  await clock.run(200_000);
  expect(stream.getSnapshot().status).toBe('live');
  // If REST was down at the start, earlier lines have to be loaded by scrolling up.
  const hasOlder = (): boolean => ['more', 'unknown'].includes(stream.getSnapshot().history);
  while (shown.length === 0 && hasOlder()) expect((await stream.loadOlder()) > 0 || !hasOlder()).toBe(true);
  close();
  return { items: shown, written: server.written, prompt };
}

/** The lines of `wanted` that `shown` contains, with their number of copies. */
function common(wanted: readonly string[], shown: readonly string[]): readonly string[] {
  const left = new Set(wanted);
  return shown.filter((message) => left.has(message));
}

/** Lines are numbered: wherever one is missing, there must be a gap. `unordered`: lines with the same timestamp may be in any order. */
function expectHolesCovered(items: readonly LogItem[], unordered: boolean): void {
  let expected = 0;
  let covered = false;
  for (let at = 0; at < items.length;) {
    const numbers: number[] = [];
    const { timestamp } = items[at] as LogEntry;
    for (let item = items[at]; item?.kind === 'log'; item = items[at]) {
      if (numbers.length > 0 && !(unordered && item.timestamp === timestamp)) break;
      numbers.push(Number(item.message));
      at += 1;
    }
    for (const number of numbers.sort((a, b) => a - b)) {
      if (covered) expect(number).toBeGreaterThanOrEqual(expected);
      else expect(number).toBe(expected);
      expected = number + 1;
      covered = false;
    }
    if (numbers.length > 0) continue;
    covered = true;
    at += 1;
  }
}

const anyServer = fc.record({
  identity: fc.constantFrom('id' as const, 'count' as const),
  liveStart: fc.constantFrom('now' as const, 'since' as const),
  replay: fc.boolean(),
  inclusive: fc.boolean(),
  tick: fc.constantFrom(1, 500, 1_000),
  pageRows: fc.constantFrom(1, 2, 3, 5, 500),
  shifts: fc.boolean(),
  repeats: fc.constantFrom(0, 0, 1, 4),
});

describe('a server that keeps everything', { timeout }, () => {
  it('is shown completely, each line once, even equal lines', async () => {
    await fc.assert(
      fc.asyncProperty(anyServer, steps(true), async (server, schedule) => {
        const { items, written } = await play(server, schedule, (word) => word);
        expect(textsOf(items).sort()).toEqual([...written].sort());
      }),
      scheduleRuns(1_600),
    );
  });

  it('is shown in order', async () => {
    await fc.assert(
      fc.asyncProperty(anyServer, steps(true), async (server, schedule) => {
        const calm = [first, settle, ...schedule];
        const { items, written, prompt } = await play(server, calm, (_word, at) => String(at));
        const shown = textsOf(items);
        expect([...shown].sort()).toEqual([...written].sort());
        expect(common(prompt, shown)).toEqual(prompt);
      }),
      scheduleRuns(1_600),
    );
  });

  it.each([
    ['numbered lines', (_word: string, at: number) => String(at)],
    ['equal lines', (word: string) => word],
  ])('is shown completely and in order if only a tail is replayed: %s', async (_name, name) => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(1, 1_000), steps(false), async (tick, schedule) => {
        const { items, written } = await play({ ...TAIL, tick }, schedule, name);
        expect(textsOf(items)).toEqual(written);
      }),
      scheduleRuns(1_000),
    );
  });
});

describe('a server that evicts lines', { timeout }, () => {
  const ring = fc.integer({ min: 4, max: 14 });

  it.each([
    [
      'any',
      // A read that fails because its rows are removed is made again, and then lines of one tick may come in another order.
      fc
        .tuple(anyServer, ring, fc.boolean())
        .map(([server, lines, shifts]) => ({ ...server, ring: lines, shifts: shifts && server.tick === 1 })),
    ],
    ['tail', ring.map((lines) => ({ identity: 'align' as const, liveStart: 'tail' as const, ring: lines }))],
  ])(
    'is shown with a gap wherever lines are missing: %s',
    async (_name, servers: fc.Arbitrary<SimulatedServerOptions>) => {
      await fc.assert(
        fc.asyncProperty(servers, steps(false), async (server, schedule) => {
          const { items } = await play(server, [first, settle, ...schedule], (_word, at) => String(at));
          expectHolesCovered(items, server.identity === 'count');
        }),
        scheduleRuns(1_300),
      );
    },
  );
});

/** Without a first line, a loss could not be recognised. */
const first: Step = { do: 'write', count: 1, word: 'a', age: 0 };
const settle: Step = { do: 'wait', ms: 100 };
