/** A page that is written from right to left: its layout is mirrored, and each text keeps its own order. */
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { page as browser, userEvent } from 'vitest/browser';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer } from './testing/viewer-page.js';

const rightToLeft = (viewer: ReactNode): ReactNode => <div dir="rtl">{viewer}</div>;

/** Where a part of the text of an element is drawn. */
function placeOf(element: Element | null | undefined, part: string): DOMRect {
  const walker = document.createTreeWalker(element as Element, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode() as Text | null;
  while (node && !node.data.includes(part)) node = walker.nextNode() as Text | null;
  if (!node) throw new Error(`There is no "${part}".`);
  const range = document.createRange();
  const at = node.data.lastIndexOf(part);
  range.setStart(node, at);
  range.setEnd(node, at + part.length);
  return range.getBoundingClientRect();
}

describe('on a page from right to left', () => {
  it('sentences end where they are read to, and begin at the edge', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(20)) }, rightToLeft);
    page.viewport.focus();
    await userEvent.keyboard('T');
    await expect.poll(() => document.activeElement?.matches('[data-tailrace="jump-time"]')).toBe(true);
    await userEvent.keyboard('tea{Enter}');
    await expect.poll(() => page.text('jump-state')).toMatch(/ or -5m\.$/);
    const hint = page.part('jump-state');
    expect(placeOf(hint, '.').left).toBeGreaterThan(placeOf(hint, '-5m').left);
    expect(placeOf(hint, '.').right).toBeCloseTo(hint?.getBoundingClientRect().right ?? 0, 0);
  });

  it('keys are named as they are pressed', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(20)) }, rightToLeft);
    page.viewport.focus();
    await userEvent.keyboard('?');
    await expect.poll(() => page.part('help')).toBeDefined();
    const key = [...document.querySelectorAll('kbd')].find((each) => each.textContent === 'Shift+↓');
    expect(placeOf(key, '↓').left).toBeGreaterThan(placeOf(key, 'Shift').left);
  });

  it('what is typed keeps its order, at the edge where it is typed', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(20)) }, rightToLeft);
    for (const name of ['search', 'filter']) {
      const { unicodeBidi, textAlign } = getComputedStyle(page.part(name) as HTMLElement);
      expect(unicodeBidi).toBe('plaintext');
      expect(textAlign).toMatch(/right$/);
    }
  });

  it('words of the viewer among the lines do, too, in the language of the page', async () => {
    const stream = stageStream(serverLines(300));
    const labels = { hiddenLines: (count: number) => `${count} שורות` };
    const page = await openViewer(
      { stream, labels, defaultFilter: { text: 'slow', context: 1 } },
      rightToLeft,
    );
    await expect.poll(() => page.text('separator')).toMatch(/\d שורות/);
    const words = page.part('separator');
    expect(placeOf(words, words?.textContent.split(' ')[0] ?? '').left).toBeGreaterThan(
      placeOf(words, 'שורות').left,
    );
  });

  it('the progress begins at the right, and at the left where the viewer is written from there', async () => {
    await browser.viewport(800, 700);
    const stream = stageStream(serverLines(20));
    stream.stage({ progress: 25 });
    for (const side of ['right', 'left'] as const) {
      const page = await openViewer({ stream }, (viewer) =>
        rightToLeft(<div dir={side === 'left' ? 'ltr' : undefined}>{viewer}</div>),
      );
      const [bar, done] = [page.part('progress'), page.part('progress')?.firstElementChild];
      const place = (element: Element | null | undefined): number =>
        element?.getBoundingClientRect()[side] ?? -1;
      expect(place(done)).toBeCloseTo(place(bar), 0);
      expect(done?.getBoundingClientRect().width).toBeCloseTo((bar?.offsetWidth ?? 0) / 4, 0);
      await page.unmount();
    }
  });
});
