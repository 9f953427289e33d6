import { flushSync } from 'react-dom';
import { page as browser } from 'vitest/browser';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { nextFrames } from './testing/next-frames.js';
import { serverLines } from './testing/samples.js';
import { stageStream, type StagedStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

/** A viewer that is read in the middle: follows no more. */
async function reading(stream: StagedStream, props: { readonly wrap?: boolean } = {}): Promise<ViewerPage> {
  const page = await openViewer({ stream, ...props });
  await expect.poll(() => page.rows().length).toBeGreaterThan(10);
  page.handle.scrollToSeq(150, { align: 'start' });
  await page.wheel(7);
  await expect.poll(() => page.inSight()[0]).toBe(150);
  return page;
}

/** Lines of very different heights when wrapped. */
const ragged = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    message: `${from + index}: ${'word '.repeat(((from + index) * 37) % 90)}`,
  }));

describe.each([false, true])('what is read stays where it is (wrap %s)', (wrap) => {
  it('while lines come and old ones go', async () => {
    const stream = stageStream(ragged(300), 320);
    const page = await reading(stream, { wrap });
    const place = page.placeOf(155);
    for (let round = 0; round < 12; round += 1) {
      stream.append(ragged(10, 300 + round * 10));
      await expect.poll(() => page.text('line-count')).toMatch(/3[12]0 lines/);
      expect(Math.abs(page.placeOf(155) - place)).toBeLessThanOrEqual(1);
    }
  });

  it('while older lines are loaded', async () => {
    const stream = stageStream(ragged(300));
    stream.stage({ history: 'more' });
    const page = await reading(stream, { wrap });
    const place = page.placeOf(155);
    stream.prepend(ragged(500, 5_000));
    await expect.poll(() => page.text('line-count')).toBe('800 lines');
    expect(Math.abs(page.placeOf(155) - place)).toBeLessThanOrEqual(1);
    stream.stage({ history: 'start' });
    stream.prepend(ragged(5_000, 9_000));
    await expect.poll(() => page.text('line-count')).toBe('5,800 lines');
    expect(Math.abs(page.placeOf(155) - place)).toBeLessThanOrEqual(1);
  });

  it('even when the buffer has let it go', async () => {
    const stream = stageStream(ragged(300), 300);
    const page = await reading(stream, { wrap });
    const place = page.placeOf(151);
    const text = page.row(151)?.textContent;
    stream.append(ragged(5_000, 300));
    await expect.poll(() => page.text('new-lines')).toBe('5,000 new lines');
    expect(Math.abs(page.placeOf(151) - place)).toBeLessThanOrEqual(1);
    expect(page.row(151)?.textContent).toBe(text);
    stream.append(ragged(100, 5_300));
    await expect.poll(() => page.text('new-lines')).toBe('5,100 new lines');
    expect(Math.abs(page.placeOf(151) - place)).toBeLessThanOrEqual(1);
    // And the loss is said when one reads on.
    await page.wheel(6_000);
    page.handle.scrollToEnd();
    await expect.poll(() => page.inSight().at(-1)).toBe(5_399);
    expect(page.part('trimmed')).toBeUndefined();
  });
});

