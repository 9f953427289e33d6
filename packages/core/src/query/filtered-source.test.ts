/** What reads the lines of a filter instead of a buffer's: search, statistics and further filters are as exact there, at any time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogBuffer } from '../buffer/log-buffer.js';
import { LOG_LEVELS, type DecodedLine, type LogItem } from '../entry.js';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { createErrorRates } from './error-rates.js';
import { createFilteredView } from './filtered-view.js';
import { createSearch } from './search.js';
import { createStats } from './stats.js';
import { createBufferSource } from './testing/buffer-source.js';
import { createVolume } from './volume.js';

const line = (message: string, at = 0): DecodedLine => ({
  level: LOG_LEVELS[at % LOG_LEVELS.length] ?? 'info',
  message,
  time: at * 1_000,
  labels: {},
  raw: undefined,
});

const lines = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'ab', 'c', 'c', 'c'), fc.nat(500)), { maxLength: 12 })
  .map((given) => given.map(([message, at]) => line(message, at)));
const operation = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('append' as const), lines }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('prepend' as const), lines }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('gap' as const, 'fill' as const, 'clear' as const), lines }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('filter' as const), lines }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

function change(buffer: LogBuffer, { do: what, lines: given }: Operation): void {
  if (what === 'append') buffer.append(given);
  else if (what === 'prepend') buffer.prepend(given);
  else if (what === 'gap') buffer.appendGap({ reason: 'outage' });
  else if (what === 'clear') buffer.clear();
  else if (what === 'fill') {
    const gap = [...buffer.view()].find(({ kind }) => kind === 'gap');
    if (gap) buffer.fill(gap.seq, given);
  }
}

const passes =
  (part: string) =>
  (item: LogItem): boolean =>
    item.kind === 'gap' || item.message.includes(part);
const count = (items: readonly LogItem[], letter: string): number =>
  items.reduce((sum, item) => sum + (item.kind === 'log' && item.message.includes(letter) ? 1 : 0), 0);

describe('a search over a filter', () => {
  it('finds the next matches after all lines that passed have left the buffer', () => {
    const { buffer, source, flush } = createBufferSource(5);
    const search = createSearch(createFilteredView(source, { text: 'a' }));
    search.find('b');
    for (const message of ['ab', 'c', 'c', 'c', 'c', 'c', 'ab', 'ab']) {
      buffer.append([line(message)]);
      flush();
    }
    expect(search.getState()).toMatchObject({ total: 2, current: 1, currentSeq: 6 });
  });
});

describe('readers of a filter', () => {
  it('are exact after any sequence of changes', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 25 }), fc.integer({ min: 2, max: 40 }), (steps, bound) => {
        const { buffer, source, flush } = createBufferSource(bound);
        const clock = createVirtualClock();
        const filtered = createFilteredView(source, { text: 'a' }, { clock });
        const search = createSearch(filtered, { clock });
        search.find('b');
        const twice = createFilteredView(filtered, { text: 'b' }, { clock });
        const stats = createStats(filtered, { clock });
        const volume = createVolume(filtered);
        const rates = createErrorRates(filtered, { window: 1e9 });
        let text = 'a';
        for (const step of steps) {
          if (step.do === 'filter') filtered.setFilter({ text: (text = text === 'a' ? 'b' : 'a') });
          else change(buffer, step);
          flush();
          clock.advance(100);
          const held = [...buffer.view()].filter(passes(text));
          expect([...filtered.getView()]).toEqual(held);
          expect(search.getState()).toMatchObject({ total: count(held, 'b'), pending: false });
          expect([...twice.getView()]).toEqual(held.filter(passes('b')));
          const gaps = held.filter(({ kind }) => kind === 'gap').length;
          expect(stats.getStats()).toMatchObject({ lines: held.length - gaps, gaps });
          const { bars } = volume.getVolume();
          expect(bars.reduce((sum, bar) => sum + bar.lines, 0)).toBe(held.length - gaps);
        }
        expect(rates.getRates().reduce((sum, { lines: of }) => sum + of, 0)).toBeGreaterThanOrEqual(
          count([...filtered.getView()], ''),
        );
        for (const one of [search, twice, stats, volume, rates, filtered]) one.dispose();
      }),
      { numRuns: 500 },
    );
  });
});
