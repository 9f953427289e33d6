import type {} from '@vitest/browser-playwright';
import { createLogFeed, createLogStream } from '@tailrace/core';
import { cdp, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it } from 'vitest';
import { mouse, swipe } from './testing/pointer.js';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer } from './testing/viewer-page.js';

/** The zoom of the browser: `scrollTop` comes in steps of a device's pixel, which are fractions of a CSS pixel. */
async function zoom(factor: number): Promise<void> {
  await cdp().send('Emulation.setDeviceMetricsOverride', {
    width: 0,
    height: 0,
    deviceScaleFactor: factor,
    mobile: false,
  });
}

describe('while the mouse is pressed on the lines that are followed', () => {
  /** Presses the mouse on a part of a line, lets lines come, and releases it. */
  async function pressSlowly(part: 'line-number' | 'disclosure' | 'message') {
    const lines = serverLines(300).map((line) => ({ ...line, metadata: { order: 7 } }));
    const stream = stageStream(lines);
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    const seq = page.inSight()[5] as number;
    const box = page.row(seq)?.querySelector(`[data-tailrace="${part}"]`)?.getBoundingClientRect() as DOMRect;
    const place = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const before = page.placeOf(seq);
    await mouse('mouseMoved', place);
    await mouse('mousePressed', place);
    stream.append(serverLines(7, 300));
    await expect.poll(() => page.text('line-count')).toBe('307 lines');
    await expect.poll(() => page.fromEnd()).toBeGreaterThan(100);
    expect(Math.abs(page.placeOf(seq) - before)).toBeLessThanOrEqual(1);
    expect(page.viewport.dataset['following']).toBe('');
    return { page, stream, seq, before, release: () => mouse('mouseReleased', place) };
  }

  it('its line number is selected, where it was pressed', async () => {
    const { page, seq, before, release } = await pressSlowly('line-number');
    await release();
    await expect.poll(() => page.row(seq)?.dataset['selected']).toBe('');
    expect(Math.abs(page.placeOf(seq) - before)).toBeLessThanOrEqual(1);
    expect(page.viewport.dataset['following']).toBeUndefined();
  });

  it('its details open, where they were pressed', async () => {
    const { page, seq, release } = await pressSlowly('disclosure');
    await release();
    await expect.poll(() => page.row(seq)?.dataset['expanded']).toBe('');
  });

  it('the end is followed again after a press that does nothing', async () => {
    const { page, release } = await pressSlowly('message');
    await release();
    await expect.poll(() => page.inSight().at(-1)).toBe(306);
    expect(page.viewport.dataset['following']).toBe('');
  });
});

describe('what is opened while the end is followed', () => {
  async function openLast() {
    const lines = serverLines(300).map((line) => ({ ...line, metadata: { list: [1, 2, 3], order: 7 } }));
    const stream = stageStream(lines);
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    const details = () => page.row(299)?.querySelector('[data-tailrace="details"]')?.getBoundingClientRect();
    const hidden = () => (details()?.bottom ?? Infinity) - page.viewport.getBoundingClientRect().bottom;
    return { page, stream, hidden };
  }

  it('is seen below the last line, and stays while lines come', async () => {
    const { page, stream, hidden } = await openLast();
    page.row(299)?.querySelector<HTMLElement>('[data-tailrace="disclosure"]')?.click();
    await expect.poll(hidden).toBeLessThanOrEqual(0);
    const place = page.placeOf(299);
    stream.append(serverLines(50, 300));
    await expect.poll(() => page.text('line-count')).toBe('350 lines');
    expect(Math.abs(page.placeOf(299) - place)).toBeLessThanOrEqual(1);
    await expect.poll(hidden).toBeLessThanOrEqual(0);
  });

  it('is seen with Enter, too', async () => {
    const { page, hidden } = await openLast();
    page.lineNumber(299).click();
    page.viewport.focus();
    await userEvent.keyboard('G{Enter}');
    await expect.poll(hidden).toBeLessThanOrEqual(0);
  });

  it('begins with its line where it is higher than the viewer', async () => {
    const metadata = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`key${at}`, at]));
    const page = await openViewer({ stream: stageStream([...serverLines(300), { message: 'x', metadata }]) });
    await expect.poll(() => page.inSight().at(-1)).toBe(300);
    page.row(300)?.querySelector<HTMLElement>('[data-tailrace="disclosure"]')?.click();
    await expect.poll(() => page.row(300)?.offsetHeight).toBeGreaterThan(page.viewport.clientHeight);
    await expect.poll(() => Math.abs(page.placeOf(300))).toBeLessThanOrEqual(1);
  });
});

