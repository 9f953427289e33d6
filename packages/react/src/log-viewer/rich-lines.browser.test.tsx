/** Long lines, JSON, stack traces, scripts and tabs, as a person meets them. */
import { describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { nextFrames } from './testing/next-frames.js';
import { jsonAndTraces, manyScripts, serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const buttonIn = (page: ViewerPage, seq: number, text: string | RegExp): HTMLElement =>
  [...(page.row(seq)?.querySelectorAll<HTMLElement>('button') ?? [])].find((button) =>
    (button.getAttribute('aria-label') ?? button.textContent).match(text),
  ) as HTMLElement;

/** Ordinary lines with a megabyte among them here and there. */
const mixed = (count: number) =>
  serverLines(count).map((line, at) =>
    at % 10 === 5 ? { ...line, message: `${at} ${'word '.repeat(200_000)}` } : line,
  );

describe('long lines', () => {
  it('keep the place when they are wrapped and when they are not, again and again', async () => {
    const stream = stageStream(mixed(400));
    const page = await openViewer({ stream, wrap: false });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    page.handle.scrollToSeq(206, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(206);
    // In the midst of a line, too.
    await page.wheel(7);
    await expect.poll(() => Math.round(page.placeOf(206))).toBe(-7);
    for (const wrap of [true, false, true, false]) {
      await page.rerender({ stream, wrap });
      await expect.poll(() => page.part('viewport')?.hasAttribute('data-wrap')).toBe(wrap);
      // Rows are measured once they are laid out; from there on nothing moves.
      const away = (): number => (page.row(206) ? Math.abs(page.placeOf(206) + 7) : Infinity);
      await expect.poll(away).toBeLessThanOrEqual(1);
      for (let frame = 0; frame < 5; frame += 1) {
        await nextFrames();
        expect(away()).toBeLessThanOrEqual(1);
      }
    }
  });

  it('are shown in pieces, each of which stays where the reader is', async () => {
    const stream = stageStream([...serverLines(3), { message: 'y'.repeat(1_200_000) }, ...serverLines(3, 3)]);
    const page = await openViewer({ stream, wrap: true, autoScroll: false });
    await expect.poll(() => page.message(3).textContent.length).toBe(10_000);
    const place = page.placeOf(3);
    for (const length of [100_000, 500_000, 900_000, 1_200_000]) {
      page.row(3)?.querySelector<HTMLElement>('button[data-tailrace="inline-button"]')?.click();
      await expect.poll(() => page.message(3).textContent.length).toBe(length);
      await expect.poll(() => Math.abs(page.placeOf(3) - place)).toBeLessThanOrEqual(1);
    }
    expect(page.row(3)?.querySelector('button[data-tailrace="inline-button"]')).toBeNull();
  });
});

describe('a line far wider than the others', () => {
  it('leaves nothing to scroll to when a filter hides it', async () => {
    const page = await openViewer({
      stream: stageStream([...serverLines(20), { message: 'x'.repeat(2_000) }]),
    });
    const { viewport } = page;
    await expect.poll(() => viewport.scrollWidth).toBeGreaterThan(10_000);
    page.handle.setFilter({ exclude: 'xxx' });
    await expect.poll(() => page.row(20)).toBeUndefined();
    await expect.poll(() => viewport.scrollWidth).toBeLessThan(2_000);
    page.handle.setFilter({});
    await expect.poll(() => viewport.scrollWidth).toBeGreaterThan(10_000);
  });
});

describe('JSON', () => {
  it('opens as a tree that is walked by keys, while the log stands still', async () => {
    const page = await openViewer({ stream: stageStream(jsonAndTraces()), height: 600, autoScroll: false });
    await expect.poll(() => page.rows().length).toBe(5);
    await userEvent.click(buttonIn(page, 0, 'Details'));
    const items = (): HTMLElement[] => [
      ...(page.row(0)?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? []),
    ];
    const shown = (): string[] => items().map((item) => item.textContent.trim());
    await expect
      .poll(shown)
      .toEqual([
        'level: "info"',
        'time: "2026-11-03T09:41:07.123Z"',
        'msg: "request"',
        'req: {3}',
        'method: "GET"',
        'path: "/api/v1/orders"',
        'headers: {2}',
        'ms: 12.4',
        'ok: true',
        'user: null',
        'id: 12345678901234567890',
      ]);
    const top = page.viewport.scrollTop;
    items()[0]?.focus();
    const focused = (): string | undefined => document.activeElement?.textContent.trim();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}');
    await expect.poll(focused).toBe('headers: {2}');
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(() => items().length).toBe(13);
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(focused).toBe('accept: "application/json"');
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}{ArrowLeft}{ArrowLeft}');
    await expect.poll(focused).toBe('req: {3}');
    await expect.poll(() => items().length).toBe(8);
    await userEvent.keyboard('{End}');
    await expect.poll(focused).toBe('id: 12345678901234567890');
    await userEvent.keyboard('{Home}');
    await expect.poll(focused).toBe('level: "info"');
    expect(items().filter((item) => item.tabIndex === 0)).toHaveLength(1);
    expect(page.viewport.scrollTop).toBe(top);
    expect(items()[3]?.getAttribute('aria-expanded')).toBe('false');
  });

  it('has a text of several lines on as many, as written', async () => {
    const value = { stack: 'TypeError: x\n    at pay (/a.js:1)\n    at main', path: 'C:\\new', end: 'a\n' };
    const page = await openViewer({ stream: stageStream([{ message: JSON.stringify(value) }]) });
    await expect.poll(() => page.rows().length).toBe(1);
    await userEvent.click(buttonIn(page, 0, 'Details'));
    const values = (): HTMLElement[] => [
      ...(page.row(0)?.querySelectorAll<HTMLElement>('[data-tailrace="json-value"]') ?? []),
    ];
    await expect.poll(() => values().length).toBe(3);
    const lines = (element: HTMLElement | undefined): number =>
      Math.round((element?.getBoundingClientRect().height ?? 0) / 20);
    expect(values().map(lines)).toEqual([3, 1, 1]);
    expect(values().map(({ textContent }) => textContent)).toEqual(
      Object.values(value).map((text) => JSON.stringify(text)),
    );
  });

  it('is still open where it was when its row comes back', async () => {
    const [json] = jsonAndTraces();
    const stream = stageStream([...(json ? [json] : []), ...serverLines(400)]);
    const page = await openViewer({ stream, autoScroll: false });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    await userEvent.click(buttonIn(page, 0, 'Details'));
    const open = (): (string | null)[] =>
      [...(page.row(0)?.querySelectorAll('[role="treeitem"][aria-expanded="true"]') ?? [])].map(
        (item) => item.textContent,
      );
    const item = (name: string): HTMLElement =>
      [...(page.row(0)?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])].find((each) =>
        each.textContent.startsWith(name),
      ) as HTMLElement;
    await expect.poll(open).toEqual(['req: {3}']);
    await userEvent.click(item('headers'));
    await expect.poll(open).toEqual(['req: {3}', 'headers: {2}']);
    page.handle.scrollToEnd();
    await expect.poll(() => page.row(0)).toBeUndefined();
    page.handle.scrollToSeq(0, { align: 'start' });
    await expect.poll(open).toEqual(['req: {3}', 'headers: {2}']);
    await userEvent.click(item('req'));
    await expect.poll(open).toEqual([]);
    // Also when the line was closed in between.
    await userEvent.click(buttonIn(page, 0, 'Details'));
    await expect.poll(() => page.row(0)?.querySelector('[role="tree"]')).toBeNull();
    await userEvent.click(buttonIn(page, 0, 'Details'));
    await expect.poll(() => item('req').getAttribute('aria-expanded')).toBe('false');
  });

  it('is copied exactly as it was sent', async () => {
    const lines = jsonAndTraces();
    const page = await openViewer({ stream: stageStream(lines), height: 600, autoScroll: false });
    await expect.poll(() => page.rows().length).toBe(5);
    const written: string[] = [];
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
      written.push(text);
      return Promise.resolve();
    });
    for (const seq of [0, 1, 3]) {
      buttonIn(page, seq, 'Details').click();
      await expect.poll(() => buttonIn(page, seq, 'Copy JSON')).toBeDefined();
      buttonIn(page, seq, 'Copy JSON').click();
      await expect.poll(() => buttonIn(page, seq, 'Copied')).toBeDefined();
    }
    write.mockRestore();
    expect(written).toEqual([
      lines[0]?.message,
      '{"sql":"SELECT * FROM orders","ms":940,"rows":[3980,12,7]}',
      JSON.stringify(lines[3]?.metadata, null, 2),
    ]);
  });

  it('has no disclosure where there is none', async () => {
    const page = await openViewer({ stream: stageStream(jsonAndTraces()), height: 600 });
    await expect.poll(() => page.rows().length).toBe(5);
    const disclosed = page
      .rows()
      .map((row) => row.querySelector('button[data-tailrace="disclosure"]') !== null);
    expect(disclosed).toEqual([true, true, false, true, false]);
  });
});

