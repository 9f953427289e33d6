/** The focus is never lost: whatever goes while it has it, something of the viewer has it next. */
import { describe, expect, it, vi } from 'vitest';
import { page as browser, userEvent } from 'vitest/browser';
import { serverLines } from './testing/samples.js';
import { stageStream, type StagedStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

async function openWide(stream: StagedStream): Promise<ViewerPage> {
  await browser.viewport(1_100, 700);
  const page = await openViewer({ stream });
  await expect.poll(() => page.rows().length).toBeGreaterThan(5);
  return page;
}

const button = (name: string | RegExp): HTMLElement =>
  browser.getByRole('button', { name }).element() as HTMLElement;

/** Presses a button with the keyboard alone. */
async function press(name: string | RegExp): Promise<void> {
  button(name).focus();
  await userEvent.keyboard('{Enter}');
}

/** After the next frame: only then a browser takes the focus from what cannot have it any more. */
const frame = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));

describe('the focus', () => {
  it('goes to the lines when its button can do nothing more', async () => {
    const stream = stageStream(serverLines(40));
    const page = await openWide(stream);
    await press('Clear');
    await expect.poll(() => page.rows().length).toBe(0);
    await expect.poll(() => document.activeElement).toBe(page.viewport);

    stream.append(serverLines(5));
    button('Pause').focus();
    stream.stage({ status: 'complete' });
    await expect.poll(() => page.text('status')).toBe('Complete');
    await expect.poll(() => document.activeElement).toBe(page.viewport);

    page.handle.find('GET');
    await expect.poll(() => page.text('search-count')).toMatch(/^1\//);
    button('Next match').focus();
    page.handle.find('nowhere to be found');
    await expect.poll(() => page.text('search-count')).toBe('0/0');
    await expect.poll(() => document.activeElement).toBe(page.viewport);
  });

  it('stays in a panel whose choices are taken back', async () => {
    const page = await openWide(
      stageStream(
        serverLines(40).map((line, at) => ({ ...line, labels: { stream: at % 2 ? 'out' : 'err' } })),
      ),
    );
    const panel = (): HTMLElement | undefined => page.part('popover');
    await press('Levels');
    await expect.poll(panel).toBeDefined();
    await userEvent.click(browser.getByRole('checkbox', { name: /DEBUG/ }));
    await press('All levels');
    await expect.poll(() => page.text('line-count')).toBe('40 lines');
    await frame();
    expect(panel()?.contains(document.activeElement)).toBe(true);
    await userEvent.keyboard('{Escape}');
    await expect.poll(panel).toBeUndefined();
    expect(document.activeElement).toBe(button('Levels'));

    await press('More filters');
    await expect.poll(panel).toBeDefined();
    await userEvent.click(browser.getByRole('checkbox', { name: /out/ }));
    await expect.poll(() => page.text('line-count')).toBe('20 of 40 lines');
    await press('Show all');
    await expect.poll(() => page.text('line-count')).toBe('40 lines');
    await frame();
    expect(panel()?.contains(document.activeElement)).toBe(true);
  });

  it('goes to the lines when what loads older ones, or fills a gap, is at work', async () => {
    const stream = stageStream(serverLines(20));
    stream.appendGap({ reason: 'outage', missing: 4 });
    stream.stage({ history: 'more' });
    const page = await openWide(stream);
    page.viewport.scrollTop = 0;
    await expect.element(browser.getByRole('button', { name: 'Load older lines' })).toBeInTheDocument();
    button('Load older lines').focus();
    stream.stage({ history: 'loading' });
    await expect.poll(() => page.text('older')).toBe('Loading older lines');
    await frame();
    expect(document.activeElement).toBe(page.viewport);
  });

  it.each([
    ['/', 'search', 'slow'],
    ['&', 'filter', 'query'],
  ] as const)('comes back with Escape from the field that %s led to', async (key, name, words) => {
    const page = await openWide(stageStream(serverLines(40)));
    const field = page.part(name) as HTMLInputElement;
    page.viewport.focus();
    await userEvent.keyboard(`${key}${words}`);
    await expect.poll(() => field.value).toBe(words);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => field.value).toBe('');
    expect(document.activeElement).toBe(field);
    await userEvent.keyboard('{Escape}');
    expect(document.activeElement).toBe(page.viewport);
  });

  it.each(['T', 'd'])('comes back from the panel that %s opened to the lines', async (key) => {
    const page = await openWide(stageStream(serverLines(40)));
    page.viewport.focus();
    await userEvent.keyboard(key);
    await expect.poll(() => page.part('popover')?.contains(document.activeElement)).toBe(true);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.part('popover')).toBeUndefined();
    expect(document.activeElement).toBe(page.viewport);
  });

  it('comes back from a panel to its button, if what had the focus before is gone', async () => {
    const stream = stageStream([...serverLines(8), { message: '{"a":{"b":1}}' }]);
    const page = await openWide(stream);
    await userEvent.click(browser.getByRole('button', { name: 'Details', exact: true }));
    await expect.element(browser.getByRole('treeitem').first()).toBeInTheDocument();
    (browser.getByRole('treeitem').first().element() as HTMLElement).focus();
    await userEvent.keyboard('T');
    await expect.poll(() => document.activeElement?.matches('[data-tailrace="jump-time"]')).toBe(true);
    stream.clear();
    await expect.poll(() => page.part('json-tree')).toBeUndefined();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.part('popover')).toBeUndefined();
    expect(document.activeElement).toBe(button(/^Timestamps/));
  });

  it('goes to the lines when the panel that has it goes with its button, which comes back closed', async () => {
    const page = await openWide(stageStream(serverLines(20)));
    page.viewport.focus();
    await userEvent.keyboard('k');
    await expect.poll(() => page.text('selection')).toContain('1 line selected');
    button('Copy as').focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(() => page.part('popover')?.contains(document.activeElement)).toBe(true);
    page.handle.setFilter({ text: 'nowhere to be found' });
    await expect.poll(() => page.text('selection')).toContain('No selected line is shown');
    expect(document.activeElement).toBe(page.viewport);
    page.handle.setFilter({});
    await expect.poll(() => page.text('selection')).toContain('1 line selected');
    expect(button('Copy as').getAttribute('aria-expanded')).toBe('false');
  });

  it('stays where it is when a text is copied the older way, also in a dialog of the page', async () => {
    await browser.viewport(1_100, 700);
    const lines = serverLines(20);
    const page = await openViewer({ stream: stageStream(lines) }, (viewer) => (
      <dialog ref={(dialog) => dialog?.showModal()} style={{ width: 900 }}>
        {viewer}
      </dialog>
    ));
    await expect.poll(() => page.rows().length).toBeGreaterThan(5);
    const refused = vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
    const heard: (string | undefined)[] = [];
    const hear = ({ target }: ClipboardEvent): void => void heard.push((target as HTMLTextAreaElement).value);
    document.addEventListener('copy', hear);
    page.viewport.focus();
    await userEvent.keyboard('k');
    await expect.poll(() => page.text('selection')).toContain('1 line selected');
    await press('Copy');
    await expect.poll(() => page.text('selection')).toContain('Copied');
    document.removeEventListener('copy', hear);
    refused.mockRestore();
    expect(heard).toEqual([lines[19]?.message]);
    expect(document.activeElement).toBe(button('Copied'));
  });

  it('comes back from a dialog to where it was', async () => {
    const page = await openWide(stageStream(serverLines(20)));
    await press('Keyboard shortcuts');
    await expect.poll(() => page.part('help')).toBeDefined();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.part('help')).toBeUndefined();
    await frame();
    expect(document.activeElement).toBe(button('Keyboard shortcuts'));
  });
});

