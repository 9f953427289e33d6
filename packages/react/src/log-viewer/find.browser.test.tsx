import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { nextFrames } from './testing/next-frames.js';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const marks = (page: ViewerPage): readonly HTMLElement[] => [
  ...page.viewport.querySelectorAll<HTMLElement>('mark[data-tailrace="match"]'),
];

/** Each event of an input method is a task of its own. */
describe('find', () => {
  it('counts every match of what is held, steps through them, wraps and grows with new lines', async () => {
    const stream = stageStream([
      ...serverLines(400),
      { message: 'a needle and a Needle' },
      ...serverLines(400, 400),
      { message: 'last needle' },
      ...serverLines(10, 800),
    ]);
    const page = await openViewer({ stream });
    await userEvent.fill(page.field('search'), 'needle');
    await expect.poll(() => page.text('search-count')).toBe('1/3');
    await expect.poll(() => page.row(400)?.querySelectorAll('mark').length).toBe(2);
    expect(
      marks(page)
        .filter((mark) => mark.dataset['current'] !== undefined)
        .map((mark) => mark.textContent),
    ).toEqual(['needle']);
    page.field('search').focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.text('search-count')).toBe('2/3');
    expect(marks(page).find((mark) => mark.dataset['current'] !== undefined)?.textContent).toBe('Needle');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.text('search-count')).toBe('3/3');
    await expect.poll(() => page.inSight()).toContain(801);
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.text('search-count')).toBe('1/3');
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
    await expect.poll(() => page.text('search-count')).toBe('3/3');
    stream.append([{ message: 'needle needle' }]);
    await expect.poll(() => page.text('search-count')).toBe('3/5');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.part('search-count')).toBeUndefined();
    expect(marks(page)).toHaveLength(0);
  });

  it('uncovers a match behind the cut of a long line, and one under a first line', async () => {
    const page = await openViewer({
      stream: stageStream([
        { message: `${'x'.repeat(50_000)}needle` },
        { message: 'Error: it broke\n    at needle (/app/main.ts:1:2)' },
      ]),
    });
    page.handle.find('needle');
    await expect.poll(() => page.text('search-count')).toBe('1/2');
    await expect.poll(() => marks(page).find((mark) => mark.dataset['current'] !== undefined)).toBeDefined();
    page.field('search').focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.row(1)?.dataset['expanded']).toBe('');
    const box = page.row(1)?.getBoundingClientRect();
    const mark = marks(page)
      .find((each) => each.dataset['current'] !== undefined)
      ?.getBoundingClientRect();
    expect(box && mark && mark.bottom <= box.bottom && mark.top > box.top + 15).toBe(true);
  });

  it('marks along the scroll bar where the matches are', async () => {
    const page = await openViewer({
      stream: stageStream([{ message: 'needle' }, ...serverLines(998), { message: 'needle' }]),
    });
    page.handle.find('needle');
    await expect.poll(() => page.part('match-ticks')?.dataset['ticks']).toBe('2');
    page.handle.find('');
    await expect.poll(() => page.part('match-ticks')).toBeUndefined();
  });

  it('marks them where they are by now, as lines come into a full buffer and leave it', async () => {
    const stream = stageStream([...serverLines(998), { message: 'needle' }, ...serverLines(1)], 999);
    const page = await openViewer({ stream });
    page.handle.find('needle');
    /** How far down the first tick is, of 1. */
    const place = (): number => {
      const canvas = page.part('match-ticks') as HTMLCanvasElement | undefined;
      const { width = 1, height = 1 } = canvas ?? {};
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      return pixels.findIndex((value) => value > 0) / 4 / width / height;
    };
    await expect.poll(place).toBeGreaterThan(0.95);
    stream.append(serverLines(500));
    await expect.poll(place).toBeLessThan(0.55);
    expect(place()).toBeGreaterThan(0.45);
  });

  it('is opened by Ctrl-F in the viewer, and leaves a second press to the browser', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(50)) });
    page.viewport.focus();
    const taken: boolean[] = [];
    const note = (event: KeyboardEvent): void =>
      void (event.key === 'f' && taken.push(event.defaultPrevented));
    document.addEventListener('keydown', note);
    await userEvent.keyboard('{Control>}f{/Control}');
    expect(document.activeElement).toBe(page.field('search'));
    page
      .field('search')
      .dispatchEvent(
        new KeyboardEvent('keydown', { key: 'f', ctrlKey: true, bubbles: true, cancelable: true }),
      );
    document.removeEventListener('keydown', note);
    expect(taken).toEqual([true, false]);
  });

  it('says what is wrong with an expression and keeps the last result', async () => {
    const page = await openViewer({ stream: stageStream([{ message: 'abc' }, { message: 'abd' }]) });
    page.handle.find('ab.', { regex: true });
    await expect.poll(() => page.text('search-count')).toBe('1/2');
    await userEvent.fill(page.field('search'), 'ab(');
    await expect.poll(() => page.text('field-error')).toMatch(/regular expression/);
    expect(page.text('search-count')).toBe('1/2');
    expect(page.field('search').getAttribute('aria-invalid')).toBe('true');
    expect(marks(page)).toHaveLength(2);
  });

  it('is not left behind the line numbers', async () => {
    const page = await openViewer({ stream: stageStream([{ message: `payment ${'x'.repeat(400)}` }]) });
    await expect.poll(() => page.rows().length).toBe(1);
    const message = page.part('message') as HTMLElement;
    const number = page.part('line-number') as HTMLElement;
    page.viewport.scrollLeft =
      message.getBoundingClientRect().left -
      page.viewport.getBoundingClientRect().left -
      number.offsetWidth / 2;
    await expect.poll(() => page.viewport.dataset['sideways']).toBe('');
    page.handle.find('payment');
    await expect.poll(() => page.viewport.scrollLeft).toBe(0);
    await expect.poll(() => page.text('search-count')).toBe('1/1');
  });

  it('marks across changes of colour and brings a match far to the right into sight', async () => {
    const page = await openViewer({
      stream: stageStream([
        { message: `\u001b[31mcon\u001b[32mnect\u001b[0med` },
        { message: `${'x'.repeat(900)}TARGET${'y'.repeat(500)}` },
      ]),
    });
    page.handle.find('connected');
    await expect
      .poll(() =>
        marks(page)
          .map((mark) => mark.textContent)
          .join('|'),
      )
      .toBe('con|nect|ed');
    page.handle.find('TARGET');
    await expect.poll(() => page.viewport.scrollLeft).toBeGreaterThan(1_000);
    const mark = marks(page)[0]?.getBoundingClientRect();
    const box = page.viewport.getBoundingClientRect();
    expect(mark && mark.left >= box.left && mark.right <= box.right).toBe(true);
  });

  /** Whether all of the current match can be seen. */
  const currentInSight = (page: ViewerPage): boolean => {
    const mark = marks(page).find(({ dataset }) => dataset['current'] !== undefined);
    if (!mark) return false;
    const [at, box] = [mark.getBoundingClientRect(), page.viewport.getBoundingClientRect()];
    return at.left >= box.left && at.right <= box.right && at.top >= box.top && at.bottom <= box.bottom;
  };

  it('brings a match into sight that moves to the right in its line as the term grows, and again on the next press', async () => {
    const page = await openViewer({
      stream: stageStream([{ message: `${'needle in hay, '.repeat(200)}needles` }]),
    });
    page.field('search').focus();
    await userEvent.keyboard('need');
    await expect.poll(() => page.text('search-count')).toBe('1/201');
    await userEvent.keyboard('les');
    await expect.poll(() => page.text('search-count')).toBe('1/1');
    await expect.poll(() => currentInSight(page)).toBe(true);
    page.viewport.scrollLeft = 0;
    await expect.poll(() => currentInSight(page)).toBe(false);
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => currentInSight(page)).toBe(true);
  });

  it('brings every match into sight of a wrapped line that is higher than the viewport', async () => {
    const page = await openViewer({
      stream: stageStream([
        { message: 'before' },
        {
          message: `needle ${'words that fill the line '.repeat(6_000)} needle ${'and more '.repeat(2_000)}`,
        },
        ...serverLines(400),
      ]),
      wrap: true,
    });
    await userEvent.fill(page.field('search'), 'needle');
    await expect.poll(() => page.text('search-count')).toBe('1/2');
    await expect.poll(() => currentInSight(page)).toBe(true);
    page.field('search').focus();
    for (const place of ['2/2', '1/2', '2/2']) {
      await userEvent.keyboard('{Enter}');
      await expect.poll(() => page.text('search-count')).toBe(place);
      await expect.poll(() => currentInSight(page)).toBe(true);
    }
  });

  it('is exact while lines come and go', async () => {
    const stream = stageStream(
      Array.from({ length: 300 }, (_, at) => ({ message: at % 3 ? `line ${at}` : `needle ${at}` })),
      300,
    );
    const page = await openViewer({ stream });
    page.handle.find('needle');
    await expect.poll(() => page.text('search-count')).toBe('1/100');
    for (let round = 0; round < 5; round += 1) {
      stream.append([{ message: 'needle needle' }, { message: 'x' }, { message: 'x' }]);
      const total = 100 + (round + 1);
      await expect.poll(() => page.text('search-count').split('/')[1]).toBe(String(total));
    }
    // The current match was the first, which has left the buffer: another is current, or none.
    const [current] = page.text('search-count').split('/').map(Number);
    expect(current).toBeLessThanOrEqual(105);
    await userEvent.keyboard('{F3}');
    expect(Number(page.part('match-ticks')?.dataset['ticks'] ?? 1)).toBeGreaterThan(0);
  });

  /** A log with a needle in these lines. */
  const needlesIn = (...lines: readonly number[]) =>
    stageStream(
      serverLines(600).map((line, at) => ({ ...line, message: lines.includes(at) ? `needle ${at}` : 'hay' })),
    );
  const current = (page: ViewerPage): string | undefined =>
    page.viewport.querySelector('mark[data-current]')?.closest('[data-tailrace="message"]')?.textContent;

  it('begins with the first match in sight, and goes on from there', async () => {
    const page = await openViewer({ stream: needlesIn(10, 200, 302, 305) });
    page.handle.scrollToSeq(300, { align: 'start' });
    await expect.poll(() => page.inSight()).toContain(302);
    const place = page.placeOf(302);
    page.handle.find('needle');
    await expect.poll(() => page.text('search-count')).toBe('3/4');
    await expect.poll(() => current(page)).toBe('needle 302');
    expect(page.placeOf(302)).toBe(place);
    page.viewport.focus();
    await userEvent.keyboard('n');
    await expect.poll(() => page.text('search-count')).toBe('4/4');
    await userEvent.keyboard('n');
    await expect.poll(() => page.text('search-count')).toBe('1/4');
    await expect.poll(() => page.inSight()).toContain(10);
  });

  it('begins with the last match before what is in sight, if there is none in sight or after it', async () => {
    const page = await openViewer({ stream: needlesIn(10, 200) });
    page.handle.scrollToSeq(300, { align: 'start' });
    await expect.poll(() => page.inSight()).toContain(300);
    page.handle.find('needle');
    await expect.poll(() => page.text('search-count')).toBe('2/2');
    await expect.poll(() => page.inSight()).toContain(200);
  });

  it('begins with the first match of the log while the end is followed', async () => {
    const page = await openViewer({ stream: needlesIn(10, 200, 590, 595) });
    await expect.poll(() => page.inSight()).toContain(599);
    page.handle.find('needle');
    await expect.poll(() => page.text('search-count')).toBe('1/4');
    await expect.poll(() => page.inSight()).toContain(10);
  });

  it('begins with what is in sight again, once somebody has left the current match', async () => {
    const page = await openViewer({ stream: needlesIn(10, 295, 305, 500) });
    page.handle.scrollToSeq(300, { align: 'center' });
    await expect.poll(() => page.inSight()).toContain(295);
    page.handle.find('needle');
    await expect.poll(() => current(page)).toBe('needle 295');
    page.handle.scrollToSeq(495, { align: 'start' });
    await expect.poll(() => page.inSight()).toContain(500);
    page.handle.find('needl');
    await expect.poll(() => page.text('search-count')).toBe('4/4');
    expect(page.inSight()[0]).toBe(495);
    // What is in sight is extended from there.
    page.handle.scrollToSeq(10, { align: 'start' });
    await expect.poll(() => page.inSight()).toContain(10);
    page.handle.find('need');
    await expect.poll(() => page.text('search-count')).toBe('1/4');
    page.viewport.focus();
    await userEvent.keyboard('n');
    await expect.poll(() => page.inSight()).toContain(295);
  });

  it('does not go to a match of another log that nobody has gone to', async () => {
    const page = await openViewer({ stream: stageStream([{ message: 'a needle' }]) });
    page.handle.find('needle');
    await expect.poll(() => page.text('search-count')).toBe('1/1');
    const log = serverLines(100).map((line, at) => ({ ...line, message: at === 70 ? 'a needle' : 'hay' }));
    const stream = stageStream(log);
    await page.rerender({ stream });
    page.handle.scrollToSeq(45, { align: 'start' });
    // Just below what is in sight: its row is drawn.
    await expect.poll(() => page.row(70)?.querySelector('[data-current]')).toBeInstanceOf(HTMLElement);
    await page.rerender({ stream, wrap: true });
    await expect
      .poll(() => page.viewport.querySelector('[data-tailrace="measured"][data-seq]'))
      .not.toBeNull();
    expect(page.inSight()[0]).toBe(45);
    expect(page.inSight()).not.toContain(70);
  });

  it('waits for a word that is being composed', async () => {
    const page = await openViewer({ stream: stageStream([{ message: 'かな' }, { message: '漢字' }]) });
    for (const name of ['search', 'filter'] as const) {
      const field = page.field(name);
      field.focus();
      field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
      await nextFrames();
      const type = (text: string): void => {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
        field.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
      };
      type('k');
      type('か');
      await expect.poll(() => field.value).toBe('か');
      expect(page.part('search-count')).toBeUndefined();
      expect(page.text('line-count')).toBe('2 lines');
      field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: 'か' }));
      if (name === 'search') {
        await expect.poll(() => page.text('search-count')).toBe('1/1');
        page.handle.find('');
      } else await expect.poll(() => page.text('line-count')).toBe('1 of 2 lines');
    }
  });
});