describe('older lines', () => {
  it('are loaded when one comes to the top, without moving what is read', async () => {
    const stream = stageStream(serverLines(200));
    stream.stage({ history: 'more' });
    let pages = 0;
    stream.loadOlder = () => {
      pages += 1;
      stream.prepend(serverLines(100, 1_000));
      if (pages === 2) stream.stage({ history: 'start' });
      return Promise.resolve(100);
    };
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(199);
    page.handle.scrollToSeq(20, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(20);
    await page.wheel(-200);
    await expect.poll(() => page.text('line-count')).toBe('300 lines');
    await expect.poll(() => page.inSight()[0]).toBe(10);
    expect(pages).toBe(1);
    await page.wheel(-20_000);
    await expect.poll(() => page.text('line-count')).toBe('400 lines');
    await page.wheel(-20_000);
    await expect.poll(() => page.inSight()[0]).toBe(-200);
    expect(page.text('older')).toBe('Start of the log');
    expect(pages).toBe(2);
  });

  it('say so when there is no room for them', async () => {
    const stream = stageStream(serverLines(200));
    stream.stage({ history: 'more' });
    const page = await openViewer({ stream, autoScroll: false });
    await expect.poll(() => page.text('older')).toBe('Load older lines');
    page.part('older')?.querySelector('button')?.click();
    await expect.poll(() => page.text('older')).toContain('No room for older lines: 200 lines are held.');
    expect(stream.calls).toEqual(['loadOlder']);
  });
});

describe('the place', () => {
  it('is that of a line that is opened, above one that was gone to', async () => {
    const lines = serverLines(300).map((line) => ({ ...line, metadata: { list: [1, 2, 3] } }));
    const page = await openViewer({ stream: stageStream(lines) });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    page.handle.scrollToSeq(156, { align: 'end' });
    await expect.poll(() => page.inSight()).toContain(150);
    const place = page.placeOf(150);
    page.row(150)?.querySelector<HTMLElement>('[data-tailrace="disclosure"]')?.click();
    await expect.poll(() => page.row(150)?.offsetHeight).toBeGreaterThan(30);
    expect(Math.abs(page.placeOf(150) - place)).toBeLessThanOrEqual(1);
  });

  it('is that of a long line of which more is shown, above one that was gone to', async () => {
    const lines = serverLines(300).map((line, at) =>
      at === 150 ? { message: 'long '.repeat(2_400) } : line,
    );
    const page = await openViewer({ stream: stageStream(lines), wrap: true });
    await expect.poll(() => page.rows().length).toBeGreaterThan(3);
    page.handle.scrollToSeq(151, { align: 'end' });
    await expect.poll(() => page.inSight()).toEqual([150, 151]);
    page.lineNumber(151).click();
    await expect.poll(() => page.text('selection')).not.toBe('');
    const place = page.placeOf(150);
    const before = page.row(150)?.offsetHeight ?? 0;
    page.row(150)?.querySelector<HTMLElement>('[data-tailrace="inline-button"]')?.click();
    await expect.poll(() => page.row(150)?.offsetHeight).toBeGreaterThan(before + 100);
    // Rows are put in their place once they are measured.
    await nextFrames(3);
    expect(Math.abs(page.placeOf(150) - place)).toBeLessThanOrEqual(1);
  });

  it('is kept around a line that was gone to, when the buffer lets go of those above it', async () => {
    const stream = stageStream(serverLines(300), 300);
    const page = await openViewer({ stream, autoScroll: false });
    page.handle.scrollToSeq(100, { align: 'center' });
    await expect.poll(() => page.inSight()).toContain(100);
    const sight = page.inSight();
    const place = page.placeOf(100);
    stream.append(serverLines(100, 300));
    await expect.poll(() => page.text('new-lines')).toMatch(/^100 new lines/);
    expect(page.inSight()).toEqual(sight);
    expect(page.placeOf(100)).toBe(place);
  });

  it('is kept when the line that kept it became lower than what is hidden of it, and left the buffer', async () => {
    const stream = stageStream(
      Array.from({ length: 300 }, (_, index) => ({ message: `${index}: ${'word '.repeat(90)}` })),
      300,
    );
    const page = await openViewer({ stream, wrap: true, autoScroll: false }, (viewer) => (
      <div data-testid="around" style={{ width: 420 }}>
        {viewer}
      </div>
    ));
    page.handle.scrollToSeq(100, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(100);
    const height = page.row(100)?.getBoundingClientRect().height ?? 0;
    await page.wheel(height - 30);
    await expect.poll(() => page.placeOf(100)).toBeLessThan(0);
    const around = page.viewport.closest<HTMLElement>('[data-testid="around"]');
    if (around) around.style.width = '1200px';
    await expect.poll(() => page.row(100)?.getBoundingClientRect().height ?? height).toBeLessThan(height / 2);
    await expect.poll(() => page.inSight()[0]).toBe(100);
    const first = page.inSight()[0] ?? 0;
    const place = page.placeOf(first);
    let news = 0;
    for (const more of [first - 1, 3, 3]) {
      news += more;
      stream.append(Array.from({ length: more }, () => ({ message: 'more' })));
      await expect.poll(() => page.text('new-lines')).toBe(`${news} new lines`);
      expect(Math.abs(page.placeOf(first) - place)).toBeLessThanOrEqual(1);
    }
  });

  it('is kept when a filter is taken away', async () => {
    const stream = stageStream(serverLines(3_000));
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(2_999);
    page.handle.setFilter({ levels: ['warn'] });
    await expect.poll(() => page.rows().every((row) => row.dataset['level'] === 'warn')).toBe(true);
    await page.wheel(-300);
    await expect.poll(() => page.part('viewport')?.dataset['following']).toBeUndefined();
    await expect.poll(() => page.fromEnd()).toBeGreaterThan(250);
    // The first line that is more than a sliver.
    const seq = page.inSight().find((each) => page.placeOf(each) > -10) as number;
    const place = page.placeOf(seq);
    page.handle.setFilter({});
    await expect.poll(() => page.text('line-count')).toBe('3,000 lines');
    expect(Math.abs(page.placeOf(seq) - place)).toBeLessThanOrEqual(1);
  });

  it('is kept when lines are wrapped', async () => {
    const stream = stageStream(ragged(1_000));
    const page = await openViewer({ stream });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    page.handle.scrollToSeq(600, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(600);
    await page.rerender({ stream, wrap: true });
    await expect.poll(() => page.part('viewport')?.dataset['wrap']).toBe('');
    await expect.poll(() => page.inSight()[0]).toBe(600);
    expect(Math.abs(page.placeOf(600))).toBeLessThanOrEqual(1);
  });

  it('is kept when a phone is turned, after somebody has scrolled wrapped lines', async () => {
    await browser.viewport(390, 700);
    const stream = stageStream(ragged(2_000));
    const page = await openViewer({ stream, wrap: true, autoScroll: false, height: '100vh' });
    page.handle.scrollToSeq(901, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(901);
    await page.wheel(15);
    await expect.poll(() => Math.abs(page.placeOf(901) + 15)).toBeLessThanOrEqual(1);
    for (const [width, height] of [
      [700, 390],
      [390, 700],
    ] as const) {
      await browser.viewport(width, height);
      await expect.poll(() => page.viewport.clientWidth).toBeLessThanOrEqual(width);
      await expect.poll(() => page.viewport.clientWidth).toBeGreaterThan(width - 60);
      await nextFrames(2);
      expect(Math.abs(page.placeOf(901) + 15)).toBeLessThanOrEqual(1);
    }
  });

  it('can be anywhere in five hundred thousand lines', async () => {
    const stream = stageStream(Array.from({ length: 500_000 }, (_, index) => ({ message: `line ${index}` })));
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(499_999);
    expect(page.viewport.scrollHeight).toBeLessThan(8_100_000);
    page.handle.follow(false);
    await expect.poll(() => page.part('viewport')?.dataset['following']).toBeUndefined();
    page.viewport.scrollTop = page.viewport.scrollHeight / 2;
    await page.wheel(-20);
    await expect.poll(() => page.inSight()[0]).toBeGreaterThan(240_000);
    expect(page.inSight()[0]).toBeLessThan(260_000);
    const seqs = page.inSight();
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] as number) + index));
    page.handle.scrollToSeq(123_456);
    await expect.poll(() => page.row(123_456)?.textContent).toContain('line 123456');
    expect(page.placeOf(123_456)).toBeGreaterThan(100);
    // Taller than a browser can show: the scroller moves with every new line, and the line that is read not by a part of a pixel.
    const place = page.placeOf(123_456);
    const tops = new Set([page.viewport.scrollTop]);
    for (let count = 500_000; count < 500_100; count += 5) {
      flushSync(() => stream.append(serverLines(5, count)));
      await nextFrames(2);
      tops.add(page.viewport.scrollTop);
      expect(page.placeOf(123_456)).toBe(place);
    }
    expect(tops.size).toBeGreaterThan(1);
  });

  it('is reached by a leap, and the lines around it are drawn, too, also while others come', async () => {
    const stream = stageStream(ragged(1_000));
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(999);
    // Follows still: what is above the last page is there before anybody scrolls.
    for (let from = 1_000; page.rows().length < page.inSight().length + 10; from += 2) {
      stream.append(ragged(2, from));
      await nextFrames();
    }
    page.handle.scrollToSeq(300, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(300);
    await expect.poll(() => page.row(290)).toBeDefined();
    expect(page.row((page.inSight().at(-1) as number) + 10)).toBeDefined();
    expect(page.placeOf(300)).toBe(0);
  });
});

describe('a line that is higher than the sight', () => {
  it('is still read when it becomes lower', async () => {
    const stream = stageStream([...ragged(50), { message: 'word '.repeat(9_000) }, ...ragged(300, 51)], 400);
    const page = await openViewer({ stream, wrap: true }, (viewer) => (
      <div data-around style={{ width: 400 }}>
        {viewer}
      </div>
    ));
    page.handle.scrollToSeq(50, { align: 'start' });
    await expect.poll(() => page.row(50)?.clientHeight ?? 0).toBeGreaterThan(4_000);
    await expect.poll(() => page.inSight()).toEqual([50]);
    await page.wheel((page.row(50)?.clientHeight ?? 0) - 900);
    await expect.poll(() => page.placeOf(50)).toBeLessThan(-3_000);
    const narrow = page.row(50)?.clientHeight ?? 0;
    const around = page.viewport.closest<HTMLElement>('[data-around]') as HTMLElement;
    around.style.width = '900px';
    await expect.poll(() => page.row(50)?.clientHeight ?? narrow).toBeLessThan(narrow / 2);
    await expect.poll(() => page.inSight()).toEqual([50]);
    stream.append(serverLines(200, 1_000));
    await expect.poll(() => page.text('line-count')).toBe('400 lines');
    expect(page.inSight()).toEqual([50]);
  });
});

describe('what was scrolled to just now', () => {
  it('is where it stays, also where the viewer itself had been before', async () => {
    const stream = stageStream(serverLines(300));
    const page = await openViewer({ stream, autoScroll: false });
    page.handle.scrollToSeq(150, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(150);
    await expect.poll(() => page.row(140)).toBeDefined();
    for (const by of [-45, 45]) {
      const told = new Promise((done) => {
        page.viewport.addEventListener('scroll', done, { once: true });
      });
      page.viewport.scrollTop += by;
      await told;
    }
    stream.append(serverLines(10, 300));
    await expect.poll(() => page.text('line-count')).toBe('310 lines');
    expect(page.inSight()[0]).toBe(150);
  });

  it('is where it stays, though the page is so busy that lines are drawn before it tells that somebody scrolled', async () => {
    const stream = stageStream(serverLines(300), 400);
    const page = await reading(stream);
    onTestFinished(() => void vi.restoreAllMocks());
    // A page without frames: what would be drawn in one is drawn when its patience is over.
    const patience: (() => void)[] = [];
    vi.spyOn(window, 'requestAnimationFrame').mockReturnValue(0);
    const { setTimeout: wait } = window;
    vi.spyOn(window, 'setTimeout').mockImplementation(((run: () => void, ms?: number) =>
      ms === 250 ? patience.push(run) : wait(run, ms)) as typeof setTimeout);
    stream.append(serverLines(1, 300));
    await expect.poll(() => patience.length).toBeGreaterThan(0);
    stream.append(serverLines(200, 301));
    page.viewport.scrollTop += 20 * 20;
    for (const run of patience.splice(0)) run();
    vi.restoreAllMocks();
    await expect.poll(() => page.text('line-count')).toBe('400 lines');
    expect(page.inSight()[0]).toBe(170);
  });
});