describe('live regions', () => {
  /** What a screen reader would hear of all regions of a viewer, from now on. */
  function listen(page: ViewerPage): { readonly said: string[]; stop(): void } {
    const said: string[] = [];
    const observer = new MutationObserver((changes) => {
      for (const { target, addedNodes, type } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest('[aria-live], [role="status"], [role="alert"]');
        if (!region || region.getAttribute('aria-live') === 'off') continue;
        if (type === 'characterData' || addedNodes.length > 0) said.push(region.textContent);
      }
    });
    observer.observe(page.part('viewer') as Element, { childList: true, characterData: true, subtree: true });
    return { said, stop: () => observer.disconnect() };
  }

  it('do not say each match that arrives, nor each line that leaves a selection', async () => {
    const stream = stageStream(serverLines(100), 100);
    const page = await openWide(stream);
    page.handle.find('needle');
    await expect.poll(() => page.text('search-count')).toBe('0/0');
    await userEvent.click(page.viewport);
    await userEvent.keyboard('{Control>}a{/Control}');
    await expect.poll(() => page.text('selection')).toContain('100 lines selected');
    const { said, stop } = listen(page);
    for (let count = 1; count <= 12; count += 1) {
      stream.append([{ message: `a needle, ${count}` }, { message: 'hay' }]);
      await expect.poll(() => page.text('search-count')).toMatch(new RegExp(`/${count}$`));
      await expect.poll(() => page.text('selection')).toContain(`${100 - 2 * count} lines selected`);
    }
    expect(said.length).toBeLessThanOrEqual(1);

    // What one asks for oneself is said.
    await userEvent.keyboard('{F3}');
    await expect.poll(() => said).toContainEqual(expect.stringMatching(/^Match \d+ of 12$/));
    await userEvent.keyboard('j');
    await expect.poll(() => said).toContain('1 line selected');
    // A search that was ended finds nothing, and says nothing.
    page.handle.find('');
    await userEvent.keyboard('{F3}');
    await expect.poll(() => page.part('search-count')).toBeUndefined();
    expect(said).not.toContain('No match');
    stop();
  });

  it('say how many lines a filter leaves, once it is typed', async () => {
    const page = await openWide(stageStream(serverLines(100)));
    const { said, stop } = listen(page);
    page.handle.setFilter({ levels: ['error'] });
    await expect.poll(() => said.at(-1)).toMatch(/^Live\. \d+ of 100 lines$/);
    stop();
  });
});