describe('following the end', () => {
  afterEach(() => zoom(1));

  it.each([0.9, 1, 1.1, 1.25, 1.5])(
    'sticks, lets go of the wheel and comes back, at zoom %d',
    async (factor) => {
      await zoom(factor);
      const stream = stageStream(serverLines(300));
      const page = await openViewer({ stream });
      await expect.poll(() => page.inSight().at(-1)).toBe(299);
      for (let batch = 0; batch < 20; batch += 1) stream.append(serverLines(7, 300 + batch * 7));
      await expect.poll(() => page.inSight().at(-1)).toBe(439);
      expect(page.fromEnd()).toBeLessThan(1.5);

      await page.wheel(-90);
      await expect.poll(() => page.part('viewport')?.dataset['following']).toBeUndefined();
      await expect.poll(() => page.fromEnd()).toBeGreaterThan(50);
      const place = page.placeOf(425);
      stream.append(serverLines(50, 440));
      await expect.poll(() => page.text('new-lines')).toContain('50 new lines');
      expect(Math.abs(page.placeOf(425) - place)).toBeLessThanOrEqual(1);

      await page.wheel(5_000);
      await expect.poll(() => page.part('viewport')?.dataset['following']).toBe('');
      stream.append(serverLines(5, 490));
      await expect.poll(() => page.inSight().at(-1)).toBe(494);
      expect(page.part('new-lines')).toBeUndefined();
    },
  );

  it.each([0.9, 1.1, 1.25, 1.5])(
    'leaves what is read in its place while lines come and old ones go, at zoom %d',
    async (factor) => {
      await zoom(factor);
      const stream = stageStream(serverLines(300), 300);
      const page = await openViewer({ stream });
      await expect.poll(() => page.inSight().at(-1)).toBe(299);
      await page.wheel(-333);
      await expect.poll(() => page.fromEnd()).toBeGreaterThan(300);
      const seq = page.inSight()[3] as number;
      const place = page.placeOf(seq);
      for (let batch = 0; batch < 40; batch += 1) {
        stream.append(serverLines(13, 300 + batch * 13));
        await expect.poll(() => page.text('new-lines')).toContain(`${(batch + 1) * 13} new lines`);
        expect(Math.abs(page.placeOf(seq) - place)).toBeLessThanOrEqual(1);
      }
      expect(page.part('viewport')?.dataset['following']).toBeUndefined();
      page.part('new-lines')?.click();
      await expect.poll(() => page.inSight().at(-1)).toBe(819);
    },
  );

  it('lets go of a finger, and comes back with it', async () => {
    const stream = stageStream(serverLines(300));
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    const box = page.viewport.getBoundingClientRect();
    const at = (y: number) => ({ x: box.left + 300, y: box.top + y });
    await swipe(at(60), at(90), at(140), at(200));
    await expect.poll(() => page.part('viewport')?.dataset['following']).toBeUndefined();
    await expect.poll(() => page.fromEnd()).toBeGreaterThan(40);
    stream.append(serverLines(20, 300));
    await expect.poll(() => page.text('new-lines')).toMatch(/^20 new lines/);
    await expect
      .poll(async () => {
        await swipe(at(250), at(180), at(100), at(10));
        return page.part('viewport')?.dataset['following'];
      })
      .toBe('');
    stream.append(serverLines(5, 320));
    await expect.poll(() => page.inSight().at(-1)).toBe(324);
  });

  it('lets go of a dragged scroll bar, and comes back with it', async () => {
    const stream = stageStream(serverLines(1_000));
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(999);
    // The test's browser hides its bars; what a drag of one comes to is a press on the scroller, and then it moves.
    const box = page.viewport.getBoundingClientRect();
    const bar = { x: box.right - 4, y: box.bottom - 10 };
    const dragBy = async (...steps: readonly number[]): Promise<void> => {
      await mouse('mouseMoved', bar);
      await mouse('mousePressed', bar);
      for (const step of steps) {
        const moved = new Promise((done) => page.viewport.addEventListener('scroll', done, { once: true }));
        page.viewport.scrollTop += step;
        await moved;
      }
      await mouse('mouseReleased', bar);
    };
    await dragBy(-300, -900, -2_000);
    await expect.poll(() => page.part('viewport')?.dataset['following']).toBeUndefined();
    const from = page.fromEnd();
    expect(from).toBeGreaterThan(3_000);
    stream.append(serverLines(20, 1_000));
    await expect.poll(() => page.text('new-lines')).toMatch(/^20 new lines/);
    expect(page.fromEnd()).toBeGreaterThan(from);
    await dragBy(2_000, 50_000);
    await expect.poll(() => page.part('viewport')?.dataset['following']).toBe('');
    await expect.poll(() => page.inSight().at(-1)).toBe(1_019);
  });

  it('is not ended by what else happens on the page: new heights, other fonts, wrapped lines', async () => {
    const stream = stageStream(serverLines(300));
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    const viewer = page.part('viewer') as HTMLElement;
    for (const width of [700, 380, 900]) {
      viewer.style.width = `${width}px`;
      await page.rerender({ stream, wrap: width < 500, height: width / 2 });
      stream.append(serverLines(3, 300 + width));
      await expect.poll(() => page.fromEnd()).toBeLessThan(2);
      expect(page.part('viewport')?.dataset['following']).toBe('');
    }
    await expect.poll(() => page.inSight().at(-1)).toBe(308);
  });

  it('lets go while lines flow fast', async () => {
    const stream = stageStream(serverLines(500), 2_000);
    const page = await openViewer({ stream });
    let flowing = true;
    let count = 500;
    const flow = (): void => {
      if (!flowing) return;
      stream.append(serverLines(20, (count += 20)));
      requestAnimationFrame(flow);
    };
    flow();
    try {
      await page.wheel(-200);
      await expect.poll(() => page.part('viewport')?.dataset['following']).toBeUndefined();
      await expect.poll(() => page.text('new-lines')).toMatch(/new lines/);
    } finally {
      flowing = false;
    }
  });

  it('is not ended by scripts, by a smaller viewer or by fewer lines', async () => {
    const stream = stageStream(serverLines(300));
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    page.viewport.scrollTop = 100;
    await page.rerender({ stream, height: 250 });
    stream.append(serverLines(1, 300));
    await expect.poll(() => page.inSight().at(-1)).toBe(300);
    await page.rerender({ stream, height: 500 });
    await expect.poll(() => page.fromEnd()).toBeLessThan(1.5);
    page.handle.setFilter({ text: 'worker' });
    await expect.poll(() => page.rows().every((row) => row.textContent.includes('worker'))).toBe(true);
    page.handle.setFilter({});
    await expect.poll(() => page.inSight().at(-1)).toBe(300);
    expect(page.part('viewport')?.dataset['following']).toBe('');
  });

  it('ends with the keyboard and comes back with End', async () => {
    const stream = stageStream(serverLines(300));
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    page.viewport.focus();
    const { userEvent } = await import('vitest/browser');
    await userEvent.keyboard('{PageUp}');
    await expect.poll(() => page.part('viewport')?.dataset['following']).toBeUndefined();
    await userEvent.keyboard('{Home}');
    await expect.poll(() => page.inSight()[0]).toBe(0);
    stream.append(serverLines(3, 300));
    await userEvent.keyboard('{End}');
    await expect.poll(() => page.inSight().at(-1)).toBe(302);
    expect(page.part('viewport')?.dataset['following']).toBe('');
  });

  it('comes back with a cleared log, of which nobody is reading a line', async () => {
    const stream = stageStream(serverLines(300));
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    await page.wheel(-300);
    await expect.poll(() => page.viewport.dataset['following']).toBeUndefined();
    await userEvent.click(page.part('viewer')?.querySelector('[aria-label="More tools"]') as HTMLElement);
    await userEvent.click(page.part('viewer')?.querySelector('[aria-label="Clear"]') as HTMLElement);
    await expect.poll(() => page.rows()).toHaveLength(0);
    stream.append(serverLines(200, 300));
    await expect.poll(() => page.inSight().at(-1)).toBe(499);
    expect(page.viewport.dataset['following']).toBe('');
    expect(page.part('new-lines')).toBeUndefined();
  });

  it('shows in the next frame what has arrived, and does not wait until the stream tells of it', async () => {
    let now = 0;
    const feed = createLogFeed();
    const clock = { now: () => now, schedule: () => () => undefined };
    const stream = createLogStream(feed, { clock });
    feed.append(serverLines(100));
    stream.connect();
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(99);
    now += 60_000;
    feed.append(serverLines(3, 100));
    await expect.poll(() => page.inSight().at(-1)).toBe(102);
    now += 60_000;
    feed.append(serverLines(50, 103));
    await expect.poll(() => page.inSight().at(-1)).toBe(152);
    await page.unmount();
    stream.dispose();
  });

  it('counts exactly what came, also what the buffer let go again', async () => {
    const stream = stageStream(serverLines(100), 200);
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(99);
    await page.wheel(-100);
    await expect.poll(() => page.part('viewport')?.dataset['following']).toBeUndefined();
    stream.append([
      ...Array.from({ length: 1_201 }, (_, index) => ({ message: `line ${index}` })),
      ...Array.from({ length: 3 }, () => ({ message: 'it broke', level: 'error' as const })),
    ]);
    await expect.poll(() => page.text('new-lines')).toBe('1,204 new lines, 3 errors');
    page.part('new-lines')?.click();
    await expect.poll(() => page.inSight().at(-1)).toBe(1_303);
  });

  it('does not begin with autoScroll off, and the pill still leads to the end', async () => {
    const stream = stageStream(serverLines(100));
    const page = await openViewer({ stream, autoScroll: false });
    await expect.poll(() => page.inSight()[0]).toBe(0);
    stream.append(serverLines(10, 100));
    await expect.poll(() => page.text('new-lines')).toMatch(/^10 new lines/);
    expect(page.inSight()[0]).toBe(0);
    await page.wheel(10_000);
    await expect.poll(() => page.fromEnd()).toBeLessThan(1.5);
    expect(page.part('viewport')?.dataset['following']).toBeUndefined();
    page.part('new-lines')?.click();
    await expect.poll(() => page.part('viewport')?.dataset['following']).toBe('');
    // Whoever has asked to follow the end does so in the cleared log, too.
    page.part('viewer')?.querySelector<HTMLElement>('[aria-label="Clear"]')?.click();
    stream.append(serverLines(100, 110));
    await expect.poll(() => page.inSight().at(-1)).toBe(209);
  });
});
