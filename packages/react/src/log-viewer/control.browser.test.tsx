import type { LogFilter } from '@tailrace/core';
import { useState, type ReactElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { LogViewer } from './log-viewer.js';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer } from './testing/viewer-page.js';
import type { SearchQuery } from './viewer-control.js';

describe('a filter', () => {
  it('that the page decides is only asked for', async () => {
    const stream = stageStream(serverLines(300));
    const onFilterChange = vi.fn<(filter: LogFilter) => void>();
    const page = await openViewer({ stream, filter: { text: 'GET' }, onFilterChange });
    await expect.poll(() => page.rows().length).toBeGreaterThan(0);
    expect(page.rows().every((row) => row.textContent.includes('GET'))).toBe(true);
    expect(page.field('filter').value).toBe('GET');
    page.field('filter').focus();
    await userEvent.keyboard('X');
    await expect.poll(() => onFilterChange.mock.calls).toEqual([[{ text: 'GETX' }]]);
    // The page has not agreed.
    expect(page.field('filter').value).toBe('GET');
    expect(page.rows().length).toBeGreaterThan(0);
    await page.rerender({ stream, filter: { levels: ['warn'] }, onFilterChange });
    await expect.poll(() => page.rows().every((row) => row.dataset['level'] === 'warn')).toBe(true);
    expect(page.field('filter').value).toBe('');
    // What it decides itself it is not told.
    expect(onFilterChange).toHaveBeenCalledTimes(1);
  });

  it('is typed letter by letter into a page that agrees, with the cursor where it was', async () => {
    const stream = stageStream(serverLines(300));
    function Page(): ReactElement {
      const [filter, setFilter] = useState<LogFilter>({ text: 'slw' });
      return <LogViewer stream={stream} filter={filter} onFilterChange={setFilter} />;
    }
    const screen = await render(<Page />);
    const input = screen.container.querySelector<HTMLInputElement>('[data-tailrace="filter"]');
    input?.focus();
    input?.setSelectionRange(2, 2);
    await userEvent.keyboard('o');
    expect(input?.value).toBe('slow');
    expect(input?.selectionStart).toBe(3);
    await userEvent.keyboard('{End} query');
    await expect.poll(() => input?.value).toBe('slow query');
    await expect
      .poll(() => screen.container.querySelector('[data-tailrace="line-count"]')?.textContent)
      .toMatch(/^\d+ of 300 lines$/);
  });

  it('begins with a default, and is the viewer’s own from then on', async () => {
    const onFilterChange = vi.fn<(filter: LogFilter) => void>();
    const stream = stageStream(serverLines(300));
    const page = await openViewer({ stream, defaultFilter: { levels: ['warn'] }, onFilterChange });
    await expect.poll(() => page.rows().length).toBeGreaterThan(0);
    expect(page.rows().every((row) => row.dataset['level'] === 'warn')).toBe(true);
    page.handle.setFilter({});
    await expect.poll(() => page.text('line-count')).toBe('300 lines');
    expect(onFilterChange.mock.calls).toEqual([[{}]]);
    await page.rerender({ stream, defaultFilter: { levels: ['error'] }, onFilterChange });
    expect(page.text('line-count')).toBe('300 lines');
  });

  it('that cannot be is said, and takes nothing down', async () => {
    const stream = stageStream(serverLines(30));
    const page = await openViewer({ stream, filter: { regex: '(' } });
    await expect.poll(() => page.text('field-error')).toMatch(/expression/);
    expect(page.text('line-count')).toBe('30 lines');
  });
});

describe('a search', () => {
  it('that the page decides is only asked for', async () => {
    const stream = stageStream(serverLines(300));
    const onSearchChange = vi.fn<(search: SearchQuery) => void>();
    const page = await openViewer({ stream, search: 'worker', onSearchChange });
    await expect.poll(() => page.text('search-count')).toMatch(/^1\/\d+$/);
    page.handle.find('queue', { caseSensitive: true });
    expect(onSearchChange.mock.calls).toEqual([[{ term: 'queue', caseSensitive: true }]]);
    expect(page.field('search').value).toBe('worker');
    await page.rerender({ stream, search: { term: 'QUEUE', caseSensitive: true }, onSearchChange });
    await expect.poll(() => page.text('search-count')).toBe('0/0');
    expect(page.field('search').value).toBe('QUEUE');
    expect(onSearchChange).toHaveBeenCalledTimes(1);
  });

  it('begins with a default', async () => {
    const onSearchChange = vi.fn<(search: SearchQuery) => void>();
    const page = await openViewer({
      stream: stageStream(serverLines(300)),
      defaultSearch: { term: 'WORKER', caseSensitive: false },
      onSearchChange,
    });
    await expect.poll(() => page.text('search-count')).toMatch(/^1\/[1-9]/);
    await userEvent.fill(page.field('search'), 'slow');
    await expect.poll(() => onSearchChange.mock.calls.at(-1)?.[0].term).toBe('slow');
    await expect.poll(() => page.text('search-count')).toMatch(/^1\/[1-9]/);
  });
});

describe('following', () => {
  it('that the page decides is only asked for', async () => {
    const stream = stageStream(serverLines(300));
    const onFollowChange = vi.fn<(follow: boolean) => void>();
    const page = await openViewer({ stream, follow: true, onFollowChange });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    await page.wheel(-500);
    await expect.poll(() => onFollowChange.mock.calls.length).toBeGreaterThan(0);
    expect(onFollowChange.mock.calls[0]).toEqual([false]);
    // The page has not agreed: back to the end.
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    expect(page.part('viewport')?.dataset['following']).toBe('');
    await page.rerender({ stream, follow: false, onFollowChange });
    await expect.poll(() => page.part('viewport')?.dataset['following']).toBeUndefined();
    onFollowChange.mockClear();
    stream.append(serverLines(5, 300));
    await expect.poll(() => page.text('new-lines')).toMatch(/^5 new lines/);
    page.part('new-lines')?.click();
    expect(onFollowChange.mock.calls).toEqual([[true]]);
    expect(page.part('viewport')?.dataset['following']).toBeUndefined();
  });

  it('goes with the user when the page agrees', async () => {
    const stream = stageStream(serverLines(300));
    const told: boolean[] = [];
    function Page(): ReactElement {
      const [follow, setFollow] = useState(true);
      return (
        <LogViewer
          stream={stream}
          height={400}
          follow={follow}
          onFollowChange={(next) => {
            told.push(next);
            setFollow(next);
          }}
        />
      );
    }
    const screen = await render(<Page />);
    const viewport = screen.container.querySelector<HTMLElement>('[data-tailrace="viewport"]');
    await expect.poll(() => viewport?.textContent).toContain('GET');
    await userEvent.wheel(viewport as HTMLElement, { delta: { y: -400 } });
    await expect.poll(() => viewport?.dataset['following']).toBeUndefined();
    await userEvent.wheel(viewport as HTMLElement, { delta: { y: 4_000 } });
    await expect.poll(() => viewport?.dataset['following']).toBe('');
    expect(told).toEqual([false, true]);
  });
});
