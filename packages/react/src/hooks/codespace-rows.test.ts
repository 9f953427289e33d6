import { createLogFeed, createLogStream, type CodespaceLog, type LogItem } from '@tailrace/core';
import { describe, expect, it } from 'vitest';
import { itemsAfter, joinLive, passesFilters, prependPage } from './codespace-rows.js';

const row = (id: string, init: Partial<CodespaceLog> = {}): CodespaceLog => ({
  id,
  step_name: 'Build',
  log_type: 'info',
  message: `message ${id}`,
  created_at: '2024-01-15T10:30:00.000Z',
  ...init,
});
const ids = (rows: readonly CodespaceLog[]) => rows.map(({ id }) => id).join('');

describe('rows of a task', () => {
  it('are oldest first, although pages are newest first', () => {
    const first = prependPage([], [row('d'), row('c')]);
    expect(ids(first)).toBe('cd');
    expect(ids(prependPage(first, [row('b'), row('a')]))).toBe('abcd');
  });

  it('appear once, even if they shift between two pages or are replayed live', () => {
    const first = prependPage([], [row('c'), row('b')]);
    const second = prependPage(first, [row('b'), row('a')]);
    expect(ids(second)).toBe('abc');
    expect(ids(joinLive(second, [row('b'), row('c'), row('d')], {}))).toBe('abcd');
    expect(joinLive(second, [row('c')], {})).toBe(second);
  });

  it('are filtered live in the same way as on the server', () => {
    expect(passesFilters(row('a'), { step_name: 'buil' })).toBe(true);
    expect(passesFilters(row('a'), { search: 'MESSAGE A' })).toBe(true);
    expect(passesFilters(row('a'), { search: 'nothing' })).toBe(false);
    expect(ids(joinLive([], [row('a'), row('b', { log_type: 'error' })], { log_type: 'error' }))).toBe('b');
  });
});

describe('the lines of a stream', () => {
  const numbers = (from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, at) => `line ${from + at}`);
  const texts = (items: readonly LogItem[]): string[] =>
    items.map((item) => (item.kind === 'log' ? item.message : item.reason));

  it('are the same objects when others follow, so that only those are read and rendered', async () => {
    const feed = createLogFeed({ bufferLines: 20_000 });
    const stream = createLogStream(feed, { bufferLines: 20_000, bufferBytes: 1e9 });
    stream.connect();
    feed.append(numbers(0, 20_000));
    // Packed lines are made anew each time they are read.
    await expect.poll(() => stream.getSnapshot().view.blockAt?.(0)).toBeDefined();
    const first = itemsAfter([], stream.getSnapshot().view);
    expect(texts(first)).toEqual(numbers(0, 20_000));
    feed.append(numbers(20_000, 20_010));
    const next = itemsAfter(first, stream.getSnapshot().view);
    expect(texts(next)).toEqual(numbers(10, 20_010));
    expect(next.slice(0, 19_990).every((item, at) => item === first[at + 10])).toBe(true);
    stream.clear();
    feed.append('after');
    expect(texts(itemsAfter(next, stream.getSnapshot().view))).toEqual(['after']);
    stream.dispose();
  });

  it('are read again where a gap was', () => {
    const feed = createLogFeed({ bufferLines: 2 });
    feed.append(numbers(0, 5));
    const stream = createLogStream(feed);
    stream.connect();
    const { view } = stream.getSnapshot();
    const gap = view.at(0) as LogItem;
    expect(gap.kind).toBe('gap');
    const stale = [{ ...gap, reason: 'outage' }, ...view.slice(1)] as readonly LogItem[];
    expect(texts(itemsAfter(stale, view))).toEqual(['overflow', 'line 3', 'line 4']);
    stream.dispose();
  });
});
