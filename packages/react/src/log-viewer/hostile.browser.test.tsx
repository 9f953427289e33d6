/** Lines that would do harm in a careless viewer, in a real browser: they are text, run nothing, and cost little. */
import { stripAnsi } from '@tailrace/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hostileBombs, hostileLines } from './testing/hostile-lines.js';
import { nextFrames } from './testing/next-frames.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const messageIn = (row: HTMLElement | undefined): HTMLElement =>
  row?.querySelector('[data-tailrace="message"]') as HTMLElement;

/** What of the page a line must never reach. */
const dialogs = vi.fn();
const broken = vi.fn();
const requests = (): string[] =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => /evil|a\.example|example\.com|\/x$|hacked/.test(name));

beforeEach(() => {
  for (const name of ['alert', 'confirm', 'prompt', 'open', 'print'] as const)
    vi.spyOn(window, name).mockImplementation(dialogs as never);
  window.addEventListener('error', broken);
});
afterEach(() => {
  window.removeEventListener('error', broken);
  vi.restoreAllMocks();
  dialogs.mockClear();
  broken.mockClear();
});

/** Nothing ran, nothing was asked for, and every element is one of ours. */
function expectNothingRan(page: ViewerPage): void {
  expect(dialogs).not.toHaveBeenCalled();
  expect(broken).not.toHaveBeenCalled();
  expect(Object.keys(window).filter((key) => key.includes('tailrace_hacked'))).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(document.title).not.toContain('title');
  expect(requests()).toEqual([]);
  const elements = [
    ...page.viewport.querySelectorAll('[data-tailrace="message"] *, [data-tailrace="details"] *'),
  ];
  const strangers = elements.filter(
    (element) =>
      !/^(?:a|mark|span|button|dl|div|dt|dd|ul|li|svg|path)$/.test(element.localName) ||
      element
        .getAttributeNames()
        .some((name) => name.startsWith('on') || name === 'srcdoc' || name === 'src'),
  );
  expect(strangers).toEqual([]);
  for (const link of page.viewport.querySelectorAll('a')) {
    expect(link.protocol).toMatch(/^(?:https?|mailto):$/);
    expect([link.target, link.rel]).toEqual(['_blank', 'noopener noreferrer']);
  }
}

describe('hostile lines', () => {
  it('are text, whatever they hold', async () => {
    const lines = hostileLines();
    const page = await openViewer({ stream: stageStream(lines), height: 800 });
    await expect.poll(() => page.rows().length).toBe(lines.length);
    await nextFrames(3);
    lines.forEach(({ message }, seq) => {
      const shown = messageIn(page.row(seq)).textContent;
      const text = stripAnsi(message).split('\n')[0] as string;
      expect(
        text.startsWith(shown) && shown.length >= Math.min(text.length, 9_999),
        message.slice(0, 80),
      ).toBe(true);
    });
    expectNothingRan(page);
    // Every line is a line, however tall its letters are and whatever it breaks.
    for (const row of page.rows()) expect(row.getBoundingClientRect().height).toBe(20);
  });

  it('stay text when they are wrapped, opened and searched', async () => {
    const lines = hostileLines();
    const page = await openViewer({ stream: stageStream(lines), height: 800, wrap: true });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    page.handle.find('[a-z]', { regex: true });
    await expect.poll(() => page.viewport.querySelectorAll('mark').length).toBeGreaterThan(100);
    for (const button of page.viewport.querySelectorAll<HTMLElement>('button[data-tailrace="disclosure"]'))
      button.click();
    await expect
      .poll(() => page.viewport.querySelectorAll('[data-tailrace="details"]').length)
      .toBeGreaterThan(0);
    await nextFrames(3);
    expectNothingRan(page);
  });

  it('copy as they were sent, what cannot be seen and all', async () => {
    const lines = hostileLines();
    const page = await openViewer({ stream: stageStream(lines), height: 800 });
    await expect.poll(() => page.rows().length).toBe(lines.length);
    page.viewport.focus();
    page.viewport.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'a', ctrlKey: true, bubbles: true, cancelable: true }),
    );
    const clipboardData = new DataTransfer();
    page.viewport.dispatchEvent(
      new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }),
    );
    const expected = lines.map(({ message }) => stripAnsi(message)).join('\n');
    expect(clipboardData.getData('text/plain')).toBe(expected);
  });

  it('cannot turn the gutter, another row or their own text around', async () => {
    const lines = hostileLines();
    const page = await openViewer({ stream: stageStream(lines), height: 800 });
    await expect.poll(() => page.rows().length).toBe(lines.length);
    const numbers = page
      .rows()
      .map((row) => row.querySelector('[data-tailrace="line-number"]')?.getBoundingClientRect());
    expect(new Set(numbers.map((box) => box?.left)).size).toBe(1);
    for (const row of page.rows())
      expect(messageIn(row).getBoundingClientRect().left).toBeGreaterThan(numbers[0]?.right ?? Infinity);
    // The letters after an override stand in the order in which they were sent.
    const at = lines.findIndex(({ message }) => message.includes('gpj.exe'));
    const places = [...'gpj'].map((letter) => placeOf(messageIn(page.row(at)), `\u202E${'gpj.exe'}`, letter));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    const glyphs = [...messageIn(page.row(at)).querySelectorAll<HTMLElement>('[data-tailrace="glyph"]')];
    expect(glyphs.map((glyph) => glyph.dataset['glyph'])).toEqual([
      'RLO',
      'PDF',
      'LRI',
      'PDI',
      'ZWSP',
      'ZWSP',
      'BOM',
    ]);
    for (const glyph of glyphs) {
      expect(glyph.getBoundingClientRect().width).toBeGreaterThan(10);
      expect(getComputedStyle(glyph, '::before').content).toBe(`"${glyph.dataset['glyph']}"`);
    }
  });
});

