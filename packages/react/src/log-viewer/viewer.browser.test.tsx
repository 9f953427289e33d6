import { createLogFeed } from '@tailrace/core';
import type { ReactElement } from 'react';
import { describe, expect, it, onTestFinished } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { LogViewerRowProps } from './rows/row.js';
import { agentRun, ansiBuild, serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

describe('filter', () => {
  it('shows only the lines that match, live, and all of them afterwards', async () => {
    const stream = stageStream(serverLines(1_000));
    const page = await openViewer({ stream });
    await userEvent.fill(page.field('filter'), 'slow query');
    await expect
      .poll(
        () => page.rows().length > 0 && page.rows().every((row) => row.textContent.includes('slow query')),
      )
      .toBe(true);
    const expected = serverLines(1_000).filter(({ message }) => message.includes('slow query')).length;
    await expect.poll(() => page.text('line-count')).toBe(`${expected} of 1,000 lines`);
    stream.append([{ message: 'SLOW QUERY again' }, { message: 'something else' }]);
    await expect.poll(() => page.text('line-count')).toBe(`${expected + 1} of 1,002 lines`);
    expect(page.messages().at(-1)).toBe('SLOW QUERY again');
    await userEvent.fill(page.field('filter'), '');
    await expect.poll(() => page.text('line-count')).toBe('1,002 lines');
  });

  it('says what is wrong with an expression and keeps the last filter', async () => {
    const page = await openViewer({ stream: stageStream([{ message: 'one' }, { message: 'two' }]) });
    page.handle.setFilter({ regex: 'o.e' });
    await expect.poll(() => page.messages()).toEqual(['one']);
    await userEvent.fill(page.field('filter'), 'o(');
    await expect.poll(() => page.text('field-error')).toMatch(/expression/);
    expect(page.messages()).toEqual(['one']);
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
    await expect.poll(() => page.message(0).textContent.length).toBe(10_000);
    const more = (): HTMLElement | undefined =>
      page.row(0)?.querySelector<HTMLElement>('[data-tailrace="inline-button"]') ?? undefined;
    expect(more()?.textContent).toBe('Show more (990,000 characters left)');
    more()?.click();
    await expect.poll(() => page.message(0).textContent.length).toBe(100_000);
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
    await userEvent.click(page.lineNumber(0));
    await userEvent.keyboard('{Shift>}');
    await userEvent.click(page.lineNumber(2));
    await userEvent.keyboard('{/Shift}');
    await expect.poll(() => page.selected()).toHaveLength(3);
    expect(copied(page)).toBe('red one\ntwo\n  three ');
  });

  it('copies what the mouse marked, over several lines, without numbers and times', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(5)) });
    await expect.poll(() => page.rows().length).toBe(5);
    const text = (seq: number): Node => page.message(seq).firstChild as Node;
    document.getSelection()?.setBaseAndExtent(text(0), 4, text(2), 6);
    await nextFrame();
    const [first, second, third] = serverLines(5).map(({ message }) => message);
    expect(copied(page)).toBe(`${first?.slice(4)}\n${second}\n${third?.slice(0, 6)}`);
    document.getSelection()?.removeAllRanges();
  });

  it('copies what was marked from a line up to text above the viewer, but nothing that is marked there alone', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(5)) });
    await expect.poll(() => page.rows().length).toBe(5);
    const heading = document.createElement('h1');
    heading.textContent = 'Above the viewer';
    document.body.prepend(heading);
    onTestFinished(() => heading.remove());
    const selection = document.getSelection();
    const above = heading.firstChild as Node;
    const line = page.message(2).firstChild as Node;
    page.viewport.focus();
    selection?.setBaseAndExtent(line, 6, above, 3);
    await nextFrame();
    const [first, second, third] = serverLines(5).map(({ message }) => message);
    const expected = `${first}\n${second}\n${third?.slice(0, 6)}`;
    // Browsers tell of the copy where what is marked begins; WebKit may tell a field of the toolbar.
    expect(copied(page, heading)).toBe(expected);
    expect(copied(page, page.part('filter'))).toBe(expected);
    // A script that marks text, copies it and is done with it.
    selection?.setBaseAndExtent(above, 0, above, 3);
    expect(copied(page, heading)).toBe('');
    selection?.removeAllRanges();
  });

  it('copies what was marked from a line that has left the page since', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(1_000)), autoScroll: false });
    await expect.poll(() => page.inSight()[0]).toBe(0);
    const text = (seq: number): Node => page.message(seq).firstChild as Node;
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
    await expect.poll(() => page.selected()).toEqual([]);
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
