/**
 * Random schedules with the four backends of the reference server, on a virtual clock: connections that are cut, stalled and refused, slow
 * REST answers, a server that forgets its lines or restarts, reloads and calls by the user; in one tab, or in several that share a
 * connection, crash, freeze and hang. At every step, the lines held must be in order, each once, with a gap wherever lines are missing.
 * CONTRIBUTING.md says how to play more of them, or one again.
 */
import { backends, createLogStream, type LogStream, type LogStreamOptions } from '@tailrace/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { dice } from '../packages/core/src/testing/dice.js';
import { looksForMore, scheduleRuns, step } from '../packages/core/src/testing/schedules.js';
import { createSimulatedTabs, type SimulatedTab } from '../packages/core/src/testing/simulated-tabs.js';
import { createWitness, type Witness } from '../packages/core/src/testing/witness.js';
import { SCHEDULED_LOGS } from './support/schedule-logs.js';
import { settings, variants, type FrameVariants } from './support/schedule-settings.js';
import { createScheduleWorld, interceptSockets } from './support/schedule-world.js';

/** How three requests are refused; after the last two, a stream does not try again by itself. One 401 is an expired token. */
const REFUSALS = [
  { status: 0 },
  { status: 502, html: true },
  { status: 429, retryAfter: 9 },
  { status: 401, count: 1 },
  { status: 401 },
  { status: 404 },
];

/** Options in which a tab that joins differs from the first. */
const OTHERS: readonly LogStreamOptions[] = [
  {},
  {},
  { bufferLines: 3 },
  { bufferLines: 10_000 },
  { autoReconnect: false },
  { overlapWindow: 0 },
];

/** More than there are tabs, so that each is as likely. */
const MANY = 59;

/** What happens to a log and to the tab `count` that shows it. */
const steps = [
  step(8, 'write', 6, 1),
  step(2, 'write', 40, 5),
  step(3, 'burst', 6, 2),
  step(2, 'large', 6, 1),
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
  step(1, 'pause', MANY),
  step(1, 'resume', MANY),
  step(2, 'loadOlder', 20, 1),
  step(1, 'fill', MANY),
  step(1, 'disconnect', MANY),
  step(2, 'connect', MANY),
  step(1, 'clear', MANY),
  step(1, 'reload', MANY),
  step(1, 'online'),
  step(1, 'restored'),
] as const;

const tabSteps = [
  step(3, 'join', OTHERS.length),
  step(2, 'crash', MANY),
  step(1, 'freeze', MANY),
  step(2, 'thaw', MANY),
  step(1, 'hang', MANY),
  step(2, 'wake', MANY),
] as const;

const inAnyTab = fc.oneof(...steps, ...tabSteps);
const inOneTab: typeof inAnyTab = fc.oneof(...steps);

/** A tab that shows the log. */
interface Viewer {
  readonly tab: SimulatedTab;
  readonly stream: LogStream;
  readonly witness: Witness;
}

const cases = SCHEDULED_LOGS.flatMap((log) =>
  [...backends[log.backend].info.transports, undefined].flatMap((transport) =>
    ['one tab', 'tabs'].map(
      (where) =>
        [`${log.name} over ${transport ?? 'any transport'} in ${where}`, log, transport, where] as const,
    ),
  ),
);

let restore: () => void;
/** The page, of which Node has none. */
const page = new EventTarget();
beforeAll(() => {
  restore = interceptSockets();
  for (const name of ['addEventListener', 'removeEventListener'] as const)
    vi.stubGlobal(name, page[name].bind(page));
});
afterAll(() => {
  restore();
  vi.unstubAllGlobals();
});

