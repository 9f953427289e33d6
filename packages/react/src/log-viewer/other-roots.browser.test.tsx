/** Viewers that do not stand in the document of the page's scripts: popped out into a window, or under a shadow root. */
import { createPortal } from 'react-dom';
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import styles from '../styles.css?url';
import { LogViewer } from './log-viewer.js';
import { mouse, placeOfText } from './testing/pointer.js';
import { pressCopy } from './testing/press-copy.js';
import { serverLines } from './testing/samples.js';
import { stageStream, type StagedStream } from './testing/staged-stream.js';

/** Where a viewer stands. */
interface Root {
  /** What it is rendered into. */
  readonly host: Element;
  /** What tells of copies, and has the focus within it. */
  readonly tree: Document | ShadowRoot;
  /** Where the test's page has its upper left corner. */
  readonly corner: () => { readonly x: number; readonly y: number };
}

/** A window of the same origin, as far as a document of its own makes one. */
async function popOut(): Promise<Root> {
  const frame = document.createElement('iframe');
  frame.style.cssText = 'position: fixed; inset: 10px auto auto 10px; width: 380px; height: 460px';
  const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
  frame.srcdoc = `<!doctype html><link rel="stylesheet" href="${styles}"><div id="app"></div>`;
  document.body.append(frame);
  await loaded;
  const tree = frame.contentDocument as Document;
  return {
    host: tree.querySelector('#app') as Element,
    tree,
    corner() {
      const { left, top } = frame.getBoundingClientRect();
      return { x: left + frame.clientLeft, y: top + frame.clientTop };
    },
  };
}

function shadow(): Promise<Root> {
  const holder = document.body.appendChild(document.createElement('section'));
  holder.dataset['root'] = '';
  const tree = holder.attachShadow({ mode: 'open' });
  const host = document.createElement('div');
  tree.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: styles }), host);
  return Promise.resolve({
    host,
    tree,
    corner: () => ({ x: 0, y: 0 }),
  });
}

const COUNT = 300;
const messages = serverLines(COUNT).map(({ message }) => message);

/** A viewer there, and what a person does in it. */
async function openIn({ host, tree, corner }: Root) {
  const stream: StagedStream = stageStream(serverLines(COUNT));
  await render(createPortal(<LogViewer stream={stream} height={400} />, host));
  const all = (selector: string): HTMLElement[] => [...host.querySelectorAll<HTMLElement>(selector)];
  const part = (name: string): HTMLElement | undefined => all(`[data-tailrace="${name}"]`)[0];
  await expect
    .poll(() => part('viewer') && getComputedStyle(part('viewer') as HTMLElement).display)
    .toBe('flex');
  await expect.poll(() => all(`[data-seq="${COUNT - 1}"]`)).toHaveLength(1);
  // At its end, and laid out.
  const bottom = (element: Element | undefined): number => element?.getBoundingClientRect().bottom ?? 0;
  const gap = (): number => bottom(part('viewport')) - bottom(all(`[data-seq="${COUNT - 1}"]`)[0]);
  await expect.poll(() => gap() >= 0 && gap() < 30).toBe(true);
  const outside = ({ x, y }: { x: number; y: number }) => ({ x: x + corner().x, y: y + corner().y });
  const press = async (element: Element | undefined): Promise<void> => {
    if (!element) throw new Error('There is nothing to press.');
    const { left, top, width, height } = element.getBoundingClientRect();
    const at = outside({ x: left + width / 2, y: top + height / 2 });
    await mouse('mouseMoved', at);
    await mouse('mousePressed', at);
    await mouse('mouseReleased', at);
  };
  return {
    stream,
    all,
    part,
    press,
    button: (label: string) => all('button').find((each) => each.getAttribute('aria-label') === label),
    message: (seq: number) => all(`[data-seq="${seq}"] [data-tailrace="message"]`)[0] as HTMLElement,
    async drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
      await mouse('mouseMoved', outside(from));
      await mouse('mousePressed', outside(from));
      await mouse('mouseMoved', outside(to), { held: true });
      await mouse('mouseReleased', outside(to));
    },
    copy: () => pressCopy(host.ownerDocument),
    active: () => tree.activeElement,
  };
}

