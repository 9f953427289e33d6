import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DownloadAlignment, type StretchBounds } from './align-download.js';

const ROOMY: StretchBounds = { lines: 1_000, units: 100_000 };

function find(
  file: readonly string[],
  before: readonly string[],
  after: readonly string[],
  { bounds = ROOMY, total }: { bounds?: StretchBounds; total?: number } = {},
): { lines: readonly string[]; missing: number } | undefined {
  const alignment = new DownloadAlignment<{ message: string }>({ before, after }, bounds);
  if (!file.every((message) => alignment.push({ message }))) return undefined;
  const found = alignment.end(total);
  return found && { ...found, lines: found.lines.map(({ message }) => message) };
}
const letters = (text: string): string[] => [...text];

describe('finding a gap in a download', () => {
  it('takes exactly what lies between the two sides', () => {
    expect(find(letters('abcdefgh'), ['b', 'c'], ['g'])).toEqual({ lines: ['d', 'e', 'f'], missing: 0 });
  });

  it('finds nothing to fill where nothing was lost', () => {
    expect(find(letters('abcd'), ['b'], ['c'])).toEqual({ lines: [], missing: 0 });
  });

  it.each([
    ['the line before the gap is not there', 'abcd', 'x', 'd'],
    ['the line after it is not there', 'abcd', 'a', 'x'],
    ['they stand the other way round', 'abcd', 'c', 'b'],
    ['the sides overlap', 'abcd', 'bc', 'cd'],
    ['what stands before could be in two places', 'abxab.c', 'ab', 'c'],
    ['what stands after could be in two places', 'a.b.b', 'a', 'b'],
    ['a side says nothing', 'abcd', '', 'c'],
    ['the other side says nothing', 'abcd', 'a', ''],
    ['there is no text', '', 'a', 'b'],
  ])('finds nothing when %s', (_what, file, before, after) => {
    expect(find(letters(file), letters(before), letters(after))).toBeUndefined();
  });

  it('is not confused by a second place on the wrong side of the gap', () => {
    expect(find(letters('bxa.bxa'), ['a'], ['b'])).toEqual({ lines: ['.'], missing: 0 });
  });

  it('tells equal lines by what stands around them', () => {
    expect(find(letters('tttatttxyztttbttt'), letters('at'), letters('tb'))).toEqual({
      lines: letters('ttxyztt'),
      missing: 0,
    });
  });

  it('takes a message of several lines for several lines, and white space at the end for none', () => {
    const file = ['a', 'b  ', 'c', '', 'd\r', 'e', 'f'];
    expect(find(file, ['a\r\nb'], ['d\n e'.replace(' ', ''), 'f '])).toEqual({
      lines: ['c', ''],
      missing: 0,
    });
  });

  it('takes a text for cut that has fewer lines than the server counts', () => {
    expect(find(letters('abc'), ['a'], ['c'], { total: 4 })).toBeUndefined();
    expect(find(letters('abc'), ['a'], ['c'], { total: 3 })).toEqual({ lines: ['b'], missing: 0 });
  });

  it('keeps the newest lines of a gap that is larger than its bounds, and counts the others', () => {
    const file = Array.from({ length: 50_000 }, (_, at) => `line ${at}`);
    const found = find(file, ['line 10'], ['line 40000', 'line 40001'], {
      bounds: { lines: 100, units: 1e9 },
    });
    expect(found).toEqual({ lines: file.slice(39_900, 40_000), missing: 39_889 });
    const short = find(file, ['line 10'], ['line 40000', 'line 40001'], {
      bounds: { lines: 1e9, units: 105 },
    });
    expect(short?.lines.at(-1)).toBe('line 39999');
    expect(short).toEqual({ lines: file.slice(39_992, 40_000), missing: 39_981 });
  });

  it('never gives a line that was shown, nor leaves one out: it gives the gap, or nothing', () => {
    const schedule = fc.record({
      log: fc.array(fc.constantFrom('a', 'b', 'c', 'tick', 'tick'), { minLength: 3, maxLength: 60 }),
      cuts: fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
      room: fc.integer({ min: 1, max: 70 }),
      /** Lines that the file lacks at its beginning, and at its end: rotated, or not yet written. */
      lost: fc.oneof({ weight: 4, arbitrary: fc.constant([0, 0] as const) }, fc.tuple(fc.nat(5), fc.nat(5))),
    });
    let filled = 0;
    fc.assert(
      fc.property(schedule, ({ log, cuts, room, lost }) => {
        const [start, from, to, end] = cuts.map((cut) => cut % (log.length + 1)).sort((a, b) => a - b) as [
          number,
          number,
          number,
          number,
        ];
        const file = log.slice(lost[0], log.length - lost[1]);
        const found = find(file, log.slice(start, from), log.slice(to, end), {
          bounds: { lines: room, units: 1e9 },
          total: log.length,
        });
        if (!found) return;
        filled += 1;
        const gap = log.slice(from, to);
        expect([...found.lines]).toEqual(gap.slice(found.missing));
        expect(found.missing).toBe(Math.max(0, gap.length - room));
      }),
      { numRuns: 3_000 },
    );
    expect(filled).toBeGreaterThan(100);
  });

  it('always finds it when no line is there twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 80 }), fc.nat(), fc.nat(), (length, a, b) => {
        const log = Array.from({ length }, (_, at) => `line ${at}`);
        const from = 1 + (a % (length - 2));
        const to = from + 1 + (b % (length - from - 1));
        expect(find(log, log.slice(0, from), log.slice(to))).toEqual({
          lines: log.slice(from, to),
          missing: 0,
        });
      }),
    );
  });
});