it.for(cases)('%s', { timeout: looksForMore ? 0 : 120_000 }, async ([, log, transport, where]) => {
  const inTabs = where === 'tabs';
  /** Milliseconds after which a stream has caught up, and tabs no longer wait for one that hung. */
  const settled = inTabs ? 200_000 : 100_000;
  const schedules = fc.array(inTabs ? inAnyTab : inOneTab, { maxLength: 30, size: 'max' });
  /** Also those of a schedule that failed, which would disturb the next one. */
  const opened: LogStream[] = [];
  const play = fc.asyncProperty(variants, settings, schedules, async (variant, setting, schedule) => {
    const { lines, ends, bufferLines, history, head, latency } = setting;
    const since = setting.since && lines >= 9;
    const ring = log.forgetsInOrder ? setting.ring : 10_000;
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
    const random = inTabs ? dice(1) : () => 0.5;
    const tabs = createSimulatedTabs(clock, () => latency);
    const open = (other: LogStreamOptions = {}, resume?: string, witness = createWitness()): Viewer => {
      const tab = tabs.open(world.fetch);
      const stream = createLogStream(log.source(world.baseUrl), {
        clock: tab.clock,
        random,
        fetch: tab.fetch,
        shareTabs: inTabs,
        tabs: tab.environment,
        pollInterval: 7_000,
        bufferLines,
        maxMessageBytes: 10_000,
        ...(transport === undefined ? {} : { transport }),
        ...(since ? { since: new Date(begun + 4).toISOString() } : {}),
        history: history ?? bufferLines,
        ...(resume === undefined ? {} : { resume }),
        ...other,
      });
      opened.push(stream);
      witness.listen(stream);
      stream.connect();
      return { tab, stream, witness };
    };
    const close = ({ tab, stream }: Viewer): void => {
      tab.crash();
      stream.dispose();
      alive = alive.filter((viewer) => viewer.tab !== tab);
    };
    const look = (): void => {
      for (const { witness, stream } of alive) expect(witness.faultIn(stream)).toBeUndefined();
    };

    write(lines);
    let alive = [open()];
    await clock.run(head);
    let stalledUntil = 0;
    for (const { do: what, count } of schedule) {
      const viewer = alive[count % alive.length];
      if (what === 'write') write(count);
      else if (what === 'burst') write(count, burst);
      else if (what === 'large') {
        // One to three in a row; but of a frame that is left out as a whole nobody can tell whether it was told before.
        if (isBatched && isLarge) write(1);
        write(isBatched ? 1 : Math.ceil(count / 2), 1, isBatched || count % 2 === 1 ? 10_500 : 90_000);
      } else if (what === 'wait') await clock.run(count);
      else if (what === 'end' || what === 'reset') control.cut({ mode: what });
      else if (what === 'close') control.close(1011);
      else if (what === 'duplicate') {
        // Without ids, lines that are sent twice over one connection are two lines. So are those over the limit, but for their place.
        if (log.backend === 'codespace' && !variant.codespace.liveOnly && !isLarge) control.duplicate(count);
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
      else if (what === 'online') page.dispatchEvent(new Event('online'));
      else if (what === 'restored')
        page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
      else if (what === 'evict') {
        await clock.run(0);
        if (log.forgetsInOrder && clock.now() >= stalledUntil) control.evict('demo', count);
      } else if (what === 'restart') {
        // Between two polls, a first line with another timestamp may have been edited.
        if (log.forgetsInOrder && (log.backend !== 'codespace' || transport === 'sse')) world.restart();
      } else if (what === 'join') {
        if (alive.length < 5) alive.push(open(OTHERS[count - 1]));
      } else if (viewer === undefined) continue;
      else if (what === 'crash') close(viewer);
      else if (what === 'freeze' || what === 'thaw' || what === 'hang' || what === 'wake') viewer.tab[what]();
      else if (what === 'reload') {
        const resume = viewer.stream.resumeToken();
        if (resume === undefined) continue;
        close(viewer);
        alive.push(open({}, resume, viewer.witness));
      } else if (what === 'loadOlder') {
        viewer.stream.loadOlder(count).catch(() => undefined);
      } else if (what === 'fill') viewer.stream.fill().catch(() => undefined);
      else viewer.stream[what]();
      if (forgetsSoon) await clock.run(0);
      look();
    }
    control.reset();
    world.slow(0, false);
    await clock.run(5_000);
    if (alive.length === 0) alive.push(open());
    for (const { tab, stream } of alive) {
      tab.wake();
      tab.thaw();
      stream.resume();
      stream.connect();
    }
    await clock.run(settled);
    write(1);
    for (const { stream } of alive) stream.connect();
    if (ends) control.complete('demo');
    await clock.run(settled);
    look();
    for (const { stream } of alive) {
      const last = stream.getSnapshot().items.at(-1);
      expect(last?.kind === 'log' && last.message).toBe(String(written - 1));
      stream.dispose();
    }
    await clock.run(3_000);
    expect([tabs.locks, tabs.channels, control.connected(), clock.pending]).toEqual([0, 0, 0, 0]);
  });
  const closed = play.afterEach(() => opened.splice(0).forEach((stream) => stream.dispose()));
  await fc.assert(closed, scheduleRuns(inTabs ? 10 : 20));
});
