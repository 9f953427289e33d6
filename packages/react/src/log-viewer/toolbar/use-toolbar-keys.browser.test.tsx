import { describe, expect, it } from 'vitest';
import { page as browser, userEvent } from 'vitest/browser';
import { agentRun, serverLines } from '../testing/samples.js';
import { stageStream } from '../testing/staged-stream.js';
import { openViewer, type ViewerPage } from '../testing/viewer-page.js';
import { LogViewerSearch } from './search.js';
import { LogViewerToolbar, type LogViewerToolbarProps } from './toolbar.js';

const stream = () => stageStream(serverLines(40));

async function openWide(toolbar?: LogViewerToolbarProps, dir: 'ltr' | 'rtl' = 'ltr'): Promise<ViewerPage> {
  await browser.viewport(1_200, 700);
  const page = await openViewer(
    { stream: stream(), toolbar: <LogViewerToolbar {...toolbar} /> },
    (viewer) => (
      <div dir={dir}>
        <button>Before</button>
        {viewer}
      </div>
    ),
  );
  await expect.poll(() => page.rows().length).toBeGreaterThan(5);
  return page;
}

const button = (name: string | RegExp): HTMLElement =>
  browser.getByRole('button', { name, exact: true }).element() as HTMLElement;

/** What the focus is on, by its name. */
const focused = (): string => {
  const { activeElement: at } = document;
  return at?.getAttribute('aria-label') ?? at?.textContent ?? '';
};

/** Presses keys one after the other; says where the focus was after each. */
async function walk(...keys: readonly string[]): Promise<readonly string[]> {
  const steps: string[] = [];
  for (const key of keys) {
    await userEvent.keyboard(key);
    steps.push(focused());
  }
  return steps;
}

const tab = '{Tab}';
const back = '{Shift>}{Tab}{/Shift}';

/** What five presses of Tab reach, from the button before the viewer. */
const TO_THE_LINES = ['Find', 'Match case', 'Filter lines', 'Filter by a query', 'Log'];

