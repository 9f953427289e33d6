import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageRequest } from './source.js';
import { stratal } from './stratal.js';
import { drain, messagesOf } from './testing/drain.js';
import { listServer, rowMessage, rowTime, type ListServerOptions } from './testing/list-server.js';

const jobs = stratal({ baseUrl: 'http://localhost:8080' });
const messages = (from: number, to: number): string[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, n) => rowMessage(from + n));
const read = (request: PageRequest | undefined, options: ListServerOptions) => {
  const { pages, urls } = drain(request as PageRequest, listServer(options));
  const total = pages.flatMap((page) => page.total ?? []).at(-1);
  return { pages, urls, lines: messagesOf(pages), truncated: pages.some((page) => page.truncated), total };
};
const cursorAt = (n: number) => ({
  since: new Date(rowTime(n)).toISOString(),
  sinceTime: rowTime(n),
  delivered: 10,
});
/** The first row in the same millisecond as row `n`. */
const tick = (n: number): number => Math.floor(n / 3) * 3;

/** Lists that are oldest first according to the protocol. */
const jobLists: fc.Arbitrary<ListServerOptions> = fc.record({
  size: fc.nat(4_000),
  total: fc.constantFrom('exact', 'absent', 'guess', 'high', 'unpaged'),
  cap: fc.constantFrom(1_000, 100),
  anonymous: fc.boolean(),
});
/** Lists whose order is unknown. */
const typeLists: fc.Arbitrary<ListServerOptions> = fc
  .record({
    size: fc.nat(4_000),
    total: fc.constantFrom('exact', 'absent', 'guess', 'high'),
    cap: fc.constantFrom(1_000, 100),
    anonymous: fc.boolean(),
    newestFirst: fc.boolean(),
  })
  .filter((options) => isTold(options));
/** Rows of one millisecond without ids do not show how they are sorted. */
const isTold = ({ size, anonymous, newestFirst }: ListServerOptions): boolean =>
  !(anonymous && newestFirst && size <= 3);
const taskLists: fc.Arbitrary<ListServerOptions> = fc.oneof(
  jobLists.map((options) =>
    options.total === 'unpaged' ? { ...options, total: 'exact' as const } : options,
  ),
  fc.record({ size: fc.nat(4_000), whole: fc.constant(true), anonymous: fc.boolean() }),
);
const kinds = [
  ['a job run', jobs.jobRun('j1'), jobLists],
  ['a task run', jobs.taskRun('t1'), taskLists],
  ['system logs', jobs.system(), typeLists],
  ['logs of a type', jobs.type('task'), typeLists],
] as const;

