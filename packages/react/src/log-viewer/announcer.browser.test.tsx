import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flushSync } from 'react-dom';
import { userEvent } from 'vitest/browser';
import { stageStream } from './testing/staged-stream.js';
import { openViewer } from './testing/viewer-page.js';

const line = (index: number) => ({
  message: `line ${index}`,
  level: index % 100 === 0 ? ('error' as const) : ('info' as const),
});

describe('the announcer', () => {
  // A test makes its beats: the real ones are five seconds apart.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => void vi.useRealTimers());
  const beat = (): void => flushSync(() => void vi.advanceTimersByTime(5_000));

  it('tells the status at once, and many lines as one number', async () => {
    const stream = stageStream();
    const page = await openViewer({ stream });
    const region = page.part('viewer')?.querySelector<HTMLElement>('[aria-live="polite"]') as HTMLElement;
    await expect.poll(() => region.textContent).toContain('Live');
    const [, news] = region.children;
    const told: string[] = [];
    const observer = new MutationObserver(() => told.push(news?.textContent ?? ''));
    observer.observe(news as Element, { childList: true, characterData: true, subtree: true });
    for (let batch = 0; batch < 50; batch += 1)
      stream.append(Array.from({ length: 20 }, (_, index) => line(batch * 20 + index)));
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    // The lines are there, and nothing was said of each of them.
    expect(told).toEqual([]);
    beat();
    await expect.poll(() => told).toEqual(['1,000 new lines, 10 errors']);
    // As many again: to the ear that is news, too.
    stream.append(Array.from({ length: 1_000 }, (_, index) => line(index)));
    beat();
    beat();
    await expect.poll(() => told).toEqual(Array(2).fill('1,000 new lines, 10 errors'));
    observer.disconnect();
    stream.stage({ status: 'complete' });
    await expect.poll(() => region.textContent).toContain('Complete');
    // It is the only live region around the lines.
    expect(page.viewport.closest('[aria-live]')?.getAttribute('aria-live')).toBe('off');
    expect(page.viewport.querySelector('[aria-live]')).toBeNull();
  });

  it('reads a line that is gone to: by its number, as an error or as a match; and it says that it is selected', async () => {
    const stream = stageStream(Array.from({ length: 500 }, (_, index) => line(index)));
    const page = await openViewer({ stream });
    const news = (): string =>
      page.part('viewer')?.querySelector('[aria-live="polite"]')?.children[1]?.textContent ?? '';
    await expect.poll(() => page.inSight().at(-1)).toBe(499);
    page.viewport.focus();
    await userEvent.keyboard('k');
    await expect.poll(news).toBe('Line 500: INFO line 499');
    const pressed = () => page.row(499)?.querySelector('button')?.getAttribute('aria-pressed');
    await expect.poll(pressed).toBe('true');
    await userEvent.keyboard('k');
    await expect.poll(news).toBe('Line 499: INFO line 498');
    expect(pressed()).toBeNull();
    await userEvent.keyboard('E');
    await expect.poll(news).toBe('Line 401: ERROR line 400');
    // How many are selected is said elsewhere.
    await userEvent.keyboard('J');
    await expect.poll(() => page.text('selection')).toContain('2 lines selected');
    expect(news()).toBe('Line 401: ERROR line 400');
    page.handle.find('line 123');
    await expect.poll(news).toBe('Line 124: INFO line 123');
  });

  describe('is calm', () => {
    /** A viewer with 200 lines, and what it tells. */
    async function opened() {
      const stream = stageStream(Array.from({ length: 200 }, (_, index) => line(index)));
      const page = await openViewer({ stream });
      const news = (): string =>
        page.part('viewer')?.querySelector('[aria-live="polite"]')?.children[1]?.textContent ?? '';
      const lines = (count: number, level: 'info' | 'error' = 'info'): void =>
        stream.append(Array.from({ length: count }, () => ({ message: 'new', level })));
      await expect.poll(() => page.inSight().at(-1)).toBe(199);
      return { stream, page, news, lines };
    }

    it('where somebody reads elsewhere: of lines it says nothing, of errors it does', async () => {
      const { page, news, lines } = await opened();
      page.handle.follow(false);
      lines(30);
      beat();
      expect(news()).toBe('');
      await expect.poll(() => page.text('new-lines')).toContain('30 new lines');
      lines(3, 'error');
      beat();
      expect(news()).toBe('3 new lines, 3 errors');
      page.handle.follow(true);
      lines(2);
      beat();
      beat();
      expect(news()).toBe('2 new lines');
    });

    it('while the log is paused: what waits is announced when it is shown', async () => {
      const { stream, news, lines } = await opened();
      flushSync(() => stream.pause());
      lines(30, 'error');
      beat();
      beat();
      expect(news()).toBe('');
      flushSync(() => stream.resume());
      beat();
      expect(news()).toBe('30 new lines, 30 errors');
    });

    it('where the page makes its labels anew in each render: what is new is said, and once', async () => {
      const { stream, page, news, lines } = await opened();
      const rerender = (): Promise<void> => page.rerender({ stream, labels: { clear: 'Empty' } });
      lines(3);
      for (let round = 0; round < 5; round += 1) {
        vi.advanceTimersByTime(1_000);
        await rerender();
      }
      expect(news()).toBe('3 new lines');
      page.viewport.focus();
      await userEvent.keyboard('e');
      await expect.poll(news).toBe('No error below');
      const said = page.part('viewer')?.querySelector('[aria-live="polite"] span span');
      await rerender();
      expect(said?.isConnected).toBe(true);
    });
  });
});
