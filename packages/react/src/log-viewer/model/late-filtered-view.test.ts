import { createFilteredView, createStats, late, LogStreamError } from '@tailrace/core';
import { describe, expect, it, vi } from 'vitest';
import { stageStream, type StagedStream } from '../testing/staged-stream.js';
import { createLateFilteredView, type Filtering } from './late-filtered-view.js';

const line = (message: string) => ({ message });
const FILTERING: Filtering = { createFilteredView };

/** A view over `stream` whose code comes, or does not, when the test says so. */
function open(stream: StagedStream, filter = {}) {
  let come = (): void => undefined;
  let fail = (): void => undefined;
  const code = late(
    'filter',
    () =>
      new Promise<Filtering>((done, refuse) => {
        come = () => done(FILTERING);
        fail = () => refuse(new Error('offline'));
      }),
  );
  const filtered = createLateFilteredView(code, stream, filter, {});
  const shown = (): readonly string[] =>
    [...filtered.getView()].map((item) => (item.kind === 'log' ? item.message : item.kind));
  return { code, filtered, shown, come: () => come(), fail: () => fail() };
}

describe('a filter whose code comes late', () => {
  it('lets every line pass while there is no filter, and tells of each change once', () => {
    const stream = stageStream([line('a'), line('b')]);
    const { filtered, shown } = open(stream);
    const stats = createStats(filtered);
    stream.append([line('c')]);
    expect(shown()).toEqual(['a', 'b', 'c']);
    expect(filtered.pending).toBe(false);
    expect(stats.getStats().lines).toBe(3);
  });

  it('shows what it showed until the code is here, and then the lines that pass, also those that came meanwhile', async () => {
    const stream = stageStream([line('apple'), line('pear')]);
    const { filtered, shown, come } = open(stream);
    const stats = createStats(filtered);
    filtered.setFilter({ text: 'pear' });
    stream.append([line('apple'), line('pear')]);
    expect(shown()).toEqual(['apple', 'pear']);
    expect(filtered.getSnapshot().pending).toBe(true);
    come();
    await expect.poll(() => filtered.pending).toBe(false);
    expect(shown()).toEqual(['pear', 'pear']);
    expect(stats.getStats().lines).toBe(2);
    stream.append([line('pear'), line('plum')]);
    expect(shown()).toEqual(['pear', 'pear', 'pear']);
    expect(stats.getStats().lines).toBe(3);
  });

  it('filters at once where the code has come meanwhile', async () => {
    const { filtered, shown, come, code } = open(stageStream([line('apple'), line('pear')]));
    const loaded = code.load();
    come();
    await loaded;
    filtered.setFilter({ text: 'pear' });
    expect(shown()).toEqual(['pear']);
    expect(filtered.pending).toBe(false);
  });

  it('shows nothing before the first filter was there', async () => {
    const { filtered, shown, come } = open(stageStream([line('apple'), line('pear')]), { text: 'pear' });
    expect(shown()).toEqual([]);
    expect(filtered.pending).toBe(true);
    come();
    await expect.poll(() => shown()).toEqual(['pear']);
  });

  it('uses the filter that is wanted when the code comes', async () => {
    const { filtered, shown, come } = open(stageStream([line('apple'), line('pear')]));
    filtered.setFilter({ text: 'pear' });
    filtered.setFilter({ text: 'app' });
    come();
    await expect.poll(() => shown()).toEqual(['apple']);
  });

  it('shows every line at once when the filter is taken back meanwhile, with those that came', async () => {
    const stream = stageStream([line('apple')]);
    const { filtered, shown, come } = open(stream);
    const stats = createStats(filtered);
    filtered.setFilter({ text: 'pear' });
    stream.append([line('pear')]);
    filtered.setFilter({});
    expect(filtered.pending).toBe(false);
    expect(shown()).toEqual(['apple', 'pear']);
    expect(stats.getStats().lines).toBe(2);
    come();
    await Promise.resolve();
    stream.append([line('plum')]);
    expect(shown()).toEqual(['apple', 'pear', 'plum']);
    expect(stats.getStats().lines).toBe(3);
  });

  it('is taken back when its code cannot be had, says so, and asks for it again with the next', async () => {
    const stream = stageStream([line('apple'), line('pear')]);
    const { filtered, shown, come, fail } = open(stream);
    filtered.setFilter({ text: 'pear' });
    fail();
    await expect.poll(() => filtered.getSnapshot().error).toBeInstanceOf(LogStreamError);
    expect(filtered.filter).toEqual({});
    expect(shown()).toEqual(['apple', 'pear']);
    filtered.setFilter({ text: 'pear' });
    expect(filtered.getSnapshot().error).toBeUndefined();
    come();
    await expect.poll(() => shown()).toEqual(['pear']);
  });

  it('tells nothing after it was disposed of', async () => {
    const stream = stageStream([line('apple')]);
    const { filtered, come } = open(stream);
    const told = vi.fn();
    filtered.subscribe(told);
    filtered.observe(told);
    filtered.setFilter({ text: 'pear' });
    filtered.dispose();
    come();
    await Promise.resolve();
    stream.append([line('pear')]);
    expect(told).not.toHaveBeenCalled();
  });
});
