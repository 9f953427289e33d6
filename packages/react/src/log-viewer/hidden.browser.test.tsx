/** A viewer in a tab of the page that is closed and opened again. */
import { Activity, StrictMode, useState } from 'react';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { LogViewer } from './log-viewer.js';
import { nextFrames } from './testing/next-frames.js';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer } from './testing/viewer-page.js';

async function openTab(wrap: boolean) {
  const stream = stageStream(serverLines(3_000));
  const page = await openViewer({ stream, wrap }, (viewer) => <div data-tab="">{viewer}</div>);
  await expect.poll(() => page.inSight().at(-1)).toBe(2_999);
  const tab = page.viewport.closest<HTMLElement>('[data-tab]') as HTMLElement;
  return { page, stream, tab };
}

describe.each([false, true])('a closed tab (wrap %s)', (wrap) => {
  it('keeps the place where the log was read, while lines come', async () => {
    const { page, stream, tab } = await openTab(wrap);
    page.handle.scrollToSeq(1_500, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(1_500);
    for (let round = 0; round < 3; round += 1) {
      tab.style.display = 'none';
      stream.append(serverLines(50, 3_000 + round * 100));
      await nextFrames(2);
      stream.append(serverLines(50, 3_050 + round * 100));
      await nextFrames(2);
      expect(page.rows().length).toBeLessThan(100);
      tab.style.display = '';
      stream.append(serverLines(1, 10_000));
      await expect.poll(() => page.inSight()[0]).toBe(1_500);
      await nextFrames(2);
      expect(page.placeOf(1_500)).toBe(0);
    }
  });

  it('follows the end, and goes where the program sends it', async () => {
    const { page, stream, tab } = await openTab(wrap);
    tab.style.display = 'none';
    await nextFrames(2);
    stream.append(serverLines(500, 3_000));
    await nextFrames(2);
    tab.style.display = '';
    await expect.poll(() => page.inSight().at(-1)).toBe(3_499);
    tab.style.display = 'none';
    await nextFrames(2);
    page.handle.scrollToSeq(700, { align: 'start' });
    await nextFrames(2);
    tab.style.display = '';
    await expect.poll(() => page.inSight()[0]).toBe(700);
  });

  it('may be the first that is seen of it', async () => {
    const stream = stageStream(serverLines(3_000));
    const page = await openViewer({ stream, wrap, autoScroll: false }, (viewer) => (
      <div data-tab="" style={{ display: 'none' }}>
        {viewer}
      </div>
    ));
    await nextFrames(2);
    expect(page.rows().length).toBeLessThan(100);
    (page.viewport.closest('[data-tab]') as HTMLElement).style.display = '';
    await expect.poll(() => page.inSight()[0]).toBe(0);
    expect(page.placeOf(0)).toBe(0);
  });
});

describe('an activity of the page that is hidden and shown again', () => {
  it('leaves the page its keyboard and pointer, although a dialog or a menu was open', async () => {
    const stream = stageStream(serverLines(50));
    let show: (shown: boolean) => void = () => undefined;
    function Page() {
      const [shown, setShown] = useState(true);
      show = setShown;
      return (
        <StrictMode>
          <button type="button">beside</button>
          <Activity mode={shown ? 'visible' : 'hidden'}>
            <LogViewer stream={stream} height={400} />
          </Activity>
        </StrictMode>
      );
    }
    const { container } = await render(<Page />);
    const part = (name: string) => container.querySelector<HTMLElement>(`[data-tailrace="${name}"]`);
    const beside = container.querySelector('button') as HTMLButtonElement;
    for (const [key, name] of [
      ['T', 'popover'],
      ['?', 'help'],
    ] as const) {
      await expect.poll(() => part('row')).not.toBeNull();
      part('viewport')?.focus();
      await userEvent.keyboard(key);
      await expect.poll(() => part(name)?.contains(document.activeElement)).toBe(true);
      show(false);
      await expect.poll(() => part('viewer')?.checkVisibility()).toBe(false);
      await expect
        .poll(() => {
          beside.focus();
          return document.activeElement;
        })
        .toBe(beside);
      show(true);
      await expect.poll(() => part('viewer')?.checkVisibility()).toBe(true);
      // A menu is closed by then, as if one had left it; the dialog is as it was.
      if (name === 'help') await expect.poll(() => part(name)?.contains(document.activeElement)).toBe(true);
      else {
        await expect.poll(() => part(name)).toBeNull();
        expect(document.activeElement).toBe(beside);
      }
    }
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => part('help')).toBeNull();
  });
});
