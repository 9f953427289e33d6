/**
 * Random schedules with the four backends of the reference server, on a virtual clock: connections that are cut, stalled and refused, slow
 * REST answers, a server that forgets its lines or restarts, reloads and calls by the user. At every step, the lines held must be in order,
 * each once, with a gap wherever lines are missing. CONTRIBUTING.md says how to play more of them, or one again.
 */
import { backends, createLogStream, type LogStream } from '@tailrace/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { looksForMore, scheduleRuns, step } from '../packages/core/src/testing/schedules.js';
import { createWitness } from '../packages/core/src/testing/witness.js';
import { SCHEDULED_LOGS } from './support/schedule-logs.js';
import { createScheduleWorld, interceptSockets } from './support/schedule-world.js';

/** How requests are refused; of the last two, a stream does not try again by itself. */
const REFUSALS = [
  { status: 0 },
  { status: 502, html: true },
  { status: 429, retryAfter: 9 },
  { status: 401 },
  { status: 404 },
];

const schedules = fc.array(
  fc.oneof(
    step(8, 'write', 6, 1),
    step(2, 'write', 40, 5),
    step(3, 'burst', 6, 2),
    step(2, 'large', 2, 1),
    step(4, 'wait', 30),
    step(4, 'wait', 8_000),
    step(2, 'end'),
    step(2, 'reset'),
    step(1, 'close'),
    step(1, 'fail'),
    step(1, 'duplicate', 5, 1),
    step(2, 'refuseStreams', 4, 1),
    step(2, 'refuseReads', 6, 1),
    step(1, 'refuseAll', REFUSALS.length, 1),
    step(1, 'stall', 20_000, 1),
    step(2, 'slow', 4_000),
    step(1, 'fast'),
    step(2, 'evict', 30),
    step(1, 'restart'),
    step(1, 'pause'),
    step(1, 'resume'),
    step(2, 'loadOlder', 20, 1),
    step(1, 'fill'),
    step(1, 'disconnect'),
    step(2, 'connect'),
    step(1, 'clear'),
    step(1, 'reload'),
  ),
  { maxLength: 30, size: 'max' },
);

const zones = ['Z', 'none', '+02:00'] as const;
const stamp = fc.constantFrom(
  ...zones.map((zone) => ({ digits: 6, zone })),
  { digits: 9, zone: 'Z' },
  { digits: 3, zone: 'Z' },
);
const batchSize = fc.constant(3);
const batch = fc.constantFrom('none' as const, 'array' as const, 'lines' as const);

const variants = fc.record({
  codespace: fc.record({
    stamp,
    sinceInclusive: fc.boolean(),
    liveOnly: fc.boolean(),
    // Streams end as planned after 5 minutes, or after 6 seconds.
    timeoutUnit: fc.constantFrom(1_000, 20),
  }),
  prismq: fc.record({
    stamp,
    sinceInclusive: fc.boolean(),
    replay: fc.constantFrom('buffer' as const, 'none' as const),
  }),
  stratal: fc.record({
    stamp,
    replay: fc.boolean(),
    legacyRows: fc.boolean(),
    metadata: fc.constantFrom('object' as const, 'json' as const, 'base64' as const, 'absent' as const),
    taskRunPagination: fc.boolean(),
    total: fc.constantFrom('exact' as const, 'absent' as const, 'guess' as const),
    newestFirst: fc.boolean(),
    greeting: fc.boolean(),
    unknownRun: fc.constant('empty' as const),
    batch,
    batchSize,
  }),
  containers: fc.record({
    // Container engines always send a zone.
    stamp: stamp.filter(({ zone }) => zone !== 'none'),
    linesPerContent: fc.constantFrom(1, 1, 3),
    contentStamps: fc.boolean(),
    replayLimit: fc.constantFrom(Infinity, 20),
    trim: fc.boolean(),
    rawFrames: fc.boolean(),
    batch,
    batchSize,
  }),
});

/** How a server puts lines into frames. */
interface FrameVariants {
  readonly batch?: string;
  readonly linesPerContent?: number;
}

const settings = fc.record({
  bufferLines: fc.constantFrom(3, 10, 40, 10_000),
  history: fc.constantFrom(undefined, undefined, 0, 3),
  /** Lines that the log has at first. */
  lines: fc.constantFrom(0, 1, 9, 700),
  /** Lines that the server holds. */
  ring: fc.constantFrom(10_000, 10_000, 100),
  /** The stream begins with lines from the fourth on. */
  since: fc.constantFrom(false, false, true),
  /** The run ends with its last line. */
  ends: fc.boolean(),
});

const cases = SCHEDULED_LOGS.flatMap((log) =>
  [...backends[log.backend].info.transports, undefined].map(
    (transport) => [log.name, transport ?? 'any transport', log, transport] as const,
  ),
);

let restore: () => void;
beforeAll(() => {
  restore = interceptSockets();
});
afterAll(() => restore());

