import { createLogFeed } from '@tailrace/core';
import type { ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { LogViewerRowProps } from './rows/row.js';
import { agentRun, ansiBuild, serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const marks = (page: ViewerPage): readonly HTMLElement[] => [
  ...page.viewport.querySelectorAll<HTMLElement>('mark[data-tailrace="match"]'),
];
const input = (page: ViewerPage, name: 'search' | 'filter'): HTMLInputElement =>
  page.part(name) as HTMLInputElement;
const messageOf = (row: HTMLElement | undefined): string | null | undefined =>
  row?.querySelector('[data-tailrace="message"]')?.textContent;

describe('find', () => {
  it('counts every match of what is held, steps through them, wraps and grows with new lines', async () => {
    const stream = stageStream([
      ...serverLines(400),
      { message: 'a needle and a Needle' },
      ...serverLines(400, 400),
      { message: 'last needle' },
      ...serverLines(10, 800),
    ]);
    const page = await openViewer({ stream, autoScroll: false });
    await userEvent.fill(input(page, 'search'), 'needle');
    await expect.poll(() => page.text('search-count')).toBe('1/3');
    await expect.poll(() => page.row(400)?.querySelectorAll('mark').length).toBe(2);
    expect(
      marks(page)
        .filter((mark) => mark.dataset['current'] !== undefined)
        .map((mark) => mark.textContent),
    ).toEqual(['needle']);
    input(page, 'search').focus();
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
    input(page, 'search').focus();
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

  it('is opened by Ctrl-F in the viewer, and leaves a second press to the browser', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(50)) });
    page.viewport.focus();
    const taken: boolean[] = [];
    const note = (event: KeyboardEvent): void =>
      void (event.key === 'f' && taken.push(event.defaultPrevented));
    document.addEventListener('keydown', note);
    await userEvent.keyboard('{Control>}f{/Control}');
    expect(document.activeElement).toBe(input(page, 'search'));
    input(page, 'search').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'f', ctrlKey: true, bubbles: true, cancelable: true }),
    );
    document.removeEventListener('keydown', note);
    expect(taken).toEqual([true, false]);
  });

  it('says what is wrong with an expression and keeps the last result', async () => {
    const page = await openViewer({ stream: stageStream([{ message: 'abc' }, { message: 'abd' }]) });
    page.handle.find('ab.', { regex: true });
    await expect.poll(() => page.text('search-count')).toBe('1/2');
    await userEvent.fill(input(page, 'search'), 'ab(');
    await expect.poll(() => page.text('field-error')).toMatch(/regular expression/);
    expect(page.text('search-count')).toBe('1/2');
    expect(input(page, 'search').getAttribute('aria-invalid')).toBe('true');
    expect(marks(page)).toHaveLength(2);
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
    input(page, 'search').focus();
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
    await userEvent.fill(input(page, 'search'), 'needle');
    await expect.poll(() => page.text('search-count')).toBe('1/2');
    await expect.poll(() => currentInSight(page)).toBe(true);
    input(page, 'search').focus();
    for (const place of ['2/2', '1/2', '2/2']) {
      await userEvent.keyboard('{Enter}');
      await expect.poll(() => page.text('search-count')).toBe(place);
      await expect.poll(() => currentInSight(page)).toBe(true);
    }
  });
});

describe('filter', () => {
  it('shows only the lines that match, live, and all of them afterwards', async () => {
    const stream = stageStream(serverLines(1_000));
    const page = await openViewer({ stream });
    await userEvent.fill(input(page, 'filter'), 'slow query');
    await expect
      .poll(
        () => page.rows().length > 0 && page.rows().every((row) => row.textContent.includes('slow query')),
      )
      .toBe(true);
    const expected = serverLines(1_000).filter(({ message }) => message.includes('slow query')).length;
    await expect.poll(() => page.text('line-count')).toBe(`${expected} of 1,000 lines`);
    stream.append([{ message: 'SLOW QUERY again' }, { message: 'something else' }]);
    await expect.poll(() => page.text('line-count')).toBe(`${expected + 1} of 1,002 lines`);
    expect(messageOf(page.rows().at(-1))).toBe('SLOW QUERY again');
    await userEvent.fill(input(page, 'filter'), '');
    await expect.poll(() => page.text('line-count')).toBe('1,002 lines');
  });

  it('says what is wrong with an expression and keeps the last filter', async () => {
    const page = await openViewer({ stream: stageStream([{ message: 'one' }, { message: 'two' }]) });
    page.handle.setFilter({ regex: 'o.e' });
    await expect.poll(() => page.rows().map(messageOf)).toEqual(['one']);
    await userEvent.fill(input(page, 'filter'), 'o(');
    await expect.poll(() => page.text('field-error')).toMatch(/expression/);
    expect(page.rows().map(messageOf)).toEqual(['one']);
  });
});

