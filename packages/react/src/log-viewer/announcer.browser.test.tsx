import { describe, expect, it } from 'vitest';
import { stageStream } from './testing/staged-stream.js';
import { openViewer } from './testing/viewer-page.js';

const line = (index: number) => ({
  message: `line ${index}`,
  level: index % 100 === 0 ? ('error' as const) : ('info' as const),
});

describe('the announcer', () => {
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
    await expect.poll(() => told).toEqual(['1,000 new lines, 10 errors']);
    // As many again: to the ear that is news, too.
    stream.append(Array.from({ length: 1_000 }, (_, index) => line(index)));
    await expect.poll(() => told).toEqual(Array(2).fill('1,000 new lines, 10 errors'));
    observer.disconnect();
    stream.stage({ status: 'complete' });
    await expect.poll(() => region.textContent).toContain('Complete');
    // It is the only live region around the lines.
    expect(page.viewport.closest('[aria-live]')?.getAttribute('aria-live')).toBe('off');
    expect(page.viewport.querySelector('[aria-live]')).toBeNull();
  });
});
