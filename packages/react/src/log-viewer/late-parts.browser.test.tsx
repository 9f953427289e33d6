import { LogStreamError, type Late } from '@tailrace/core';
import { useLayoutEffect } from 'react';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { page as browser, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { readers, jobBackend, openedParts, rowMeasurer } from './late-parts.js';
import { useViewerContext, useViewerState } from './own-parts.js';
import { LogViewerNotice } from './notice.js';
import { LogViewerRoot } from './root.js';
import { nextFrames } from './testing/next-frames.js';
import { mouse } from './testing/pointer.js';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer } from './testing/viewer-page.js';
import { useLate } from './use-late.js';

/** Keeps a part away until it is let come, as a slow network would. */
function holdBack(part: Late<object>): { come(): void } {
  let open = (): void => undefined;
  const gate = new Promise<void>((done) => (open = done));
  const bring = part.load;
  const here = vi.spyOn(part, 'here', 'get').mockReturnValue(undefined);
  const load = vi.spyOn(part, 'load').mockImplementation(async () => {
    await gate;
    here.mockRestore();
    return bring();
  });
  onTestFinished(() => {
    here.mockRestore();
    load.mockRestore();
  });
  return { come: () => open() };
}

describe('what measures rows', () => {
  it('comes late: until then rows are one line high, and what is read stays where it is', async () => {
    const late = holdBack(rowMeasurer);
    const messages = Array.from({ length: 300 }, (_, index) => ({
      message: `${index}: ${'word '.repeat((index * 37) % 90)}`,
    }));
    const stream = stageStream(messages);
    const page = await openViewer({ stream });
    page.handle.scrollToSeq(150, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(150);
    const place = page.placeOf(155);
    const heights = (): ReadonlySet<number> =>
      new Set(page.rows().map((row) => Math.round(row.getBoundingClientRect().height)));

    await page.rerender({ stream, wrap: true });
    expect(heights()).toEqual(new Set([20]));
    expect(page.placeOf(155)).toBe(place);

    const first = page.inSight()[0] as number;
    const firstPlace = page.placeOf(first);
    late.come();
    await expect.poll(() => heights().size).toBeGreaterThan(3);
    expect(page.inSight()[0]).toBe(first);
    expect(Math.abs(page.placeOf(first) - firstPlace)).toBeLessThanOrEqual(1);
  });
});

describe('find', () => {
  const lines = serverLines(300).map((line, index) => ({
    ...line,
    message: index === 40 || index === 41 ? 'a needle' : `hay ${index}`,
  }));

  it('comes late: what is looked for by then is found, and comes into sight', async () => {
    const late = holdBack(readers);
    const page = await openViewer({ stream: stageStream(lines) });
    page.handle.find('need');
    page.handle.find('needle');
    await expect.poll(() => page.text('search-count')).toBe('0/0');
    expect(page.inSight()).toContain(299);
    late.come();
    await expect.poll(() => page.text('search-count')).toBe('1/2');
    await expect.poll(() => page.inSight()).toContain(40);
    expect(page.part('match')?.textContent).toBe('needle');
  });

  it.each([
    ['in a folded trace', 'what measures rows', rowMeasurer],
    ['in a folded trace', 'what opens lines', openedParts],
    ['in a line that wraps', 'what measures rows', rowMeasurer],
  ])('brings a match into sight far down %s, also if %s comes late', async (line, _, part) => {
    const late = holdBack(part);
    const wrap = line === 'in a line that wraps';
    const words = ['it broke', ...Array.from({ length: 60 }, (_unused, at) => `    at f${at} (a.js:1)`)];
    const message = words.join(wrap ? ' ' : '\n');
    const stream = stageStream([...serverLines(100), { message }, ...serverLines(100, 100)]);
    const page = await openViewer({ stream, wrap });
    page.handle.find('at f50');
    await expect.poll(() => page.text('search-count')).toBe('1/1');
    await expect.poll(() => page.inSight()).toContain(100);
    late.come();
    const seen = (): boolean => {
      const match = page.part('match')?.getBoundingClientRect();
      const sight = page.viewport.getBoundingClientRect();
      return match !== undefined && match.top >= sight.top && match.bottom <= sight.bottom;
    };
    await expect.poll(() => (page.row(100)?.getBoundingClientRect().height ?? 0) > 400 && seen()).toBe(true);
    // Once there, it is not brought again.
    page.handle.scrollToSeq(150, { align: 'center' });
    await expect.poll(() => page.inSight()).toContain(150);
    const place = page.placeOf(150);
    stream.append(serverLines(1, 200));
    await expect.poll(() => page.text('line-count')).toBe('202 lines');
    expect(page.placeOf(150)).toBe(place);
  });

  it('is shown also if it comes just after it was drawn without', async () => {
    const coming: { here: string | undefined; load(): Promise<string> } = {
      here: undefined,
      load: () => Promise.resolve('here it is'),
    };
    function Part() {
      const part = useLate(coming, true);
      useLayoutEffect(() => {
        coming.here = 'here it is';
      }, []);
      return <p>{part}</p>;
    }
    await render(
      <LogViewerRoot>
        <Part />
      </LogViewerRoot>,
    );
    await expect.element(browser.getByText('here it is')).toBeInTheDocument();
  });

  it('counts lines for a page’s own part, once what counts them is here', async () => {
    const late = holdBack(readers);
    function Errors() {
      const errors = useViewerState((state) => state.counts.error ?? 0);
      const { viewer } = useViewerContext();
      return (
        <p data-errors="">{`${errors} errors, ${viewer.facets.get('step_name')?.get('build') ?? 0} in build`}</p>
      );
    }
    const stream = stageStream([
      { message: 'one', level: 'error', labels: { step_name: 'build' } },
      { message: 'two', level: 'error', labels: { step_name: 'test' } },
    ]);
    const { container } = await render(
      <LogViewerRoot stream={stream}>
        <Errors />
      </LogViewerRoot>,
    );
    const text = () => container.querySelector('[data-errors]')?.textContent;
    await expect.poll(text).toBe('0 errors, 0 in build');
    late.come();
    await expect.poll(text).toBe('2 errors, 1 in build');
    stream.append([{ message: 'three', level: 'error', labels: { step_name: 'build' } }]);
    await expect.poll(text).toBe('3 errors, 2 in build');
  });

  it('says that what counts cannot be loaded to a page whose own part reads a number, and gets it in the end', async () => {
    // Where another test has left it, the mouse may enter the viewer, which brings the code, too.
    await mouse('mouseMoved', { x: 1, y: window.innerHeight - 1 });
    const dead = new LogStreamError('network', 'The code for find and filter could not be loaded.');
    const here = vi.spyOn(readers, 'here', 'get').mockReturnValue(undefined);
    const load = vi.spyOn(readers, 'load').mockRejectedValue(dead);
    function Errors() {
      return <p data-errors="">{useViewerState((state) => state.counts.error ?? 0)}</p>;
    }
    const stream = stageStream([{ message: 'one', level: 'error' }]);
    const { container } = await render(
      <LogViewerRoot stream={stream}>
        <LogViewerNotice />
        <Errors />
      </LogViewerRoot>,
    );
    const text = (part: string) => container.querySelector(part)?.textContent;
    await expect.poll(() => text('[data-tailrace="notice"]')).toContain(dead.message);
    expect(text('[data-errors]')).toBe('0');
    stream.append([{ message: 'two', level: 'error' }]);
    await nextFrames();
    // Not with each line.
    expect(load).toHaveBeenCalledTimes(1);
    await userEvent.click(browser.getByRole('button', { name: 'Dismiss' }));
    const asked = load.mock.calls.length;
    await expect.poll(() => load.mock.calls.length).toBeGreaterThan(asked);
    expect(text('[data-tailrace="notice"]')).toBeUndefined();
    here.mockRestore();
    load.mockRestore();
    await expect.poll(() => text('[data-errors]')).toBe('2');
  });

  it('says that it cannot be loaded, and is asked for again with the next term', async () => {
    const dead = new LogStreamError('network', 'The code for find and filter could not be loaded.');
    const here = vi.spyOn(readers, 'here', 'get').mockReturnValue(undefined);
    const load = vi.spyOn(readers, 'load').mockRejectedValue(dead);
    const stream = stageStream(lines);
    const page = await openViewer({ stream });
    page.handle.find('need');
    await expect.poll(() => page.text('notice')).toContain(dead.message);
    // Not in the place of what the person has to know first.
    stream.stage({ status: 'reconnecting', retry: { attempt: 1, at: Date.now() + 9_000, delay: 9_000 } });
    await expect.poll(() => page.part('notice')?.dataset['kind']).toBe('reconnecting');
    stream.stage({ status: 'live', retry: undefined });
    await expect.poll(() => page.text('notice')).toContain(dead.message);
    here.mockRestore();
    load.mockRestore();
    page.handle.find('needle');
    await expect.poll(() => page.text('search-count')).toBe('1/2');
  });
});

describe('the job backend', () => {
  it('comes late, and is asked for again by itself', async () => {
    const dead = new LogStreamError('network', 'The code for the job backend could not be loaded.');
    const here = vi.spyOn(jobBackend, 'here', 'get').mockReturnValue(undefined);
    const load = vi.spyOn(jobBackend, 'load').mockRejectedValueOnce(dead);
    onTestFinished(() => load.mockRestore());
    const page = await openViewer({ jobRunId: 'nightly' });
    await expect.poll(() => page.text('state')).toContain(dead.message);
    here.mockRestore();
    // There is no such server: that it is asked is all that can be seen of it.
    await expect.poll(() => page.text('title')).toContain('nightly');
    expect(page.text('state')).not.toContain(dead.message);
  });
});

describe('what a person opens', () => {
  it('comes late: a line opens when its details are here', async () => {
    const late = holdBack(openedParts);
    const page = await openViewer({
      stream: stageStream([{ message: 'opened', metadata: { answer: 42 } }, ...serverLines(3)]),
    });
    await expect.poll(() => page.rows().length).toBe(4);
    await userEvent.click(browser.getByRole('button', { name: 'Details' }).first());
    expect(page.part('details')).toBeUndefined();
    late.come();
    await expect.poll(() => page.text('details')).toContain('answer');
  });

  it('says that it cannot be loaded, and is asked for again the next time', async () => {
    const dead = new LogStreamError('network', 'The code for menus and details could not be loaded.');
    const here = vi.spyOn(openedParts, 'here', 'get').mockReturnValue(undefined);
    const load = vi.spyOn(openedParts, 'load').mockRejectedValue(dead);
    const page = await openViewer({ stream: stageStream(serverLines(20)) });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    const levels = browser.getByRole('button', { name: 'Levels' });
    await userEvent.click(levels);
    await expect.poll(() => page.text('notice')).toContain(dead.message);
    expect(page.part('popover')).toBeUndefined();
    // The lines go on as before.
    expect(page.text('line-count')).toBe('20 lines');

    here.mockRestore();
    load.mockRestore();
    await userEvent.click(levels);
    await expect.poll(() => page.text('popover')).toContain('All levels');
    await userEvent.click(browser.getByRole('button', { name: 'Dismiss' }));
    await expect.poll(() => page.part('notice')).toBeUndefined();
  });
});
