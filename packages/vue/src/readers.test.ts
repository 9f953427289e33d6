// @vitest-environment jsdom
import { createLogFeed, prismq, type LogFeed, type LogFilter } from '@tailrace/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { computed, nextTick, reactive, ref, watch } from 'vue';
import { BASE_URL, startBackend } from './testing/backend.js';
import { mount } from './testing/mount.js';
import { useLogFilter } from './use-log-filter.js';
import { useLogHistory } from './use-log-history.js';
import { useLogSearch } from './use-log-search.js';
import { useLogStats } from './use-log-stats.js';
import { useLogStream } from './use-log-stream.js';

describe('the composables that read a stream', () => {
  let feed: LogFeed;
  beforeEach(() => {
    feed = createLogFeed();
    feed.append([
      { message: 'alpha needle' },
      { message: 'beta', level: 'error' },
      { message: 'needle needle', level: 'error' },
    ]);
  });

  it('filter, search and count the lines held, and new ones', async () => {
    const level = ref<'info' | 'error'>('error');
    const { made } = mount(() => {
      const { stream } = useLogStream(feed);
      const filter = useLogFilter(stream, () => ({ levels: [level.value] }));
      return { filter, search: useLogSearch(filter.filtered), stats: useLogStats(stream) };
    });
    const { filter, search, stats } = made;
    await expect.poll(() => [filter.shown.value, filter.held.value]).toEqual([2, 3]);
    expect(filter.view.value.slice().map((item) => item.seq)).toEqual([1, 2]);
    expect(stats.value.levels).toEqual({ info: 1, error: 2 });

    search.find('needle');
    await expect.poll(() => [search.current.value, search.total.value]).toEqual([1, 2]);
    expect(search.currentSeq.value).toBe(2);
    search.next();
    expect([search.current.value, search.currentInLine.value]).toEqual([2, 1]);
    feed.append([{ message: 'a third needle', level: 'error' }]);
    await expect.poll(() => search.total.value).toBe(3);

    level.value = 'info';
    await expect.poll(() => filter.shown.value).toBe(1);
    await expect.poll(() => search.total.value).toBe(1);
  });

  it('notice a change inside a reactive filter', async () => {
    const filter = reactive<{ levels: NonNullable<LogFilter['levels']>[number][] }>({ levels: ['info'] });
    const { made } = mount(() => useLogFilter(useLogStream(feed).stream, filter));
    await expect.poll(() => made.shown.value).toBe(1);
    filter.levels.push('error');
    await expect.poll(() => made.shown.value).toBe(3);
  });

  it('keep the previous filter if a new one is invalid, and report the error', async () => {
    const regex = ref('needle');
    const { made, errors } = mount(() =>
      useLogFilter(useLogStream(feed).stream, () => ({ regex: regex.value })),
    );
    await expect.poll(() => made.shown.value).toBe(2);
    regex.value = '(';
    await nextTick();
    expect(made.error.value).toMatchObject({ kind: 'invalid-argument' });
    expect(made.shown.value).toBe(2);
    regex.value = 'beta';
    await expect.poll(() => made.shown.value).toBe(1);
    expect(made.error.value).toBeUndefined();
    expect(errors).toEqual([]);
  });

  it('update the ranges if the term changes', async () => {
    const { made } = mount(() => {
      const search = useLogSearch(useLogStream(feed).stream);
      return { search, ranges: computed(() => search.rangesIn('alpha needle')) };
    });
    expect(made.ranges.value).toEqual([]);
    made.search.find('alpha');
    expect(made.ranges.value).toEqual([[0, 5]]);
    made.search.find('needle');
    expect(made.ranges.value).toEqual([[6, 12]]);
  });

  it('search for a term that was given before the component was mounted, and in another stream, too', async () => {
    const other = createLogFeed();
    other.append(['needle', 'a needle, a needle, a needle']);
    const source = ref<LogFeed>(feed);
    const term = ref('needle');
    const { made } = mount(() => {
      const search = useLogSearch(useLogStream(source).stream);
      watch(term, (wanted) => search.find(wanted), { immediate: true });
      return search;
    });
    await expect.poll(() => made.total.value).toBe(3);
    made.next();
    source.value = other;
    await expect.poll(() => [made.term.value, made.total.value]).toEqual(['needle', 4]);
    await expect.poll(() => made.current.value).toBe(1);
    term.value = '';
    await expect.poll(() => made.total.value).toBe(0);
  });

  it('start over with another stream, and are empty without one', async () => {
    const other = createLogFeed();
    other.append(['of the other']);
    const source = ref<LogFeed | null>(feed);
    const { made } = mount(() => {
      const { stream } = useLogStream(source);
      return { stats: useLogStats(stream), search: useLogSearch(stream) };
    });
    await expect.poll(() => made.stats.value.lines).toBe(3);
    source.value = other;
    await expect.poll(() => made.stats.value.lines).toBe(1);
    source.value = null;
    await nextTick();
    expect(made.stats.value.lines).toBe(0);
    expect(mount(() => useLogStats(null)).made.value.lines).toBe(0);
    expect(made.search.rangesIn('anything')).toEqual([]);
  });
});

describe('useLogHistory', () => {
  it('loads older pages, and reports why one could not be loaded', async () => {
    const backend = startBackend();
    backend.control.append('demo', 30);
    const { made } = mount(() => {
      const log = useLogStream(prismq({ baseUrl: BASE_URL }).run('demo'), { history: 10 });
      return { log, older: useLogHistory(log.stream) };
    });
    await expect.poll(() => made.log.view.value.length).toBe(10);
    await expect.poll(() => made.older.hasMore.value).toBe(true);
    expect(await made.older.loadOlder(5)).toBe(5);
    await expect.poll(() => made.log.view.value.length).toBe(15);

    backend.control.refuse({ count: 1, status: 403, scope: 'rest' });
    expect(await made.older.loadOlder(5)).toBe(0);
    expect(made.older.error.value).toMatchObject({ status: 403 });
    expect(await made.older.loadOlder(5)).toBe(5);
    expect(made.older.error.value).toBeUndefined();
  });
});