describe('lines', () => {
  it('have safe links, from OSC 8 and from plain addresses', async () => {
    const page = await openViewer({ source: feedOf(ansiBuild()), height: 600 });
    await expect.poll(() => page.rows().length).toBe(ansiBuild().length);
    const links = [...page.viewport.querySelectorAll('a')];
    expect(links.map((link) => [link.textContent, link.href])).toEqual([
      ['open the run', 'https://ci.example.com/runs/318'],
      ['https://ci.example.com/runs/318/report.html', 'https://ci.example.com/runs/318/report.html'],
    ]);
    for (const link of links) expect([link.target, link.rel]).toEqual(['_blank', 'noopener noreferrer']);
  });

  it('are cut when they are very long, and shown on request', async () => {
    const page = await openViewer({ stream: stageStream([{ message: 'x'.repeat(1_000_000) }]) });
    await expect.poll(() => messageOf(page.row(0))?.length).toBe(10_000);
    const more = (): HTMLElement | undefined =>
      page.row(0)?.querySelector<HTMLElement>('[data-tailrace="inline-button"]') ?? undefined;
    expect(more()?.textContent).toBe('Show more (990,000 characters left)');
    more()?.click();
    await expect.poll(() => messageOf(page.row(0))?.length).toBe(100_000);
  });

  it('have details behind a disclosure', async () => {
    const page = await openViewer({ source: feedOf(agentRun()), height: 700 });
    await expect.poll(() => page.rows().length).toBe(agentRun().length);
    const disclosure = page.row(8)?.querySelector<HTMLElement>('button[data-tailrace="disclosure"]');
    disclosure?.click();
    await expect.poll(() => page.row(8)?.textContent).toContain('"usePagination.test.ts"');
    expect(disclosure?.getAttribute('aria-expanded')).toBe('true');
    // The next line has made room.
    expect(page.placeOf(9)).toBeGreaterThan(page.placeOf(8) + 60);
    disclosure?.click();
    await expect.poll(() => page.placeOf(9) - page.placeOf(8)).toBe(20);
  });

  it('say what kind of line they are in a word and an icon', async () => {
    const page = await openViewer({ source: feedOf(agentRun()), height: 700 });
    await expect.poll(() => page.rows().length).toBe(agentRun().length);
    const kinds = page.rows().map((row) => row.querySelector('[data-log-type]'));
    expect(kinds.map((kind) => kind?.textContent)).toEqual(
      agentRun().map(({ labels }) => labels?.['log_type']),
    );
    expect(kinds.every((kind) => kind?.querySelector('svg') !== null)).toBe(true);
    expect(page.part('progress')?.getAttribute('aria-valuenow')).toBe('100');
  });
});

describe('assistive technology', () => {
  it('is told which of how many lines a row is', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(500)) });
    await expect.poll(() => page.row(499)?.getAttribute('aria-posinset')).toBe('500');
    expect(page.row(499)?.getAttribute('aria-setsize')).toBe('500');
    expect(page.viewport.getAttribute('aria-live')).toBe('off');
  });

  it('is told so when the page draws rows otherwise', async () => {
    const stream = stageStream(serverLines(20));
    const page = await openViewer({ stream });
    await expect.poll(() => page.row(19)?.getAttribute('aria-posinset')).toBe('20');
    const renderRow = ({ entry }: LogViewerRowProps): ReactElement => (
      <div data-tailrace="row" data-seq={entry.seq} role="listitem" data-own="" />
    );
    await page.rerender({ stream, renderRow });
    await expect.poll(() => page.row(19)?.dataset['own']).toBe('');
    await expect.poll(() => page.row(19)?.getAttribute('aria-posinset'), { timeout: 5_000 }).toBe('20');
  });

  it('is told so while lines come and come', async () => {
    const stream = stageStream(serverLines(20), 100_000);
    const page = await openViewer({ stream });
    let count = 20;
    let frames = 0;
    const come = (): void => {
      stream.append(serverLines(1, count));
      count += 1;
      frames = requestAnimationFrame(come);
    };
    come();
    try {
      await expect
        .poll(() => Number(page.rows().at(-5)?.getAttribute('aria-posinset') ?? 0), { timeout: 10_000 })
        .toBeGreaterThan(100);
    } finally {
      cancelAnimationFrame(frames);
    }
    // And it ends with what is true.
    await expect.poll(() => page.row(count - 1)?.getAttribute('aria-posinset')).toBe(String(count));
    expect(page.row(count - 1)?.getAttribute('aria-setsize')).toBe(String(count));
  });
});

