import { flushSync } from 'react-dom';
import { describe, expect, it } from 'vitest';
import { serverLines } from './testing/samples.js';
import { stageStream, type StagedStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

/** So narrow that the tools of a selection take a row from the lines. */
const openNarrow = (stream: StagedStream): Promise<ViewerPage> =>
  openViewer({ stream }, (viewer) => <div style={{ width: 400 }}>{viewer}</div>);

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

  it('a line that was gone to at that moment is in sight', async () => {
    const page = await openNarrow(stageStream(serverLines(300)));
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    const before = page.viewport.clientHeight;
    flushSync(() => pressNumber(page, page.inSight()[0] as number));
    expect(page.viewport.clientHeight).toBeLessThan(before);
    page.handle.scrollToSeq(100, { align: 'end' });
    await expect.poll(() => page.inSight()).toContain(100);
    await expect.poll(() => isWhole(page, 100)).toBe(true);
  });
});
