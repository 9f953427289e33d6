/** What a phone's user does with a finger. */
import { page as browser, userEvent } from 'vitest/browser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextFrames } from './testing/next-frames.js';
import { swipe } from './testing/pointer.js';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { touchScreen } from './testing/touch-screen.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

beforeEach(() => touchScreen(true));
afterEach(() => touchScreen(false));

describe('a tap into a field', () => {
  it.each(['search', 'filter'] as const)('types there, and presses no option of %s', async (name) => {
    await browser.viewport(360, 700);
    const page = await openViewer({ stream: stageStream(serverLines(20)) });
    const input = page.part(name) as HTMLElement;
    const { right, top, height } = input.getBoundingClientRect();
    await swipe({ x: right - 8, y: top + height / 2 });
    await expect.poll(() => document.activeElement).toBe(input);
    const options = [...(input.parentElement?.querySelectorAll('[aria-pressed]') ?? [])];
    expect(options.map((option) => option.getAttribute('aria-pressed'))).not.toContain('true');
    // Now they are there.
    const places = options.map((option) => option.getBoundingClientRect());
    expect(places.every(({ width }) => width >= 36)).toBe(true);
    const at = places[0] as DOMRect;
    await swipe({ x: at.left + at.width / 2, y: at.top + at.height / 2 });
    await expect.poll(() => options[0]?.getAttribute('aria-pressed')).toBe('true');
  });
});

describe.each([320, 360, 390])('while one types on a phone of %d pixels', (width) => {
  it.each([
    ['search', 'GET', 5],
    ['filter', 'a', 3],
  ] as const)(
    'the %s keeps its term and its buttons in one line, and no tool moves',
    async (name, term, count) => {
      await browser.viewport(width, 700);
      const page = await openViewer({ stream: stageStream(serverLines(20_000)) });
      const height = () => page.part('toolbar')?.offsetHeight;
      const before = height();
      const input = page.part(name) as HTMLElement;
      await userEvent.type(input, term);
      await expect
        .poll(() => page.text(name === 'search' ? 'search-count' : 'line-count'))
        .toMatch(/\d{4}|,\d/);
      const buttons = [...(input.parentElement?.querySelectorAll('button') ?? [])];
      expect(buttons).toHaveLength(count);
      const field = input.parentElement?.getBoundingClientRect() as DOMRect;
      expect(field.right).toBeLessThanOrEqual(width);
      for (const button of buttons) {
        const box = button.getBoundingClientRect();
        expect(box.width).toBeGreaterThanOrEqual(width > 340 ? 36 : 30);
        expect(box.top).toBe(buttons[0]?.getBoundingClientRect().top);
        expect(box.right).toBeLessThanOrEqual(field.right);
      }
      expect(input.clientWidth).toBeGreaterThanOrEqual(36);
      expect(height()).toBe(before);
      // A field with smaller text is enlarged by an iPhone, with the page.
      expect(Number.parseFloat(getComputedStyle(input).fontSize)).toBeGreaterThanOrEqual(16);
    },
  );
});

