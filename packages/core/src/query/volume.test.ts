import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOG_LEVELS, type DecodedLine, type LogItem } from '../entry.js';
import { createBufferSource } from './testing/buffer-source.js';
import { createPackedSource } from './testing/packed-source.js';
import { createVolume, type LogVolume } from './volume.js';

const at = (time: number | undefined, level: DecodedLine['level'] = 'info'): DecodedLine => ({
  level,
  message: 'm',
  labels: {},
  raw: undefined,
  ...(time === undefined ? {} : { time }),
});

/** The reference. */
function counted(items: Iterable<LogItem>, { width }: LogVolume): Map<number, Record<string, number>> {
  const bars = new Map<number, Record<string, number>>();
  for (const item of items) {
    if (item.kind === 'gap' || item.time === undefined) continue;
    const from = Math.floor(item.time / width) * width;
    const bar = bars.get(from) ?? {};
    bars.set(from, bar);
    bar[item.level] = (bar[item.level] ?? 0) + 1;
  }
  return bars;
}

describe('createVolume', () => {
  it('counts by time and level, with an empty bar for a period without lines', () => {
    const { source, buffer, flush } = createBufferSource(100);
    buffer.append([at(1_000), at(1_050, 'error'), at(1_310)]);
    flush();
    const { bars, width, untimed } = createVolume(source).getVolume();
    expect(width).toBe(100);
    expect(untimed).toBe(0);
    expect(bars).toEqual([
      { from: 1_000, to: 1_100, lines: 2, levels: { info: 1, error: 1 } },
      { from: 1_100, to: 1_200, lines: 0, levels: {} },
      { from: 1_200, to: 1_300, lines: 0, levels: {} },
      { from: 1_300, to: 1_400, lines: 1, levels: { info: 1 } },
    ]);
  });

  it('counts lines without a time separately', () => {
    const { source, buffer, flush } = createBufferSource(100);
    buffer.append([at(undefined), at(5)]);
    flush();
    const { bars, untimed } = createVolume(source).getVolume();
    expect(untimed).toBe(1);
    expect(bars).toHaveLength(1);
  });

  it('has no bars for an empty log, and starts over after clear()', () => {
    const { source, buffer, flush } = createBufferSource(100);
    const volume = createVolume(source);
    expect(volume.getVolume().bars).toEqual([]);
    buffer.append([at(5)]);
    flush();
    buffer.clear();
    flush();
    expect(volume.getVolume().bars).toEqual([]);
  });

  it('refuses an invalid number of bars', () => {
    expect(() => createVolume(createBufferSource(1).source, { bars: 1 })).toThrow(
      /bars must be a whole number from 2 to 1000/,
    );
  });

  it('never has more bars than asked for, and counts the lines held, after any sequence of changes', () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('append' as const),
        times: fc.array(
          fc.option(
            fc.oneof(
              fc.integer({ min: 0, max: 500_000 }),
              fc.integer({ min: 0, max: 5e12 }),
              fc.integer({ min: 400_000, max: 401_000 }),
            ),
            { nil: undefined },
          ),
          { maxLength: 30 },
        ),
      }),
      fc.record({ do: fc.constant('prepend' as const), times: fc.array(fc.nat(900_000), { maxLength: 5 }) }),
      fc.record({ do: fc.constant('gap' as const) }),
      fc.record({ do: fc.constant('clear' as const) }),
      fc.record({ do: fc.constant('look' as const) }),
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 25 }),
        fc.integer({ min: 2, max: 20 }),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        (steps, bars, bound, packed) => {
          const { source, buffer, flush } = createBufferSource(bound);
          const volume = createVolume(packed ? createPackedSource(source, [7, 3]) : source, { bars });
          let level = 0;
          for (const action of [...steps, { do: 'look' as const }]) {
            if ('times' in action) {
              const lines = action.times.map((time) => at(time, LOG_LEVELS[level++ % LOG_LEVELS.length]));
              if (action.do === 'append') buffer.append(lines);
              else buffer.prepend(lines);
            } else if (action.do === 'gap') buffer.appendGap({ reason: 'outage' });
            else if (action.do === 'clear') buffer.clear();
            else {
              flush();
              const told = volume.getVolume();
              expect(told.bars.length).toBeLessThanOrEqual(bars);
              const expected = counted(buffer.view(), told);
              const drawn = told.bars.filter(({ lines }) => lines > 0);
              expect(new Map(drawn.map(({ from, levels }) => [from, levels]))).toEqual(expected);
              for (const { lines, levels } of told.bars)
                expect(Object.values(levels).reduce((sum, count) => sum + count, 0)).toBe(lines);
              if (told.bars.length > 0) {
                expect(told.bars[0]?.lines).toBeGreaterThan(0);
                expect(told.bars.at(-1)?.lines).toBeGreaterThan(0);
              }
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