it.for(cases)('%s over %s', { timeout: looksForMore ? 0 : 120_000 }, async ([, , log, transport]) => {
  const play = fc.asyncProperty(variants, settings, schedules, async (variant, setting, schedule) => {
    const { lines, ends, bufferLines, history } = setting;
    const since = setting.since && lines >= 9;
    // A known limit: with `since`, a live line that REST has forgotten by then has no place before anything was delivered.
    const forgets = log.forgetsInOrder && !since;
    const ring = forgets ? setting.ring : 10_000;
    // An open stream skips what the server has forgotten before it was sent, and nobody can tell.
    const forgetsSoon = ring < 1_000;
    // Lines with one timestamp, of which some are forgotten, cannot be told apart.
    const burst = variant[log.backend].stamp.digits === 3 ? 1 : 0;
    // A frame of several lines that exceeds four times the limit is left out as a whole.
    const { batch = 'none', linesPerContent = 1 } = { ...variant[log.backend] } as FrameVariants;
    const isBatched = batch !== 'none' || linesPerContent > 1;
    const world = createScheduleWorld({ variants: variant, ring });
    const { clock, control } = world;
    const begun = clock.now();
    let written = 0;
    /** The last line is over the limit. */
    let isLarge = false;
    const write = (count: number, ms = 1, length = 0): void => {
      if (count > 0) isLarge = length > 0;
      for (let at = 0; at < count; at++) {
        clock.advance(ms);
        log.write(control, String(written++).padStart(length, '0'));
      }
    };
    const witness = createWitness();
    const open = (resume?: string): LogStream => {
      const opened = createLogStream(log.source(world.baseUrl), {
        clock,
        random: () => 0.5,
        fetch: world.fetch,
        pollInterval: 7_000,
        bufferLines,
        maxMessageBytes: 10_000,
        ...(transport === undefined ? {} : { transport }),
        ...(since ? { since: new Date(begun + 4).toISOString() } : {}),
        ...(history === undefined ? {} : { history }),
        ...(resume === undefined ? {} : { resume }),
      });
      witness.listen(opened);
      opened.connect();
      return opened;
    };
    const look = (): void => expect(witness.faultIn(stream)).toBeUndefined();

    write(lines);
    let stream = open();
    await clock.run(100);
    let stalledUntil = 0;
    for (const { do: what, count } of schedule) {
      if (what === 'write') write(count);
      else if (what === 'burst') write(count, burst);
      else if (what === 'large') {
        // Of several in a row, it may be unknown how many of them are new.
        if (isLarge) write(1);
        write(1, 1, isBatched ? 10_500 : [10_500, 90_000][count - 1]);
      } else if (what === 'wait') await clock.run(count);
      else if (what === 'end' || what === 'reset') control.cut({ mode: what });
      else if (what === 'close') control.close(1011);
      else if (what === 'duplicate') {
        // Without ids, lines that are sent twice over one connection are two lines.
        if (log.backend === 'codespace' && !variant.codespace.liveOnly) control.duplicate(count);
      } else if (what === 'fail') control.fail('It broke.');
      else if (what === 'refuseStreams') control.refuse({ count, scope: 'stream' });
      else if (what === 'refuseReads') control.refuse({ count, scope: 'rest' });
      else if (what === 'refuseAll') control.refuse({ count: 3, scope: 'all', ...REFUSALS[count - 1] });
      else if (what === 'stall') {
        if (forgetsSoon) continue;
        stalledUntil = Math.max(stalledUntil, clock.now() + count);
        control.stall(count);
      } else if (what === 'slow') world.slow(count, count % 2 === 1);
      else if (what === 'fast') world.slow(0, false);
      else if (what === 'evict') {
        await clock.run(0);
        if (forgets && clock.now() >= stalledUntil) control.evict('demo', count);
      } else if (what === 'restart') {
        // Between two polls, a first line with another timestamp may have been edited.
        if (forgets && (log.backend !== 'codespace' || transport === 'sse')) world.restart();
      } else if (what === 'reload') {
        const resume = stream.resumeToken();
        if (resume === undefined) continue;
        stream.dispose();
        stream = open(resume);
      } else if (what === 'loadOlder') {
        // A known limit: older lines that are loaded while a gap is in front of all lines may lie after it.
        if (stream.getSnapshot().items[0]?.kind !== 'gap') stream.loadOlder(count).catch(() => undefined);
      } else if (what === 'fill') stream.fill().catch(() => undefined);
      else stream[what]();
      if (forgetsSoon) await clock.run(0);
      look();
    }
    control.reset();
    world.slow(0, false);
    await clock.run(5_000);
    stream.resume();
    stream.connect();
    await clock.run(100_000);
    write(1);
    if (ends) control.complete('demo');
    await clock.run(100_000);
    look();
    const last = stream.getSnapshot().items.at(-1);
    expect(last?.kind === 'log' && last.message).toBe(String(written - 1));
    stream.dispose();
    await clock.run(3_000);
    expect([control.connected(), clock.pending]).toEqual([0, 0]);
  });
  await fc.assert(play, scheduleRuns(20));
});
