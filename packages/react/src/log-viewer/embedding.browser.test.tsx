import { createLogFeed, LogStreamError, type LogFeed } from '@tailrace/core';
import type { FormEvent, ReactElement } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page as browser, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { withoutLayer } from '../../../../scripts/packages/without-layer.mjs';
import styles from '../styles.css?url';
import type { ViewerLabels } from './labels.js';
import { LogViewer, LogViewerBody } from './log-viewer.js';
import { useViewerContext, useViewerState } from './own-parts.js';
import { LogViewerRoot } from './root.js';
import { LogViewerStatusBar } from './status-bar.js';
import { serverLines } from './testing/samples.js';
import { builtStyles as sheet } from './testing/built-styles.js';
import reset from './testing/reset.css?raw';
import { stageStream } from './testing/staged-stream.js';
import { openViewer } from './testing/viewer-page.js';
import { LogViewerToolbar } from './toolbar/toolbar.js';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'";

/** A page in a frame, under the strictest policy that lets our own stylesheet in; with what it complained of. */
async function strictPage(
  html = '',
  stylesheet = `<link rel="stylesheet" href="${styles}">`,
): Promise<{ document: Document; violations: string[] }> {
  const frame = document.createElement('iframe');
  frame.style.width = '900px';
  frame.style.height = '500px';
  const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
  frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}">${stylesheet}<div id="app">${html}</div>`;
  document.body.append(frame);
  await loaded;
  const inside = frame.contentDocument as Document;
  const violations: string[] = [];
  inside.addEventListener('securitypolicyviolation', (event) =>
    violations.push(`${event.effectiveDirective} ${event.blockedURI}`),
  );
  return { document: inside, violations };
}

const part = (page: Document, name: string): HTMLElement | null =>
  page.querySelector(`[data-tailrace="${name}"]`);

function feed(): LogFeed {
  const made = createLogFeed({ title: 'strict' });
  made.append(serverLines(3_000));
  return made;
}

afterEach(() => {
  for (const frame of document.querySelectorAll('iframe')) frame.remove();
});

describe('a strict content security policy', () => {
  it('is kept: no style elements, nothing inline, nothing evaluated', async () => {
    const page = await strictPage();
    const root = createRoot(page.document.getElementById('app') as HTMLElement);
    root.render(<LogViewer source={feed()} height={400} defaultSearch={{ term: 'w.rker', regex: true }} />);
    await expect.poll(() => part(page.document, 'line-count')?.textContent).toBe('3,000 lines');
    await expect
      .poll(() => page.document.querySelectorAll('[data-tailrace="row"]').length)
      .toBeGreaterThan(10);
    const viewer = part(page.document, 'viewer') as HTMLElement;
    // The stylesheet came, and the height that was asked for holds.
    expect(getComputedStyle(viewer).display).toBe('flex');
    expect(viewer.getBoundingClientRect().height).toBe(400);
    await expect.poll(() => part(page.document, 'search-count')?.textContent).toMatch(/^1\/[1-9]/);
    const viewport = part(page.document, 'viewport') as HTMLElement;
    viewport.dispatchEvent(new WheelEvent('wheel', { deltaY: -1 }));
    await expect.poll(() => viewport.dataset['following']).toBeUndefined();
    viewport.scrollTop = 100;
    await expect.poll(() => page.document.querySelector('[data-seq="8"]')).not.toBeNull();
    expect(page.document.querySelectorAll('style')).toHaveLength(0);
    expect(page.violations).toEqual([]);
    root.unmount();
  });

  it('leaves a page from a server its height', async () => {
    const complaints = vi.spyOn(console, 'error');
    const page = await strictPage(renderToString(<LogViewer source={feed()} height="300px" />));
    const viewer = part(page.document, 'viewer') as HTMLElement;
    expect(viewer.textContent).toContain('Loading the log');
    const root = hydrateRoot(
      page.document.getElementById('app') as HTMLElement,
      <LogViewer source={feed()} height="300px" />,
    );
    await expect.poll(() => part(page.document, 'line-count')?.textContent).toBe('3,000 lines');
    expect(viewer.isConnected).toBe(true);
    expect(viewer.getBoundingClientRect().height).toBe(300);
    // A frame that is observed from outside is told of sizes a moment late; that is no complaint of React.
    const heard = complaints.mock.calls.map(([first]) => String(first));
    expect(heard.filter((text) => !text.includes('ResizeObserver'))).toEqual([]);
    complaints.mockRestore();
    root.unmount();
  });
});