describe.each(kinds)('%s', (_kind, source, lists) => {
  it('starts with the newest lines, oldest first', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 3_000 }), (options, lines) => {
        const { size } = options;
        const got = read(source.start?.({ lines }), options);
        // If the server's total is too low, more rows than requested are returned, never fewer.
        if (options.total === 'guess')
          expect(got.lines.slice(-lines)).toEqual(messages(Math.max(0, size - lines), size));
        else expect(got.lines).toEqual(messages(Math.max(0, size - lines), size));
        if (got.lines.length < size) expect(got.truncated).toBe(true);
        else if (size < lines) expect(got.truncated).toBe(false);
        // A list that seems to have more lines than came is told of as a gap when the first line of an empty log arrives.
        if (got.lines.length === size) expect(got.total ?? 0).toBeLessThanOrEqual(size);
      }),
      { numRuns: 25 },
    );
  });

  it('catches up from the cursor, with all lines of its millisecond', () => {
    fc.assert(
      fc.property(lists, fc.nat(4_000), (options, at) => {
        const { size } = options;
        if (at >= size) return;
        expect(read(source.catchUp?.(cursorAt(at)), options).lines).toEqual(messages(tick(at), size));
      }),
      { numRuns: 25 },
    );
  });

  it('reads everything without a cursor', () => {
    fc.assert(
      fc.property(lists, (options) => {
        expect(read(source.catchUp?.({ delivered: 0 }), options).lines).toEqual(messages(0, options.size));
      }),
      { numRuns: 15 },
    );
  });

  it('neither skips nor repeats a row while new ones are written', () => {
    fc.assert(
      fc.property(
        lists,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 3_000 }),
        (options, growth, lines) => {
          if (options.size === 0) return;
          for (const request of [source.start?.({ lines }), source.catchUp?.(cursorAt(options.size - 1))]) {
            const got = read(request, { ...options, growth }).lines;
            const first = Number(got[0]?.split(' ')[1]);
            expect(got).toEqual(messages(first, first + got.length));
            expect(first + got.length).toBeGreaterThanOrEqual(options.size);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('neither skips nor repeats a row while the oldest ones are removed', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 9 }), fc.nat(20), (options, growth, removed) => {
        for (const request of [source.start?.({ lines: 2_000 }), source.catchUp?.({ delivered: 0 })]) {
          const { lines } = read(request, { ...options, size: 4_000, growth, removed });
          if (lines.length === 0) continue;
          const first = Number(lines[0]?.split(' ')[1]);
          expect(lines).toEqual(messages(first, first + lines.length));
          expect(first + lines.length).toBeGreaterThanOrEqual(4_000);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('loads older lines on one page that overlaps the lines held', () => {
    fc.assert(
      fc.property(lists, fc.nat(4_000), fc.integer({ min: 1, max: 1_500 }), (options, held, limit) => {
        const { size } = options;
        const newer = Math.min(held, size);
        const got = read(source.older?.({ oldest: undefined, newer, limit }), options);
        if (got.truncated && got.lines.length === 0) return expect(options.total).toBe('unpaged');
        const end = size - newer;
        const from = Math.max(0, end - limit);
        expect(got.pages.filter((page) => page.lines.length > 0).length).toBeLessThanOrEqual(1);
        expect(got.lines.slice(0, end - from)).toEqual(messages(from, end));
        expect(
          messages(end, size)
            .slice(0, 50)
            .join()
            .startsWith(got.lines.slice(end - from).join()),
        ).toBe(true);
        if (end > 0) expect(got.truncated).toBe(from > 0);
        return undefined;
      }),
      { numRuns: 25 },
    );
  });
});

describe('a list that deviates', () => {
  it('is not read completely to learn its length', () => {
    const { urls, lines } = read(jobs.jobRun('j1').start?.({ lines: 10 }), {
      size: 1_000_000,
      total: 'absent',
    });
    expect(lines).toEqual(messages(999_990, 1_000_000));
    expect(urls.length).toBeLessThan(40);
  });

  it('takes two requests if it does not deviate, and a poll requests few rows', () => {
    const { urls, lines } = read(jobs.jobRun('j1').catchUp?.(cursorAt(99_990)), { size: 100_000 });
    expect(lines).toEqual(messages(99_990, 100_000));
    expect(urls.map((url) => new URL(url).search)).toEqual(['?limit=1&offset=0', '?limit=200&offset=99800']);
  });

  it('is searched in doubling steps for the beginning of a long outage', () => {
    const { urls, lines } = read(jobs.jobRun('j1').catchUp?.(cursorAt(60_000)), { size: 100_000 });
    expect(lines).toEqual(messages(60_000, 100_000));
    expect(urls.length).toBeLessThan(70); // the steps, and 40 to 63 pages of 1,000
  });

  it('returns each row once, although new ones shift the others', () => {
    for (const anonymous of [false, true]) {
      const options = { size: 3_000, newestFirst: true, growth: 7, anonymous };
      const { lines } = read(jobs.system().start?.({ lines: 2_500 }), options);
      expect(lines).toEqual(messages(500, 3_000));
      expect(read(jobs.system().catchUp?.(cursorAt(900)), options).lines).toEqual(messages(900, 3_000));
    }
  });

  it('returns each row once, although more new ones come between two requests than a page has', () => {
    const options = { size: 3_000, newestFirst: true };
    for (const growth of [250, 900]) {
      const { lines } = read(jobs.system().catchUp?.(cursorAt(900)), { ...options, growth });
      expect(lines).toEqual(messages(900, 3_000));
    }
    const burst = listServer({ ...options, growth: 2_000 });
    const calm = listServer({ ...options, size: 5_000 });
    let requests = 0;
    const { pages } = drain(jobs.system().catchUp?.(cursorAt(900)) as PageRequest, (url) =>
      requests++ === 0 ? burst(url) : calm(url),
    );
    expect(messagesOf(pages)).toEqual(messages(900, 3_000));
  });

  it('is read from a timestamp alone', () => {
    const since = new Date(rowTime(900)).toISOString();
    for (const source of [jobs.jobRun('j'), jobs.system()])
      expect(read(source.catchUp?.({ since, delivered: 0 }), { size: 1_500 }).lines).toEqual(
        messages(900, 1_500),
      );
  });

  it('keeps lines without a time if nothing shows that they were delivered', () => {
    const rows = [1, 2, 3].map((id) => ({ id, timestamp: null, stream: 'stdout', message: `m${id}` }));
    const serve = () => ({ logs: rows, pagination: { total: 3, limit: 1000, offset: 0, count: 3 } });
    expect(messagesOf(drain(jobs.system().catchUp?.(cursorAt(5)) as PageRequest, serve).pages)).toEqual([
      'm1',
      'm2',
      'm3',
    ]);
  });

  it("keeps the server's order if timestamps go back", () => {
    const rows = [5, 6, 1, 2].map((second, at) => ({
      id: at + 1,
      timestamp: new Date(Date.UTC(2026, 0, 15, 0, 0, second)).toISOString(),
      stream: 'stdout',
      message: `m${at + 1}`,
    }));
    for (const logs of [rows, [...rows].reverse()]) {
      const serve = () => ({ logs, pagination: { total: 4, limit: 1000, offset: 0, count: 4 } });
      expect(messagesOf(drain(jobs.system().start?.({ lines: 10 }) as PageRequest, serve).pages)).toEqual([
        'm1',
        'm2',
        'm3',
        'm4',
      ]);
    }
  });
});
