import { flushSync } from 'react-dom';
import { describe, expect, it } from 'vitest';
import { serverLines } from './testing/samples.js';
import { stageStream, type StagedStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

/** So narrow that the tools of a selection take a row from the lines. */
const openNarrow = (stream: StagedStream): Promise<ViewerPage> =>
  openViewer({ stream }, (viewer) => <div style={{ width: 320 }}>{viewer}</div>);

const pressNumber = (page: ViewerPage, seq: number): void =>
  page.row(seq)?.querySelector<HTMLElement>('[data-tailrace="line-number"]')?.click();

const isWhole = (page: ViewerPage, seq: number): boolean =>
  page.placeOf(seq) >= 0 && page.placeOf(seq) + 20 <= page.viewport.clientHeight;

describe('where there is less room for the lines', () => {
  it('the line that was pressed, the last in sight, stays in sight', async () => {
    const page = await openNarrow(stageStream(serverLines(300)));
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    const before = page.viewport.clientHeight;
    pressNumber(page, 299);
    await expect.poll(() => page.viewport.clientHeight).toBeLessThan(before);
    await expect.poll(() => isWhole(page, 299)).toBe(true);
  });

  it.each([
    ['a line', 100, 'end'],
    ['the last line in sight', 299, 'auto'],
  ] as const)('%s that was gone to at that moment is in sight', async (_, seq, align) => {
    const page = await openNarrow(stageStream(serverLines(300)));
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    page.handle.follow(false);
    const before = page.viewport.clientHeight;
    flushSync(() => pressNumber(page, page.inSight()[0] as number));
    expect(page.viewport.clientHeight).toBeLessThan(before);
    page.handle.scrollToSeq(seq, { align });
    await expect.poll(() => page.inSight()).toContain(seq);
    await expect.poll(() => isWhole(page, seq)).toBe(true);
  });

  it('and was more for a part of a frame, the end is followed to the last line', async () => {
    const stream = stageStream(serverLines(300), 300);
    const page = await openNarrow(stream);
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    stream.append(serverLines(1, 300));
    pressNumber(page, 299);
    await expect.poll(() => page.text('selection')).not.toBe('');
    await page.wheel(-100);
    await expect.poll(() => page.inSight().at(-1)).toBeLessThan(299);
    // No frame passes meanwhile.
    flushSync(() => page.part('viewer')?.querySelector<HTMLElement>('button[title^="Clear"]')?.click());
    flushSync(() => stream.append(serverLines(1, 301)));
    flushSync(() => pressNumber(page, 301));
    flushSync(() => page.handle.follow(true));
    stream.append(serverLines(40, 302));
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    await expect.poll(() => page.inSight().at(-1)).toBe(341);
    expect(isWhole(page, 341)).toBe(true);
  });
});
