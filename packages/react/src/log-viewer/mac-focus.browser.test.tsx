/** Safari on a Mac focuses no button, check box or label that is pressed: the focus goes to the nearest element around it that can have it. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { page as browser, userEvent } from 'vitest/browser';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

/** Presses move the focus as they do there. */
function focusAsOnAMac(): void {
  const press = (event: MouseEvent): void => {
    if (!(event.target instanceof Element)) return;
    if (!event.target.closest('button, label, input[type="checkbox"], input[type="radio"]')) return;
    event.preventDefault();
    const around = event.target.closest<HTMLElement>('[tabindex]');
    if (around) around.focus();
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  document.addEventListener('mousedown', press);
  onTestFinished(() => document.removeEventListener('mousedown', press));
}

async function openWide(): Promise<ViewerPage> {
  focusAsOnAMac();
  await browser.viewport(1_100, 700);
  const page = await openViewer({ stream: stageStream(serverLines(40)) });
  await expect.poll(() => page.rows().length).toBeGreaterThan(5);
  return page;
}

describe('in Safari on a Mac', () => {
  it('the keys work after a press of a button', async () => {
    const page = await openWide();
    await userEvent.click(browser.getByRole('button', { name: 'Wrap long lines' }));
    await expect.poll(() => page.viewport.dataset['wrap']).toBe('');
    await userEvent.keyboard('w');
    await expect.poll(() => page.viewport.dataset['wrap']).toBeUndefined();
  });

  it('Escape closes a panel after a press in it', async () => {
    const page = await openWide();
    const levels = browser.getByRole('button', { name: 'Levels' }).element();
    await userEvent.click(levels);
    await userEvent.click(browser.getByRole('checkbox', { name: /^INFO/ }));
    await expect.poll(() => page.text('line-count')).toMatch(/of 40 lines$/);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.part('popover')).toBeUndefined();
    expect(document.activeElement).toBe(levels);
  });

  it('a second press of its button closes a panel', async () => {
    const page = await openWide();
    const levels = browser.getByRole('button', { name: 'Levels' });
    await userEvent.click(levels);
    await expect.poll(() => page.part('popover')).toBeDefined();
    await userEvent.click(levels);
    await expect.poll(() => page.part('popover')).toBeUndefined();
  });

  it('selected lines are copied after a press of a button', async () => {
    const page = await openWide();
    await userEvent.click(page.lineNumber(35));
    await userEvent.click(browser.getByRole('button', { name: 'Wrap long lines' }));
    const copied = new Promise<string>((told) => {
      document.addEventListener('copy', (event) => told(event.clipboardData?.getData('text/plain') ?? ''), {
        once: true,
      });
    });
    await userEvent.keyboard('{Control>}c{/Control}');
    expect(await copied).toBe(serverLines(40)[35]?.message);
  });
});