describe('the toolbar', () => {
  it('has a role and a name, and is left with a few presses of Tab', async () => {
    const page = await openWide();
    await expect.element(browser.getByRole('toolbar', { name: 'Log tools' })).toBeInTheDocument();
    button('Before').focus();
    expect(await walk(tab, tab, tab, tab, tab)).toEqual(TO_THE_LINES);
    expect(document.activeElement).toBe(page.viewport);
  });

  it('is walked through with the arrow keys, Home and End, past the fields, and round', async () => {
    await openWide();
    button('Match case').focus();
    expect(
      await walk('{ArrowRight}', '{ArrowRight}', '{ArrowRight}', '{ArrowRight}', '{ArrowRight}'),
    ).toEqual([
      'Whole word',
      'Regular expression',
      'Filter by a query',
      'Filter by regular expression',
      'Levels',
    ]);
    expect(await walk('{End}', '{ArrowRight}', '{ArrowLeft}', '{Home}')).toEqual([
      'Download',
      'Match case',
      'Download',
      'Match case',
    ]);
  });

  it('is entered again where it was left', async () => {
    await openWide();
    button('Wrap long lines').focus();
    expect(await walk(tab, back, '{ArrowRight}', tab, back)).toEqual([
      'Log',
      'Wrap long lines',
      'Follow the end',
      'Log',
      'Follow the end',
    ]);
  });

  it('leaves the arrow keys, Home and End to its fields', async () => {
    const page = await openWide();
    await userEvent.click(page.part('search') as Element);
    await userEvent.keyboard('ab{Home}x{ArrowRight}y{End}{ArrowRight}{ArrowLeft}z');
    expect(page.field('search').value).toBe('xayzb');
    expect(document.activeElement).toBe(page.part('search'));
  });

  it('does not take Home and End for those of the lines, nor arrows with Alt', async () => {
    const page = await openWide();
    await expect.poll(() => page.viewport.dataset['following']).toBe('');
    button('Levels').focus();
    expect(await walk('{Home}', '{Alt>}{ArrowRight}{/Alt}')).toEqual(['Match case', 'Match case']);
    expect(page.inSight().at(-1)).toBe(39);
    expect(page.viewport.dataset['following']).toBe('');
  });

  it('goes from right to left where the page does', async () => {
    await openWide(undefined, 'rtl');
    button('Match case').focus();
    expect(await walk('{ArrowLeft}', '{ArrowRight}')).toEqual(['Whole word', 'Match case']);
  });

  it('steps over what can do nothing, and over what is folded away', async () => {
    await openWide();
    button('Clear').focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(focused).toBe('Log');
    // Another one takes the place of the button that was disabled.
    expect((await walk(back))[0]).not.toBe('Filter lines');
    button('Pause').focus();
    expect(await walk('{ArrowRight}')).toEqual(['Download']);
    await browser.viewport(500, 700);
    await expect.poll(() => button('More tools').checkVisibility()).toBe(true);
    button('Before').focus();
    expect(await walk(tab, tab, '{End}', '{ArrowLeft}')).toEqual([
      'Find',
      'Match case',
      'More tools',
      'More filters',
    ]);
    button('More tools').focus();
    expect(await walk('{Enter}', '{ArrowLeft}')).toEqual(['More tools', 'Download']);
  });

  it('has its tab stop on what is visible, where options of a field hide once it is left', async () => {
    const page = await openWide();
    await browser.viewport(400, 700);
    await expect.poll(() => button('More tools').checkVisibility()).toBe(true);
    const stops = (): readonly string[] =>
      [...(page.part('toolbar')?.querySelectorAll<HTMLElement>('button[tabindex="0"]') ?? [])]
        .filter((each) => each.checkVisibility())
        .map((each) => each.getAttribute('aria-label') ?? each.textContent);
    button('Before').focus();
    expect(await walk(tab, tab, tab, tab, tab)).toEqual(TO_THE_LINES);
    expect(stops()).toEqual(['Levels']);
    expect(await walk(back)).toEqual(['Levels']);
    await userEvent.click(page.part('search') as Element);
    expect(await walk(tab)).toEqual(['Match case']);
    (document.activeElement as HTMLElement).blur();
    expect(stops()).toHaveLength(1);
  });

  it('takes in what a product puts into it, and what comes later', async () => {
    const own = (
      <>
        <b>Build</b>
        <button>Own</button>
        <a href="#own">Link</a>
        <button tabIndex={-1}>Out of the way</button>
        <input aria-label="Own field" />
        <LogViewerSearch />
      </>
    );
    const page = await openWide({ lead: own, tools: <button>Last</button> });
    button('Before').focus();
    expect(await walk(tab, '{ArrowRight}', '{ArrowRight}', '{Home}', tab, tab, tab)).toEqual([
      'Own',
      'Link',
      'Match case',
      'Own',
      'Own field',
      'Find',
      'Match case',
    ]);
    await userEvent.click(page.part('search') as Element);
    await userEvent.keyboard('GET');
    await expect.poll(() => page.text('search-count')).toMatch(/^1\//);
    // Its steps stand before the toggles now, and are no tab stops of their own.
    expect(await walk(tab, '{ArrowRight}', '{End}', tab)).toEqual([
      'Previous match',
      'Next match',
      'Last',
      'Log',
    ]);
  });
});

describe('a menu', () => {
  it('opens with the down arrow, is walked through with arrows, and left with Escape', async () => {
    const page = await openWide();
    const name = (): string => document.activeElement?.closest('label')?.textContent ?? focused();
    button('Levels').focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(() => page.part('popover')?.contains(document.activeElement)).toBe(true);
    expect(name()).toMatch(/^FATAL/);
    await userEvent.keyboard('{ArrowDown}');
    expect(name()).toMatch(/^ERROR/);
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    expect(name()).toBe('All levels');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.part('popover')).toBeUndefined();
    expect(document.activeElement).toBe(button('Levels'));
    // Within a panel that is open, the arrow leads into it, too.
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.part('popover')).toBeDefined();
    expect(document.activeElement).toBe(button('Levels'));
    await userEvent.keyboard('{ArrowDown}');
    expect(name()).toMatch(/^FATAL/);
  });

  it('leaves the arrow keys to a field, a choice and a list in it', async () => {
    const page = await openWide();
    button('Timestamps: local time').focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(() => document.activeElement).toBe(page.part('jump-time'));
    await userEvent.keyboard('ab{ArrowLeft}{ArrowDown}c');
    expect(document.activeElement).toBe(page.part('jump-time'));
  });
});

describe('the lines', () => {
  it('are one tab stop, however many of them can be opened', async () => {
    const page = await openViewer({ stream: stageStream(agentRun()) });
    await expect.poll(() => page.part('viewport')?.querySelector('button[aria-expanded]')).not.toBeNull();
    page.viewport.focus();
    expect(await walk(tab)).toEqual(['What became of the lines']);
  });
});