describe('selection', () => {
  it('takes whole lines by their numbers, and copies exactly their text', async () => {
    const page = await openViewer({
      stream: stageStream([
        { message: '\u001b[31mred\u001b[0m one' },
        { message: 'two' },
        { message: '  three ' },
      ]),
    });
    await expect.poll(() => page.rows().length).toBe(3);
    const number = (seq: number): HTMLElement =>
      page.row(seq)?.querySelector('[data-tailrace="line-number"]') as HTMLElement;
    await userEvent.click(number(0));
    await userEvent.keyboard('{Shift>}');
    await userEvent.click(number(2));
    await userEvent.keyboard('{/Shift}');
    await expect
      .poll(() => page.rows().filter((row) => row.dataset['selected'] !== undefined).length)
      .toBe(3);
    expect(copied(page)).toBe('red one\ntwo\n  three ');
  });

  it('copies what the mouse marked, over several lines, without numbers and times', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(5)) });
    await expect.poll(() => page.rows().length).toBe(5);
    const text = (seq: number): Node =>
      page.row(seq)?.querySelector('[data-tailrace="message"]')?.firstChild as Node;
    document.getSelection()?.setBaseAndExtent(text(0), 4, text(2), 6);
    await nextFrame();
    const [first, second, third] = serverLines(5).map(({ message }) => message);
    expect(copied(page)).toBe(`${first?.slice(4)}\n${second}\n${third?.slice(0, 6)}`);
    document.getSelection()?.removeAllRanges();
  });

  it('copies what was marked from a line that has left the page since', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(1_000)), autoScroll: false });
    await expect.poll(() => page.inSight()[0]).toBe(0);
    const text = (seq: number): Node =>
      page.row(seq)?.querySelector('[data-tailrace="message"]')?.firstChild as Node;
    document.getSelection()?.setBaseAndExtent(text(3), 2, text(5), 1);
    await nextFrame();
    page.handle.scrollToSeq(600, { align: 'start' });
    await expect.poll(() => page.row(600)).toBeDefined();
    expect(page.row(3)).toBeUndefined();
    document.getSelection()?.extend(text(603), 5);
    await nextFrame();
    const messages = serverLines(1_000).map(({ message }) => message);
    expect(copied(page)).toBe(
      [messages[3]?.slice(2), ...messages.slice(4, 603), messages[603]?.slice(0, 5)].join('\n'),
    );
    document.getSelection()?.removeAllRanges();
  });

  it('selects everything that is shown with Ctrl-A', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(3_000)) });
    await expect.poll(() => page.inSight().at(-1)).toBe(2_999);
    page.viewport.focus();
    await userEvent.keyboard('{Control>}a{/Control}');
    expect(copied(page)).toBe(
      serverLines(3_000)
        .map(({ message }) => message)
        .join('\n'),
    );
    // Firefox and Safari tell the body of a copy where no text is marked; who has the focus is meant.
    expect(copied(page, document.body)).toBe(copied(page));
    const elsewhere = document.body.appendChild(document.createElement('button'));
    elsewhere.focus();
    expect(copied(page, document.body)).toBe('');
    elsewhere.remove();
    page.viewport.focus();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.rows().some((row) => row.dataset['selected'] !== undefined)).toBe(false);
  });
});

/** Selections are told in a task of their own. */
const nextFrame = (): Promise<unknown> =>
  new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));

/** What a copy puts on the clipboard that the browser tells `place` of. */
function copied(page: ViewerPage, place: Element = page.viewport): string {
  const clipboardData = new DataTransfer();
  place.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
  return clipboardData.getData('text/plain');
}

function feedOf(lines: ReturnType<typeof agentRun>) {
  const feed = createLogFeed({ title: 'feed' });
  feed.append(lines);
  return feed;
}
