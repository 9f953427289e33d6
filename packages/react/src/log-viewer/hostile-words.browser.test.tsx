/** What a server, an address or a storage says around the lines: names, reasons, labels. */
import { LogStreamError } from '@tailrace/core';
import { afterEach, describe, expect, it } from 'vitest';
import { page as browser, userEvent } from 'vitest/browser';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const MARKUP = '<img src=x onerror="window.__tailrace_hacked = 9"><b>bold</b>';
const TURNED = 'safe \u202Egnp.exe\u2066 \u2067';
const LONG = 'x'.repeat(20_000);
const WORDS = `${MARKUP} ${TURNED} ${LONG}`;

/** Controls and words of the viewer that stick out of it, or are pushed out. */
function sticksOut(page: ViewerPage): readonly string[] {
  const { left, right, top, bottom } = (page.part('viewer') as HTMLElement).getBoundingClientRect();
  const parts = '[data-tailrace="toolbar"], [data-tailrace="notice"], [data-tailrace="status-bar"]';
  return [...(page.part('viewer')?.querySelectorAll(`${parts}, :is(${parts}) > *, button, input`) ?? [])]
    .filter((element) => {
      if (element.closest('[data-tailrace="rows"], [data-tailrace="notice"] *')) return false;
      const box = element.getBoundingClientRect();
      if (box.width === 0) return false;
      return box.left < left - 1 || box.right > right + 1 || box.top < top - 1 || box.bottom > bottom + 1;
    })
    .map((element) => element.outerHTML.slice(0, 80));
}

describe('words of a server', () => {
  it('are text, and as long as there is room', async () => {
    await browser.viewport(700, 700);
    const labels = { [`${MARKUP} ${LONG}`]: 'a', step_name: WORDS, log_type: WORDS, service: TURNED };
    const stream = stageStream(
      serverLines(40).map((line, at) => ({ ...line, labels: { ...labels, stream: `${at % 3}` } })),
    );
    Object.defineProperty(stream, 'title', { value: WORDS });
    const retry = { attempt: 1, at: Date.now() + 60_000, delay: 60_000 };
    stream.stage({
      status: 'reconnecting',
      error: new LogStreamError('network', WORDS),
      outcome: WORDS,
      progress: 50,
      retry,
    });
    const page = await openViewer({ stream });
    await expect.poll(() => page.rows().length).toBeGreaterThan(3);
    expect(sticksOut(page)).toEqual([]);
    expect(page.viewport.clientHeight).toBeGreaterThanOrEqual(60);
    expect(page.part('title')?.textContent).toBe(WORDS);
    expect(page.part('viewer')?.querySelector('b, img')).toBeNull();

    await userEvent.click(browser.getByRole('button', { name: 'More filters' }));
    await expect.poll(() => page.part('facets')).toBeDefined();
    const panel = (page.part('popover') as HTMLElement).getBoundingClientRect();
    expect(panel.right).toBeLessThanOrEqual(700);
    const facets = page.part('facets') as HTMLElement;
    expect(facets.scrollWidth).toBeLessThanOrEqual(facets.clientWidth);
    // No name or value is so high that another could not be found.
    for (const choice of facets.querySelectorAll('label, legend'))
      expect(choice.getBoundingClientRect().height).toBeLessThanOrEqual(64);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(700);
    expect(Object.keys(window).filter((name) => name.includes('tailrace_hacked'))).toEqual([]);
  });

  it('may be names that every object has', async () => {
    const labels = { constructor: 'a', toString: 'b', log_type: 'valueOf' };
    const page = await openViewer({
      stream: stageStream(
        serverLines(4).map((line, at) => ({ ...line, labels: { ...labels, stream: `${at % 2}` } })),
      ),
    });
    await expect.poll(() => page.rows()).toHaveLength(4);
    for (const row of page.rows()) expect(row.querySelector('[data-tailrace="icon"]')).toBeNull();
    await userEvent.click(browser.getByRole('button', { name: 'More filters' }));
    const legends = (): Element[] => [...document.querySelectorAll('[data-tailrace="facet"] legend')];
    const names = (): (string | null)[] => legends().map((each) => each.textContent);
    await expect.poll(names).toEqual(expect.arrayContaining(['constructor', 'toString', 'Kind', 'Stream']));
    const streams = legends().find((each) => each.textContent === 'Stream')?.parentElement;
    await userEvent.click(streams?.querySelector('input') as HTMLElement);
    await expect.poll(() => page.rows()).toHaveLength(2);
    expect(names()).toContain('constructor');
  });
});

describe('what is found in the address and in the storage', () => {
  afterEach(() => {
    history.replaceState(null, '', location.pathname + location.search);
    localStorage.clear();
  });

  const numbers = [
    'L0',
    'L1-',
    'L99999999999999999999',
    'L-5-L-1',
    'L5-L2@',
    'L1@i,%',
    'L1@i,%E0%A4%A',
    'L1@t,,',
    'L1@t,x,y,1e999',
  ];
  const links = [
    ...numbers,
    'L1@m,;',
    `L1@i,${'a'.repeat(100_000)}`,
    '__proto__',
    'L1@i,<script>',
    '%',
    '\u202E',
  ];
  it.each(links)('is no harm: #%s', async (link) => {
    const wrong: string[] = [];
    const hear = ({ message }: ErrorEvent): void => void wrong.push(message);
    window.addEventListener('error', hear);
    history.replaceState(null, '', `#${link}`);
    const page = await openViewer({ stream: stageStream(serverLines(30)), permalinks: true });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    window.removeEventListener('error', hear);
    expect(wrong).toEqual([]);
  });

  const texts = [
    '',
    '{',
    'null',
    '[]',
    '{"version":1}',
    '{"version":1,"__proto__":{"wrap":true}}',
    '[['.repeat(100_000),
  ];
  const wrongTypes =
    '{"version":1,"wrap":"yes","timestamps":"constructor","copyFormat":7,"levels":{"length":1e9},"find":{"regex":"x"}}';
  const wrongLevels = '{"version":1,"levels":["ERROR",null,{}],"find":[true]}';
  it.each([...texts, wrongTypes])('is left out where it makes no sense: %s', async (text) => {
    localStorage.setItem('tailrace:here', text);
    const page = await openViewer({ stream: stageStream(serverLines(30)), persist: 'here' });
    await expect.poll(() => page.text('line-count')).toBe('30 lines');
    expect(page.viewport.dataset['wrap']).toBeUndefined();
    expect(page.rows()[0]?.querySelector('time')).not.toBeNull();
  });

  it('hides no line for a level that there is not', async () => {
    localStorage.setItem('tailrace:here', wrongLevels);
    const page = await openViewer({ stream: stageStream(serverLines(30)), persist: 'here' });
    await expect.poll(() => page.text('line-count')).toBe('30 lines');
  });
});