describe('the stylesheet', () => {
  it('is asked for where it is missing, and a long log is not drawn whole meanwhile', async () => {
    const { document: page } = await strictPage('', '');
    const root = createRoot(page.getElementById('app') as HTMLElement);
    root.render(<LogViewer source={feed()} height={400} />);
    await expect
      .poll(() => part(page, 'notice')?.textContent)
      .toContain("import '@tailrace/react/styles.css'");
    await expect.poll(() => part(page, 'line-count')?.textContent).toBe('3,000 lines');
    await expect.poll(() => page.querySelectorAll('[data-tailrace="row"]').length).toBeGreaterThan(10);
    expect(page.querySelectorAll('[data-tailrace="row"]').length).toBeLessThan(200);

    page.head.append(Object.assign(page.createElement('link'), { rel: 'stylesheet', href: styles }));
    await expect.poll(() => part(page, 'notice')).toBeNull();
    root.unmount();
  });

  it('lies in one cascade layer, so that a product’s own rules win', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(20)) });
    const rules = document.head.appendChild(document.createElement('style'));
    rules.textContent = 'section { --tailrace-surface: rgb(1, 2, 3) } div { border-top: 7px solid red }';
    await expect
      .poll(() => getComputedStyle(page.part('viewer') as HTMLElement).backgroundColor)
      .toBe('rgb(1, 2, 3)');
    expect(getComputedStyle(page.part('toolbar') as HTMLElement).borderTopWidth).toBe('7px');
    rules.remove();
  });

  it.each([
    ['above a reset in a layer below', [reset, sheet]],
    ['outside of layers, beside a reset outside of them', [withoutLayer(reset), withoutLayer(sheet)]],
    ['outside of layers, beside one that comes later', [withoutLayer(sheet), withoutLayer(reset)]],
  ])('is as it is alone: %s', async (_name, sheets) => {
    /** Where everything in a viewer lies, with a match, the details of a line and the list of keys; and how bold it is. */
    const look = async (...texts: readonly string[]): Promise<readonly unknown[]> => {
      const { document: page } = await strictPage('', '');
      const { CSSStyleSheet: Sheet } = page.defaultView as Window & typeof globalThis;
      for (const text of texts) {
        const made = new Sheet();
        made.replaceSync(text);
        page.adoptedStyleSheets.push(made);
      }
      page.body.style.margin = '0';
      const lines = createLogFeed({ title: 'reset' });
      lines.append([{ message: 'found here', metadata: { code: 500 } }, { message: 'https://logs.test/a' }]);
      const root = createRoot(page.getElementById('app') as HTMLElement);
      root.render(<LogViewer source={lines} height={400} defaultSearch="found" />);
      await expect.poll(() => part(page, 'search-count')?.textContent).toBe('1/1');
      page.querySelector<HTMLElement>('button[data-tailrace="disclosure"]')?.click();
      await expect.poll(() => part(page, 'details')).not.toBeNull();
      page.querySelector<HTMLElement>('button[aria-label="Keyboard shortcuts"]')?.click();
      await expect.poll(() => part(page, 'help')?.getBoundingClientRect().width).toBeGreaterThan(0);
      // The opened line is as high as its details.
      await expect.poll(() => part(page, 'sizer')?.getBoundingClientRect().height).toBeGreaterThan(100);
      for (const movement of page.getAnimations()) movement.finish();
      const viewer = part(page, 'viewer') as HTMLElement;
      const places = [...viewer.querySelectorAll('*')].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const name = element.closest<HTMLElement>('[data-tailrace]')?.dataset['tailrace'];
        const place = [x, y, width, height].map(Math.round).join(' ');
        return `${name} ${element.localName}: ${place} ${getComputedStyle(element).fontWeight}`;
      });
      root.unmount();
      return places;
    };
    expect(await look(...sheets)).toEqual(await look(sheet));
  });

  it('gives every control room for a pointer', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(20)), defaultSearch: 'GET' });
    await expect.poll(() => page.text('search-count')).toMatch(/^1\//);
    const small = [...(page.part('viewer')?.querySelectorAll<HTMLElement>('[data-tailrace="button"]') ?? [])]
      .map((button) => button.getBoundingClientRect())
      .filter(({ width, height }) => width > 0 && (width < 24 || height < 24));
    expect(small).toEqual([]);
  });
});

