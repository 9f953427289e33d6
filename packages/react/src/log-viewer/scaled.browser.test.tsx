/** A viewer in a page that shows it smaller, or larger, than it is. */
import { LogStreamError } from '@tailrace/core';
import type { CSSProperties } from 'react';
import { page as browser } from 'vitest/browser';
import { describe, expect, it } from 'vitest';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const LONG = serverLines(300).map(({ message }) => ({ message: `${'word '.repeat(60)}${message}` }));

async function open(style: CSSProperties, wrap = false) {
  await browser.viewport(900, 700);
  const stream = stageStream(LONG);
  const page = await openViewer({ stream, wrap }, (viewer) => (
    <div style={{ transformOrigin: '0 0', ...style }}>{viewer}</div>
  ));
  await expect.poll(() => page.inSight().at(-1)).toBe(299);
  return { page, stream };
}

/** Places of the rows in each frame from now on. */
function watched(page: ViewerPage): readonly ReadonlyMap<string | undefined, number>[] {
  const frames: ReadonlyMap<string | undefined, number>[] = [];
  const look = (): void => {
    if (!page.viewport.isConnected) return;
    frames.push(new Map(page.rows().map((row) => [row.dataset['seq'], row.getBoundingClientRect().top])));
    requestAnimationFrame(look);
  };
  look();
  return frames;
}

describe.each([{ zoom: 0.5 }, { zoom: 1.5 }, { transform: 'scale(0.5)' }])('%o', (style) => {
  it('a match far to the right is brought into sight', async () => {
    const { page } = await open(style);
    page.handle.find('GET');
    const mark = () => page.viewport.querySelector('mark[data-current]')?.getBoundingClientRect();
    await expect.poll(() => mark()?.right).toBeLessThan(page.viewport.getBoundingClientRect().right);
    expect(mark()?.left).toBeGreaterThan(page.viewport.getBoundingClientRect().left);
  });

  it('wrapped lines that come into sight at the top move none of those below', async () => {
    const { page } = await open(style, true);
    page.handle.scrollToSeq(200, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(200);
    await expect.poll(() => page.row(200)?.offsetHeight).toBeGreaterThan(30);
    const frames = watched(page);
    while ((page.inSight()[0] as number) > 180) await page.wheel(-150);
    const jumps = frames.flatMap((now, at) =>
      [...now].flatMap(([seq, top]) => {
        const by = top - (frames[at - 1]?.get(seq) ?? top);
        return by < -1 ? [`line ${seq} by ${by}`] : [];
      }),
    );
    expect(jumps).toEqual([]);
  });

  it('what appears above the lines covers some, and moves none', async () => {
    const { page, stream } = await open(style);
    page.handle.scrollToSeq(200, { align: 'center' });
    await expect.poll(() => page.inSight()).toContain(200);
    const place = page.row(200)?.getBoundingClientRect().top as number;
    const error = new LogStreamError('network', 'The server cannot be reached.', { retryable: true });
    stream.stage({ status: 'failed', error });
    await expect.poll(() => page.part('notice')?.offsetHeight).toBeGreaterThan(20);
    await expect
      .poll(() => Math.abs((page.row(200)?.getBoundingClientRect().top as number) - place))
      .toBeLessThanOrEqual(1);
  });
});
