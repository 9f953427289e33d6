import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodedLine } from '../entry.js';
import type { PageRequest } from './source.js';
import { stratal } from './stratal.js';
import { mergeByTime } from './stratal-merge.js';
import { drain, messagesOf, numberIn } from './testing/drain.js';
import { listServer, rowTime } from './testing/list-server.js';

const jobs = stratal({ baseUrl: 'http://localhost:8080' });

describe('the logs of all runs', () => {
  const servers = (newestFirst: boolean) => {
    const lists: Record<string, (url: string) => unknown> = {
      system: listServer({ size: 50, perTick: 1, step: 97, name: 'system', newestFirst }),
      job: listServer({ size: 300, perTick: 1, step: 17, name: 'job', newestFirst }),
      task: listServer({ size: 2_500, perTick: 1, step: 2, name: 'task', newestFirst }),
    };
    return (url: string): unknown =>
      (lists[new URL(url).pathname.split('/').at(-1) as string] as (url: string) => unknown)(url);
  };
  /** All rows by time; at equal times system before job before task. */
  const everything = [
    ...Array.from({ length: 50 }, (_, n) => ({
      message: `system ${n}`,
      time: rowTime(n, { perTick: 1, step: 97 }),
    })),
    ...Array.from({ length: 300 }, (_, n) => ({
      message: `job ${n}`,
      time: rowTime(n, { perTick: 1, step: 17 }),
    })),
    ...Array.from({ length: 2_500 }, (_, n) => ({
      message: `task ${n}`,
      time: rowTime(n, { perTick: 1, step: 2 }),
    })),
  ].sort((a, b) => a.time - b.time);

  it.each([false, true])(
    'are merged from three lists by time, whatever the order of the lists (newest first: %s)',
    (newestFirst) => {
      const start = drain(jobs.all().start?.({ lines: 1_000 }) as PageRequest, servers(newestFirst)).pages;
      expect(messagesOf(start)).toEqual(everything.slice(-1_000).map(({ message }) => message));
      expect(start.at(-1)?.truncated).toBe(true);
      expect(start.slice(0, -1).every((page) => page.lines.length === 0)).toBe(true);

      const sinceTime = rowTime(2_000, { perTick: 1, step: 2 });
      const cursor = { since: new Date(sinceTime).toISOString(), sinceTime, delivered: 5 };
      const missed = drain(jobs.all().catchUp?.(cursor) as PageRequest, servers(newestFirst)).pages;
      expect(messagesOf(missed)).toEqual(
        everything.filter(({ time }) => time >= sinceTime).map(({ message }) => message),
      );

      const older = drain(
        jobs.all().older?.({ oldest: undefined, newer: 100, limit: 50 }) as PageRequest,
        servers(newestFirst),
      ).pages;
      expect(messagesOf(older)).toEqual(everything.slice(-150).map(({ message }) => message));
    },
  );

  it('come in the order in which they were written, even if more is written meanwhile', () => {
    const kinds = ['system', 'job', 'task'] as const;
    const schedule = fc.record({
      before: fc.array(fc.nat(2), { maxLength: 300 }),
      during: fc.array(fc.array(fc.nat(2), { maxLength: 9 }), { maxLength: 12 }),
      perTick: fc.integer({ min: 1, max: 5 }),
      newestFirst: fc.boolean(),
      anonymous: fc.boolean(),
      lines: fc.integer({ min: 1, max: 400 }),
      since: fc.nat(),
    });
    fc.assert(
      fc.property(schedule, ({ before, during, perTick, newestFirst, anonymous, lines, since }) => {
        const table = [...before];
        const stamp = (n: number): string =>
          new Date(rowTime(n, { perTick })).toISOString().replace('Z', `${100 + (n % perTick)}Z`);
        const turns = [...during];
        const serve = (url: string): unknown => {
          const kind = kinds.findIndex((name) => new URL(url).pathname.endsWith(name));
          const rows = table.flatMap((of, n) => (of === kind ? [n] : []));
          if (newestFirst) rows.reverse();
          const [limit, offset] = [numberIn(url, 'limit', 100), numberIn(url, 'offset', 0)];
          const logs = rows.slice(offset, offset + limit).map((n) => ({
            ...(anonymous ? {} : { id: n + 1 }),
            timestamp: stamp(n),
            stream: 'stdout',
            message: `row ${n}`,
          }));
          const pagination = { total: rows.length, limit, offset, count: logs.length };
          table.push(...(turns.shift() ?? []));
          return { logs, pagination };
        };
        // Rows of one millisecond without ids do not show how they are sorted.
        if (anonymous && newestFirst) return;
        const got = (request: PageRequest | undefined): readonly number[] =>
          messagesOf(drain(request as PageRequest, serve).pages).map((message) => Number(message.slice(4)));
        const expectNewest = (rows: readonly number[], size: number): void => {
          const first = rows[0] ?? 0;
          expect(rows).toEqual(Array.from({ length: rows.length }, (_, at) => first + at));
          expect(rows.length).toBeGreaterThanOrEqual(Math.min(lines, size));
        };
        expectNewest(got(jobs.all().start?.({ lines })), before.length);

        turns.push(...during);
        const held = table.length;
        expectNewest(got(jobs.all().older?.({ oldest: undefined, newer: 0, limit: lines })), held);

        const at = since % (table.length + 1);
        if (at === table.length) return;
        turns.push(...during);
        const cursor = { since: stamp(at), sinceTime: rowTime(at, { perTick }), delivered: 5 };
        const size = table.length;
        const missed = got(jobs.all().catchUp?.(cursor));
        const from = at - (at % perTick);
        expect(missed).toEqual(Array.from({ length: missed.length }, (_, n) => from + n));
        expect(from + missed.length).toBeGreaterThanOrEqual(size);
      }),
      {
        numRuns: 300,
        examples: [
          // The requested lines begin in the middle of a millisecond that is read twice.
          [
            {
              before: [],
              during: [[1, 1, 1, 2]],
              perTick: 3,
              newestFirst: false,
              anonymous: false,
              lines: 2,
              since: 0,
            },
          ],
        ],
      },
    );
  });

  it('are read only once if nothing is new', () => {
    const cursor = {
      since:
        everything.at(-20)?.time === undefined
          ? ''
          : new Date(everything.at(-20)?.time as number).toISOString(),
      lastTimestamp: new Date(everything.at(-1)?.time as number).toISOString(),
      delivered: 5,
    };
    const quiet = drain(jobs.all().catchUp?.(cursor) as PageRequest, servers(false));
    expect(messagesOf(quiet.pages).at(-1)).toBe(everything.at(-1)?.message);
    const { lastTimestamp: _, ...unknown } = cursor;
    const news = drain(jobs.all().catchUp?.(unknown) as PageRequest, servers(false));
    expect(messagesOf(news.pages)).toEqual(messagesOf(quiet.pages));
    expect(quiet.urls.length).toBeLessThan(news.urls.length);
  });

  it('are complete if they are fewer than requested', () => {
    const start = drain(jobs.all().start?.({ lines: 5_000 }) as PageRequest, servers(true)).pages;
    expect(messagesOf(start)).toEqual(everything.map(({ message }) => message));
    expect(start.some((page) => page.truncated)).toBe(false);
    expect(start.at(-1)?.total).toBe(2_850);
  });

  it('have the type of the list that contained them', () => {
    const { pages } = drain(jobs.all().start?.({ lines: 5_000 }) as PageRequest, servers(false));
    const types = new Set(
      pages.flatMap((page) =>
        page.lines.map((line) => `${line.message.split(' ')[0]} ${line.labels['type']}`),
      ),
    );
    expect(types).toEqual(new Set(['system system', 'job job', 'task task']));
  });

  it('report the malformed rows of all lists', () => {
    const { pages } = drain(jobs.all().start?.({ lines: 10 }) as PageRequest, () => ({ logs: [null] }));
    expect(pages.flatMap((page) => page.malformed)).toHaveLength(3);
  });
});