/** A part of one's own. */
function LineCount(): ReactElement {
  const { viewer } = useViewerContext();
  const shown = useViewerState((state) => state.shown);
  return (
    <button type="button" data-own="" onClick={() => viewer.follow(false)}>
      {shown} lines
    </button>
  );
}

describe('the height', () => {
  it.each([
    [300, 300],
    ['300', 300],
    ['300px', 300],
  ])('%o', async (height, expected) => {
    const page = await openViewer({ stream: stageStream(serverLines(20)), height });
    expect(page.part('viewer')?.getBoundingClientRect().height).toBe(expected);
  });
});

describe('the parts', () => {
  it('are replaced one by one', async () => {
    const page = await openViewer({
      stream: stageStream(serverLines(200)),
      toolbar: <LogViewerToolbar lead={<LineCount />} tools={null} />,
      renderRow: ({ entry }) => (
        <div
          data-tailrace="row"
          data-seq={entry.seq}
          role="listitem"
          style={{ height: entry.seq % 2 ? 20 : 50 }}
        >
          {entry.level}: {entry.message}
        </div>
      ),
    });
    await expect.poll(() => page.inSight().at(-1)).toBe(199);
    const own = page.part('toolbar')?.querySelector<HTMLElement>('[data-own]');
    expect(own?.textContent).toBe('200 lines');
    expect(page.part('search')).toBeUndefined();
    own?.click();
    await expect.poll(() => page.part('viewport')?.dataset['following']).toBeUndefined();
    page.handle.scrollToSeq(100, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(100);
    expect(page.placeOf(101) - page.placeOf(100)).toBe(50);
  });

  it('stand in any order, or not at all', async () => {
    const stream = stageStream(serverLines(200));
    const screen = await render(
      <LogViewerRoot stream={stream} height={300}>
        <LogViewerStatusBar />
        <LogViewerBody />
      </LogViewerRoot>,
    );
    const rows = () => screen.container.querySelectorAll('[data-tailrace="row"]');
    await expect.poll(() => rows().length).toBeGreaterThan(10);
    expect(screen.container.querySelector('[data-tailrace="toolbar"]')).toBeNull();
  });

  it('says that there is no error only for a while, also without the part that announces it', async () => {
    const screen = await render(
      <LogViewerRoot stream={stageStream([{ message: 'fine' }])} height={300}>
        <LogViewerStatusBar />
        <LogViewerBody />
      </LogViewerRoot>,
    );
    const words = () => screen.container.querySelector('[data-tailrace="status-bar"]')?.textContent;
    await expect.poll(words).toContain('1 line');
    screen.container.querySelector<HTMLElement>('[data-tailrace="viewport"]')?.focus();
    await userEvent.keyboard('e');
    await expect.poll(words).toContain('No error below');
    await expect.poll(words).not.toContain('No error');
  });
});

describe('a form around a viewer', () => {
  it('is not sent by Enter in the viewer, and has nothing of it', async () => {
    const complaints = vi.spyOn(console, 'error');
    const sent = vi.fn((event: FormEvent) => event.preventDefault());
    await browser.viewport(1_100, 700);
    const page = await openViewer({ stream: stageStream(serverLines(30)) }, (viewer) => (
      <form onSubmit={sent}>
        {viewer}
        <button type="submit">Send</button>
      </form>
    ));
    await expect.poll(() => page.rows().length).toBeGreaterThan(5);
    page.viewport.focus();
    await userEvent.keyboard('/GET{Enter}{Escape}{Escape}&GET{Enter}{Escape}{Escape}');
    expect(document.activeElement).toBe(page.viewport);
    for (const button of page
      .part('toolbar')
      ?.querySelectorAll<HTMLElement>('[data-tailrace="menu"] > button') ?? []) {
      button.focus();
      await userEvent.keyboard('{ArrowDown}');
      await expect.poll(() => page.part('popover')).toBeDefined();
      expect([...new FormData(page.viewport.closest('form') ?? undefined)]).toEqual([]);
      for (const input of page.part('popover')?.querySelectorAll('input') ?? []) {
        input.focus();
        await userEvent.keyboard('{Enter}');
      }
      await userEvent.keyboard('{Escape}');
    }
    expect(sent).not.toHaveBeenCalled();
    expect(complaints).not.toHaveBeenCalled();
    complaints.mockRestore();
  });
});

describe('the words', () => {
  it('are the default ones where a page has none yet', async () => {
    const labels = { status: undefined, clear: 'Empty' } as unknown as Partial<ViewerLabels>;
    const page = await openViewer({ stream: stageStream(serverLines(5)), labels });
    await expect.poll(() => page.text('status')).toContain('Live');
    expect(page.part('toolbar')?.querySelector('[aria-label="Empty"]')).not.toBeNull();
  });
});

describe('the numbers', () => {
  it('are written as the page writes them: of the levels, of label values and in the ledger', async () => {
    const labels = { count: (count: number) => `${count} Zeilen` };
    const stream = stageStream(serverLines(30).map((line) => ({ ...line, labels: { step_name: 'build' } })));
    await browser.viewport(1_100, 700);
    const page = await openViewer({ stream, labels });
    await expect.poll(() => page.rows().length).toBeGreaterThan(5);
    for (const [name, words] of [
      ['Levels', /ERROR\d Zeilen/],
      ['More filters', '30 Zeilen'],
      ['What became of the lines', 'Received30 Zeilen'],
    ] as const) {
      await userEvent.click(browser.getByRole('button', { name }));
      await expect.poll(() => page.text('popover')).toMatch(words);
      await userEvent.keyboard('{Escape}');
    }
  });
});

describe('the space of a viewer', () => {
  it('is what its style says, before its height', async () => {
    const page = await openViewer(
      { stream: stageStream(serverLines(20)), style: { height: '50%' } },
      (viewer) => <div style={{ height: 620 }}>{viewer}</div>,
    );
    expect(page.part('viewer')?.offsetHeight).toBe(310);
  });

  it('may change at any time: the end, or the line that is read, stays', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(500)) });
    await expect.poll(() => page.inSight().at(-1)).toBe(499);
    const viewer = page.part('viewer') as HTMLElement;
    const errors: string[] = [];
    const hear = (event: ErrorEvent): void => void errors.push(event.message);
    window.addEventListener('error', hear);
    for (const [width, height] of [
      [380, 700],
      [900, 200],
      [600, 500],
    ] as const) {
      viewer.style.width = `${width}px`;
      viewer.style.height = `${height}px`;
      await expect.poll(() => page.inSight().at(-1)).toBe(499);
      await expect.poll(() => page.fromEnd()).toBeLessThan(2);
    }
    page.handle.scrollToSeq(200, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(200);
    viewer.style.height = '300px';
    await expect.poll(() => page.viewport.clientHeight).toBeLessThan(250);
    await expect.poll(() => page.inSight()[0]).toBe(200);
    // On a phone nothing sticks out of the viewer.
    viewer.style.width = '380px';
    const { right } = viewer.getBoundingClientRect();
    const out = [...viewer.querySelectorAll('[data-tailrace="button"], input')].filter(
      (each) => each.getBoundingClientRect().right > right,
    );
    expect(out).toEqual([]);
    window.removeEventListener('error', hear);
    expect(errors).toEqual([]);
  });

  it('is enough where it is narrow: panels stay within it', async () => {
    await browser.viewport(320, 700);
    const page = await openViewer({ stream: stageStream(serverLines(30)), height: 500 });
    await userEvent.click(browser.getByRole('button', { name: 'More tools' }));
    for (const name of ['Levels', 'More filters', /^Timestamps/, 'Download', 'What became of the lines']) {
      await userEvent.click(browser.getByRole('button', { name }));
      await expect.poll(() => page.part('popover')).toBeDefined();
      const panel = (page.part('popover') as HTMLElement).getBoundingClientRect();
      expect(panel.left).toBeGreaterThanOrEqual(0);
      expect(panel.right).toBeLessThanOrEqual(320);
      await userEvent.keyboard('{Escape}');
    }
  });

  it('is enough where it is narrow: lines can be read beside what belongs to them', async () => {
    const long = { message: 'x'.repeat(1_000_000), labels: { step_name: 'build image' } };
    for (const [width, room] of [
      [320, 80],
      [600, 250],
    ] as const) {
      await browser.viewport(width, 700);
      const page = await openViewer({ stream: stageStream([long]), autoScroll: false });
      const edge = (name: string): number => page.part(name)?.getBoundingClientRect().left ?? -Infinity;
      await expect.poll(() => edge('inline-button') - edge('message')).toBeGreaterThan(room);
      await page.unmount();
    }
  });

  it('is enough where it is low: lines stay in sight under a long reason, which is read by scrolling', async () => {
    await browser.viewport(320, 700);
    const error = new LogStreamError('network', 'The server cannot be reached, and this is why. '.repeat(9));
    const stream = stageStream(serverLines(30));
    stream.stage({ status: 'reconnecting', error, retry: { attempt: 1, at: 0, delay: 1 } });
    const page = await openViewer({ stream, height: 250 });
    const box = (name: string): DOMRect => (page.part(name) as HTMLElement).getBoundingClientRect();
    await expect.poll(() => page.part('notice')).toBeDefined();
    expect(box('status-bar').bottom).toBeLessThanOrEqual(box('viewer').bottom);
    expect(box('viewport').height).toBeGreaterThanOrEqual(60);
    expect(box('notice').bottom).toBeLessThanOrEqual(box('viewport').top + 1);
    const retry = browser.getByRole('button', { name: 'Retry now' });
    await userEvent.click(retry);
    expect(stream.calls).toContain('retryNow');

    // In the place of lines it begins with its title.
    const empty = stageStream();
    empty.stage({ status: 'failed', error });
    await page.rerender({ stream: empty, height: 250 });
    await expect.poll(() => page.part('state')?.dataset['kind']).toBe('failed');
    const icon = page.part('state')?.querySelector('svg') as SVGElement;
    expect(icon.getBoundingClientRect().top).toBeGreaterThanOrEqual(box('body').top);
    await userEvent.wheel(page.part('state')?.querySelector('span') as Element, { delta: { y: 80 } });
    await expect.poll(() => page.part('state')?.scrollTop).toBeGreaterThan(0);
  });

  it('is not all that a panel has: it lies over the viewer below', async () => {
    await browser.viewport(900, 700);
    const page = await openViewer({ stream: stageStream(serverLines(30)), height: 150 }, (viewer) => (
      <>
        {viewer}
        <LogViewer stream={stageStream(serverLines(30))} height={300} />
      </>
    ));
    await userEvent.click(browser.getByRole('button', { name: 'Levels' }).first());
    await expect.poll(() => page.part('popover')).toBeDefined();
    const panel = page.part('popover') as HTMLElement;
    const { left, bottom } = panel.getBoundingClientRect();
    expect(bottom).toBeGreaterThan((page.part('viewer') as HTMLElement).getBoundingClientRect().bottom + 20);
    expect(panel.contains(document.elementFromPoint(left + 20, bottom - 20))).toBe(true);
  });
});
