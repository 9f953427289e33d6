/** Statistics of more lines than fit into one slice: the page gets its turns, and the numbers are exact in the end. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOG_LEVELS, type DecodedLine, type LogItem } from '../entry.js';
import type { Clock } from '../lib/clock.js';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { createErrorRates } from './error-rates.js';
import { createStats } from './stats.js';
import { createBufferSource } from './testing/buffer-source.js';
import { createVolume } from './volume.js';

const line = (at: number): DecodedLine => ({
  level: LOG_LEVELS[at % LOG_LEVELS.length] ?? 'info',
  message: 'm',
  time: at * 10,
  labels: { service: `s${at % 3}`, request: `r${at}` },
  raw: undefined,
});
let made = 0;
const lines = (count: number): DecodedLine[] => Array.from({ length: count }, () => line(made++));

/** Each reading of the clock takes a whole slice, and `advance(1)` runs one. */
function slowClock() {
  const clock = createVirtualClock();
  let looks = 0;
  const slow: Clock = {
    now: () => clock.now() + (looks += 10),
    schedule: (fn, ms) => clock.schedule(fn, Math.max(1, ms)),
  };
  return { clock, slow };
}

function readersOf(bound: number, count: number) {
  const { buffer, source, flush } = createBufferSource(bound);
  buffer.append(lines(count));
  flush();
  const { clock, slow } = slowClock();
  const stats = createStats(source, { clock: slow });
  const volume = createVolume(source, { clock: slow });
  const rates = createErrorRates(source, { clock: slow, window: 1e9 });
  const readers = [stats, volume, rates];
  return {
    buffer,
    flush,
    clock,
    stats,
    readers,
    isPending: () => readers.map(({ pending }) => pending),
    counted: () => [
      stats.getStats().lines,
      volume.getVolume().bars.reduce((sum, bar) => sum + bar.lines, 0),
      rates.getRates().reduce((sum, rate) => sum + rate.lines, 0),
    ],
    /** What each of them tells but for the rate, and what another one that counts the same lines at leisure tells. */
    compare() {
      const fresh = createStats(source, { clock });
      const freshVolume = createVolume(source, { clock });
      clock.advance(1);
      expect({ ...stats.getStats(), rate: 0 }).toEqual({ ...fresh.getStats(), rate: 0 });
      expect(stats.facets).toEqual(fresh.facets);
      const total = (bars: readonly { readonly lines: number }[]): number =>
        bars.reduce((sum, bar) => sum + bar.lines, 0);
      expect(total(volume.getVolume().bars)).toBe(total(freshVolume.getVolume().bars));
      fresh.dispose();
      freshVolume.dispose();
    },
    dispose() {
      for (const reader of readers) reader.dispose();
    },
  };
}

describe('statistics', () => {
  it('of the default buffer are complete at once, however slow the machine is', () => {
    const { isPending, counted } = readersOf(10_000, 10_000);
    expect(isPending()).toEqual([false, false, false]);
    expect(counted()).toEqual([10_000, 10_000, 10_000]);
  });

  it('of a long log are counted in slices', () => {
    const { clock, readers, isPending, counted, dispose } = readersOf(200_000, 100_000);
    let slices = 0;
    for (let before = counted(); isPending().includes(true); before = counted()) {
      clock.advance(1);
      slices += 1;
      counted().forEach((now, at) => expect(now - (before[at] ?? 0)).toBeLessThanOrEqual(30_000));
    }
    expect(slices).toBeGreaterThan(10);
    expect(counted()).toEqual([100_000, 100_000, 100_000]);
    dispose();
    expect(readers.map(({ pending }) => pending)).toEqual([false, false, false]);
    expect(clock.pending).toBe(0);
  });

  it('keep their numbers while a gap is filled and all lines are counted anew', () => {
    const { buffer, flush, clock, stats, isPending, counted } = readersOf(200_000, 0);
    buffer.append(lines(30_000));
    const gap = buffer.appendGap({ reason: 'outage' });
    buffer.append(lines(30_000));
    flush();
    clock.advance(1_000);
    expect(counted()).toEqual([60_000, 60_000, 60_000]);
    const values = [...(stats.facets.get('service') ?? [])];
    buffer.fill(gap.seq, lines(10));
    flush();
    expect(isPending()).toEqual([true, true, true]);
    expect(counted()).toEqual([60_000, 60_000, 60_000]);
    expect([...(stats.facets.get('service') ?? [])]).toEqual(values);
    clock.advance(1_000);
    expect(counted()).toEqual([60_010, 60_010, 60_010]);
    expect(stats.getStats().gaps).toBe(0);
  });

  it('begin anew when the log is cleared while it is counted', () => {
    const { buffer, flush, clock, isPending, counted } = readersOf(200_000, 100_000);
    expect(isPending()).toEqual([true, true, true]);
    buffer.clear();
    flush();
    expect(counted()).toEqual([0, 0, 0]);
    buffer.append(lines(5));
    flush();
    clock.advance(1_000);
    expect(counted()).toEqual([5, 5, 5]);
  });

  it('are exact, whatever arrives and leaves while they are counted', () => {
    const change = fc.oneof(
      fc.record({ append: fc.constantFrom(1, 700, 6_000) }),
      fc.record({ prepend: fc.constantFrom(1, 900) }),
      fc.record({
        other: fc.constantFrom('gap' as const, 'fill' as const, 'slice' as const, 'slice' as const),
      }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), fc.constantFrom(22_000, 60_000), (changes, bound) => {
        const { buffer, flush, clock, isPending, compare, dispose } = readersOf(bound, 21_000);
        expect(isPending()).toEqual([true, true, true]);
        for (const one of changes) {
          if ('append' in one) buffer.append(lines(one.append));
          else if ('prepend' in one) buffer.prepend(lines(one.prepend));
          else if (one.other === 'gap') buffer.appendGap({ reason: 'outage' });
          else if (one.other === 'slice') clock.advance(1);
          else {
            const isGap = (item: LogItem): boolean => item.kind === 'gap';
            const gap = [...buffer.view().slice(-8_000)].find(isGap);
            if (gap) buffer.fill(gap.seq, lines(3));
          }
          if (!('other' in one && one.other === 'slice')) flush();
        }
        clock.advance(1_000);
        expect(isPending()).toEqual([false, false, false]);
        compare();
        dispose();
      }),
      { numRuns: 30 },
    );
  });
});