describe('a line that has labels only', () => {
  it('shows them with Enter, though it has no button for that', async () => {
    const lines = [{ message: 'one', labels: { request_id: 'r17', stream: 'stdout' } }, { message: 'two' }];
    const page = await openViewer({ stream: stageStream(lines) });
    await expect.poll(() => page.rows().length).toBe(2);
    expect(page.viewport.querySelector('button[data-tailrace="disclosure"]')).toBeNull();
    page.viewport.focus();
    await userEvent.keyboard('gj{Enter}');
    await expect.poll(() => page.text('details')).toContain('request_idr17');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.part('details')).toBeUndefined();
    // There is nothing behind the other one.
    await userEvent.keyboard('j{Enter}');
    await expect.poll(() => page.row(1)?.dataset['selected']).toBe('');
    expect(page.row(1)?.dataset['expanded']).toBeUndefined();
  });
});

describe('a stack trace', () => {
  it('folds under its first line, and unfolds by keyboard', async () => {
    const page = await openViewer({ stream: stageStream(jsonAndTraces()), height: 600, autoScroll: false });
    await expect.poll(() => page.rows().length).toBe(5);
    expect(page.row(2)?.getBoundingClientRect().height).toBe(20);
    const fold = buttonIn(page, 2, /^\+5 lines$/);
    expect(fold.getAttribute('aria-expanded')).toBe('false');
    // Beside what it folds, not where the longest hidden line would end.
    expect(fold.getBoundingClientRect().left - page.message(2).getBoundingClientRect().right).toBeLessThan(
      10,
    );
    fold.focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.message(2).textContent).toContain('Caused by: Error: the list is empty');
    expect(page.message(2).getBoundingClientRect().height).toBe(120);
    expect(fold.textContent).toBe('Fold');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.row(2)?.getBoundingClientRect().height).toBe(20);
    expect(fold.textContent).toBe('+5 lines');
  });
});