/** Where a letter of a text stands, from the left. */
function placeOf(element: HTMLElement, text: string, letter: string): number {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.textContent?.indexOf(letter) ?? -1;
    if (at < 0 || !text.includes(node.textContent?.slice(0, 3) ?? '')) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect().left;
  }
  throw new Error(`There is no ${letter}.`);
}

describe('lines that are bombs', () => {
  const bombs = hostileBombs();
  /** A piece of text is a link, a look, a name and a mark at most, and a row has 500 of them. */
  const ELEMENTS = 2_000;

  it.each([false, true])('cost no more than others (wrap %s)', async (wrap) => {
    const page = await openViewer({ stream: stageStream(bombs), height: 400, wrap });
    await expect.poll(() => page.rows().length).toBeGreaterThan(5);
    await nextFrames(5);
    // Work is counted, not timed: what is in the page is in proportion to what can be seen of it.
    for (const row of page.rows()) {
      const message = messageIn(row);
      expect(message.textContent.length, row.dataset['seq']).toBeLessThanOrEqual(10_000);
      expect(message.querySelectorAll('*').length, row.dataset['seq']).toBeLessThanOrEqual(ELEMENTS);
      const around = row.outerHTML.length - message.outerHTML.length;
      expect(around, row.dataset['seq']).toBeLessThanOrEqual(5_000);
    }
    expectNothingRan(page);
    for (const seq of bombs.keys()) {
      page.handle.scrollToSeq(seq, { align: 'start' });
      await expect.poll(() => page.row(seq)).toBeDefined();
      expect(messageIn(page.row(seq)).querySelectorAll('*').length).toBeLessThanOrEqual(ELEMENTS);
      const around = (page.row(seq)?.outerHTML.length ?? 0) - messageIn(page.row(seq)).outerHTML.length;
      expect(around).toBeLessThanOrEqual(5_000);
      await nextFrames(1);
    }
    expectNothingRan(page);
  });

  it('can be searched: the matches in sight are marked, and of a million of them as many as are seen', async () => {
    const page = await openViewer({ stream: stageStream(bombs.slice(0, 2)), height: 400 });
    await expect.poll(() => page.rows().length).toBe(2);
    page.handle.find('x');
    await expect.poll(() => page.text('search-count')).toBe('1/5000000');
    await expect.poll(() => page.viewport.querySelectorAll('mark').length).toBeGreaterThan(0);
    expect(page.viewport.querySelectorAll('mark').length).toBeLessThanOrEqual(500);
    expect(page.viewport.querySelectorAll('mark[data-current]')).toHaveLength(1);
    page.handle.find('end');
    await expect.poll(() => page.text('search-count')).toBe('1/1');
    await expect.poll(() => page.viewport.querySelector('mark[data-current]')?.textContent).toBe('end');
  });

  it('open: labels without end, metadata ten thousand deep and two hundred thousand wide, are short and copy whole', async () => {
    const page = await openViewer({ stream: stageStream(bombs.slice(-3)), height: 600 });
    await expect.poll(() => page.rows().length).toBe(3);
    const written: string[] = [];
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
      written.push(text);
      return Promise.resolve();
    });
    for (const seq of [0, 1, 2]) {
      page.row(seq)?.querySelector<HTMLElement>('button[data-tailrace="disclosure"]')?.click();
      await expect.poll(() => page.row(seq)?.querySelector('[data-tailrace="json-tree"]')).toBeTruthy();
      expect(page.row(seq)?.querySelectorAll('[role="treeitem"]').length).toBeLessThanOrEqual(120);
      expect(page.row(seq)?.querySelectorAll('dt').length).toBeLessThanOrEqual(200);
      [...(page.row(seq)?.querySelectorAll<HTMLElement>('[data-tailrace="details"] button') ?? [])]
        .at(-1)
        ?.click();
      await expect.poll(() => written.length).toBe(seq + 1);
    }
    expect(written[1]).toBe(`${'{"a":['.repeat(10_000)}1${']}'.repeat(10_000)}`);
    expect(Object.keys(JSON.parse(written[2] as string) as object)).toHaveLength(200_000);
    expectNothingRan(page);
  });
});