describe('a finger', () => {
  it('is known to be gone, even if its line was scrolled out of the page below it', async () => {
    await browser.viewport(390, 700);
    const page = await openViewer({ stream: stageStream(serverLines(2_000)), height: 220 }, (viewer) => (
      <div style={{ paddingBlockStart: 450 }}>{viewer}</div>
    ));
    page.handle.scrollToSeq(1_000, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(1_000);
    const { bottom } = page.viewport.getBoundingClientRect();
    const y = (share: number) => ({ x: 150, y: (bottom - 5) * (1 - share) + 5 * share });
    await swipe(y(0), ...Array.from({ length: 30 }, (_, at) => y((at + 1) / 30)));
    await expect.poll(() => page.row(1_000)).toBeUndefined();
    page.handle.scrollToEnd();
    await expect.poll(() => page.inSight().at(-1)).toBe(1_999);
    // A script is no finger.
    page.viewport.scrollTop -= 500;
    await expect.poll(() => page.inSight().at(-1)).toBe(1_999);
    await nextFrames(2);
    expect(page.viewport.dataset['following']).toBe('');
    expect(page.inSight().at(-1)).toBe(1_999);
  });
});

it('a finger selects a line with one tap, all lines up to another with a second, and begins anew with a third', async () => {
  await browser.viewport(390, 700);
  const page = await openViewer({ stream: stageStream(serverLines(100)), autoScroll: false });
  await expect.poll(() => page.row(9)).toBeDefined();
  const tap = async (seq: number) => {
    const box = page.row(seq)?.querySelector('button')?.getBoundingClientRect() as DOMRect;
    await swipe({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
  };
  const selected = () =>
    page.rows().flatMap((row) => (row.matches('[data-selected]') ? row.dataset['seq'] : []));
  await tap(8);
  await expect.poll(selected).toEqual(['8']);
  await tap(5);
  await expect.poll(selected).toEqual(['5', '6', '7', '8']);
  await expect.poll(() => page.text('selection')).toMatch(/^4 lines/);
  await tap(7);
  await expect.poll(selected).toEqual(['7']);
  await tap(7);
  await expect.poll(selected).toEqual([]);
  expect(page.text('selection')).toBe('');
});

/** The count of new lines, when it stands where it belongs. */
async function pillOf(page: ViewerPage): Promise<HTMLElement> {
  const { bottom } = page.viewport.getBoundingClientRect();
  await expect.poll(() => page.part('new-lines')?.getBoundingClientRect().bottom).toBe(bottom - 12);
  return page.part('new-lines') as HTMLElement;
}

describe('on the count of new lines', () => {
  it('a finger or a wheel scrolls the lines, and a tap goes to the end', async () => {
    await browser.viewport(390, 700);
    const stream = stageStream(serverLines(2_000));
    const page = await openViewer({ stream });
    page.handle.scrollToSeq(1_000, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(1_000);
    stream.append(serverLines(5, 2_000));
    const pill = await pillOf(page);
    const box = pill.getBoundingClientRect();
    const at = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    expect(Math.abs(at.x - 195)).toBeLessThan(12);
    await swipe(at, ...Array.from({ length: 10 }, (_, step) => ({ x: at.x, y: at.y - step * 20 })));
    await expect.poll(() => page.inSight()[0]).toBeGreaterThan(1_005);
    expect(page.part('new-lines')).toBe(pill);
    // The lines run on for a while after the swipe.
    let top = -1;
    const moved = (): number => {
      const last = top;
      top = page.viewport.scrollTop;
      return top - last;
    };
    await expect.poll(moved, { interval: 200 }).toBe(0);
    const before = page.inSight()[0] as number;
    await userEvent.wheel(pill, { delta: { y: -300 } });
    await expect.poll(() => page.inSight()[0]).toBeLessThan(before);
    expect(pill.getBoundingClientRect().top).toBe(box.top);
    await swipe(at);
    await expect.poll(() => page.inSight().at(-1)).toBe(2_004);
    expect(page.part('new-lines')).toBeUndefined();
  });

  it('above a few lines, too, it stands at the bottom, and lets nothing scroll', async () => {
    const stream = stageStream(serverLines(3));
    const page = await openViewer({ stream, autoScroll: false });
    await expect.poll(() => page.rows().length).toBe(3);
    stream.append(serverLines(1, 3));
    await pillOf(page);
    expect(page.viewport.scrollHeight).toBe(page.viewport.clientHeight);
  });
});

it('a finger that drags the scroll bar, of which the browser tells nothing but the scrolling, leaves the end', async () => {
  const stream = stageStream(serverLines(2_000));
  const page = await openViewer({ stream });
  await expect.poll(() => page.inSight().at(-1)).toBe(1_999);
  const scrolled = () =>
    new Promise((done) => page.viewport.addEventListener('scroll', done, { once: true }));
  const { scrollTop } = page.viewport;
  // A script that does the same again and again is no finger.
  for (let frame = 1; frame < 6; frame += 1) {
    page.viewport.scrollTop = scrollTop - 300;
    await scrolled();
    await expect.poll(() => page.fromEnd()).toBeLessThan(1.5);
  }
  expect(page.viewport.dataset['following']).toBe('');
  // The finger goes on from where it was, wherever the viewer has put the lines.
  for (let frame = 1; frame < 6; frame += 1) {
    page.viewport.scrollTop = scrollTop - frame * 300;
    await scrolled();
    await nextFrames(2);
  }
  await expect.poll(() => page.viewport.dataset['following']).toBeUndefined();
  expect(page.viewport.scrollTop).toBe(scrollTop - 1_500);
  page.viewport.scrollTop = page.viewport.scrollHeight;
  await expect.poll(() => page.viewport.dataset['following']).toBe('');
});

it('what was found is shown above the keyboard of the phone', async () => {
  await browser.viewport(390, 700);
  const page = await openViewer({ stream: stageStream(serverLines(2_000)), height: 680 });
  // A browser tells of its keyboard only here; the page itself stays as high as it was.
  const seen = vi.spyOn(window, 'visualViewport', 'get');
  seen.mockReturnValue({ offsetTop: 0, height: 320 } as VisualViewport);
  const input = page.part('search') as HTMLElement;
  await userEvent.type(input, 'GET');
  const bottom = () =>
    page.part('match')?.ownerDocument.querySelector('mark[data-current]')?.getBoundingClientRect().bottom;
  for (let step = 0; step < 20; step += 1) {
    const count = page.text('search-count');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.text('search-count')).not.toBe(count);
    await expect.poll(bottom).toBeLessThanOrEqual(320);
  }
});

it('a toggle that was pressed looks so below the finger, too', async () => {
  await browser.viewport(1_000, 700);
  const page = await openViewer({ stream: stageStream(serverLines(20)) });
  const button = (name: string) =>
    page.part('viewer')?.querySelector(`[aria-label^="${name}"]`) as HTMLElement;
  await userEvent.hover(button('Wrap'));
  await userEvent.click(button('Wrap'));
  await expect.poll(() => button('Wrap').getAttribute('aria-pressed')).toBe('true');
  const look = (name: string) => getComputedStyle(button(name)).backgroundColor;
  expect(button('Wrap').matches(':hover')).toBe(true);
  expect(look('Wrap')).toBe(look('Follow'));
});