describe('scripts and tabs', () => {
  it('are laid out within their rows: right-to-left text leaves the gutter where it is', async () => {
    const lines = manyScripts();
    const page = await openViewer({ stream: stageStream(lines), height: 600 });
    await expect.poll(() => page.rows().length).toBe(lines.length);
    const lefts = (part: string): Set<number> =>
      new Set(
        page
          .rows()
          .map((row) => row.querySelector(`[data-tailrace="${part}"]`)?.getBoundingClientRect().left ?? 0),
      );
    expect(lefts('line-number').size).toBe(1);
    expect(lefts('message').size).toBe(1);
    expect(page.rows().every((row) => row.getBoundingClientRect().height === 20)).toBe(true);
    expect(getComputedStyle(page.message(0)).direction).toBe('rtl');
    expect(getComputedStyle(page.message(7)).direction).toBe('ltr');
    lines.forEach(({ message }, seq) => {
      if (!message.includes('\u001b')) expect(page.message(seq).textContent).toBe(message);
    });
  });

  it('put tabs at every eighth column', async () => {
    const page = await openViewer({
      stream: stageStream([{ message: 'a\tb' }, { message: '1234567\tb' }, { message: '12345678b' }]),
    });
    await expect.poll(() => page.rows().length).toBe(3);
    const end = (seq: number): number => {
      const range = document.createRange();
      range.selectNodeContents(page.message(seq));
      return Math.round(range.getBoundingClientRect().right);
    };
    expect([end(0), end(1)]).toEqual([end(2), end(2)]);
  });

  it('mark whole characters, whatever an expression finds', async () => {
    const page = await openViewer({ stream: stageStream([{ message: 'ok 😀 cafe\u0301 👩‍👩‍👧' }]) });
    await expect.poll(() => page.rows().length).toBe(1);
    page.handle.find('[^a-z ]', { regex: true });
    await expect.poll(() => page.viewport.querySelectorAll('mark').length).toBeGreaterThan(0);
    const marks = [...page.viewport.querySelectorAll('mark')].map((mark) => mark.textContent);
    expect(marks.join('')).not.toMatch(/\p{Surrogate}/u);
    for (const mark of marks) expect(mark).not.toMatch(/\p{Surrogate}/u);
    expect(page.message(0).textContent).toBe('ok 😀 cafe\u0301 👩‍👩‍👧');
  });
});