describe.each([
  ['in a window of its own', popOut],
  ['under a shadow root', shadow],
])('a viewer %s', (_name, open) => {
  afterEach(() => {
    for (const element of document.querySelectorAll('iframe, [data-root]')) element.remove();
  });

  it('selects and copies lines, by hand and by key', async () => {
    const viewer = await openIn(await open());
    await viewer.press(viewer.all('[data-seq="290"] [data-tailrace="line-number"]')[0]);
    await expect.poll(() => viewer.all('[data-selected]').map((row) => row.dataset['seq'])).toEqual(['290']);
    expect(viewer.active()).toBe(viewer.part('viewport'));
    expect(await viewer.copy()).toBe(messages[290]);
    await userEvent.keyboard('{Control>}a{/Control}');
    expect(await viewer.copy()).toBe(messages.join('\n'));
  });

  it('copies what the mouse marked, also when its lines are drawn no more', async () => {
    const viewer = await openIn(await open());
    await viewer.drag(placeOfText(viewer.message(290), 0), placeOfText(viewer.message(292), 5));
    const expected = [messages[290], messages[291], messages[292]?.slice(0, 5)].join('\n');
    await expect.poll(() => viewer.copy()).toBe(expected); // what is marked is told a moment later
    await userEvent.keyboard('{Home}');
    await expect.poll(() => viewer.all('[data-seq="0"]')).toHaveLength(1);
    await expect.poll(() => viewer.all('[data-seq="290"]')).toHaveLength(0);
    expect(await viewer.copy()).toBe(expected);
  });

  it('lets go of a press, and follows the end again', async () => {
    const viewer = await openIn(await open());
    await viewer.press(viewer.message(295));
    const row = viewer.message(299).closest('[data-tailrace="row"]');
    viewer.stream.append(serverLines(200, COUNT));
    await expect.poll(() => viewer.all('[data-seq="499"]')).toHaveLength(1);
    // Rows go from line to line, but none under a hand.
    expect(row?.isConnected).toBe(true);
  });

  it('has menus that stay open for a press in them, and go for one beside', async () => {
    const viewer = await openIn(await open());
    await viewer.press(viewer.button('More tools'));
    const levels = () => viewer.all('button').find((each) => each.textContent?.includes('Levels'));
    await expect.poll(levels).toBeDefined();
    await viewer.press(levels());
    await expect.poll(() => viewer.part('popover')).toBeDefined();
    const choice = viewer
      .all('[data-tailrace="popover"] label')
      .find((each) => each.textContent?.includes('INFO'));
    await viewer.press(choice);
    await expect.poll(() => viewer.all('[data-tailrace="row"][data-level="info"]')).toHaveLength(0);
    expect(viewer.part('popover')).toBeDefined();
    await viewer.press(viewer.part('status-bar'));
    await expect.poll(() => viewer.part('popover')).toBeUndefined();
  });

  it('opens its find box with Ctrl-F, and leaves a second press to the browser', async () => {
    const viewer = await openIn(await open());
    viewer.part('viewport')?.focus();
    const left: boolean[] = [];
    const hear = (event: Event): void => {
      if ((event as KeyboardEvent).key === 'f') left.push(!event.defaultPrevented);
      event.preventDefault(); // the browser's own box is not ours to test
    };
    const page = viewer.part('viewer')?.ownerDocument as Document;
    page.addEventListener('keydown', hear);
    await userEvent.keyboard('{Control>}f{/Control}');
    expect(viewer.active()).toBe(viewer.part('search'));
    await userEvent.keyboard('{Control>}f{/Control}');
    page.removeEventListener('keydown', hear);
    expect(left).toEqual([false, true]);
  });
});