describe('mergeByTime', () => {
  const line = (time: number | undefined, message: string): DecodedLine => ({
    level: 'info',
    message,
    labels: {},
    raw: null,
    ...(time === undefined ? {} : { time }),
  });

  it('keeps every line, and the order within each list, whatever the times', () => {
    const list = fc.array(fc.option(fc.nat(20), { nil: undefined }));
    fc.assert(
      fc.property(fc.array(list, { maxLength: 4 }), (times) => {
        const lists = times.map((list, which) => list.map((time, at) => line(time, `${which}/${at}`)));
        const merged = mergeByTime(lists);
        expect(merged).toHaveLength(lists.flat().length);
        lists.forEach((list, which) => {
          expect(merged.filter(({ message }) => message.startsWith(`${which}/`))).toEqual(list);
        });
      }),
    );
  });

  it('merges sorted lists to a sorted one', () => {
    const sorted = fc.array(fc.nat(20)).map((times) => [...times].sort((a, b) => a - b));
    fc.assert(
      fc.property(fc.array(sorted, { maxLength: 4 }), (times) => {
        const merged = mergeByTime(times.map((list) => list.map((time) => line(time, ''))));
        expect(merged.map(({ time }) => time)).toEqual(times.flat().sort((a, b) => a - b));
      }),
    );
  });
});
