import { createLogFeed } from '@tailrace/core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { drag, dragAway, mouse, placeOfText, swipe } from './testing/pointer.js';
import { pressCopy } from './testing/press-copy.js';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const messages = serverLines(2_000).map(({ message }) => message);

/** What the browser draws as marked. */
const drawn = (): string => document.getSelection()?.toString() ?? '';

async function openTop(count = 2_000): Promise<ViewerPage> {
  const page = await openViewer({ stream: stageStream(serverLines(count)), autoScroll: false });
  await expect.poll(() => page.inSight()[0]).toBe(0);
  return page;
}

describe('text that the mouse marks', () => {
  it('is drawn again when its lines come back, and copied exactly', async () => {
    const page = await openTop();
    await drag(
      placeOfText(page.message(3), 4),
      placeOfText(page.message(4), 2),
      placeOfText(page.message(6), 9),
    );
    await expect.poll(drawn).toContain(messages[4]);
    const expected = [messages[3]?.slice(4), messages[4], messages[5], messages[6]?.slice(0, 9)].join('\n');
    expect(await pressCopy()).toBe(expected);
    page.handle.scrollToSeq(1_000);
    await expect.poll(() => page.row(3)).toBeUndefined();
    expect(await pressCopy()).toBe(expected);
    page.handle.scrollToSeq(0, { align: 'start' });
    await expect.poll(() => page.row(3)).toBeDefined();
    await expect.poll(drawn).toContain(messages[5]);
    const range = document.getSelection()?.getRangeAt(0);
    expect(range && page.message(3).contains(range.startContainer)).toBe(true);
    expect(range && page.message(6).contains(range.endContainer)).toBe(true);
    expect([range?.startOffset, range?.endOffset]).toEqual([4, 9]);
    expect(await pressCopy()).toBe(expected);
    await userEvent.keyboard('{Escape}');
    expect(drawn()).toBe('');
    expect(await pressCopy()).toBeUndefined();
  });

  it.each(['down', 'up'])(
    'is copied completely if there is a range for each line, as in Firefox, dragged %s',
    async (way) => {
      const page = await openTop();
      const rangeIn = (seq: number, from: number, to?: number): Range => {
        const range = document.createRange();
        const text = page.message(seq).firstChild as Text;
        range.setStart(text, from);
        range.setEnd(text, to ?? text.length);
        return range;
      };
      const ranges = [rangeIn(3, 4), rangeIn(4, 0), rangeIn(5, 0, 9)] as const;
      const [anchor, focus] = way === 'down' ? (['start', 'end'] as const) : (['end', 'start'] as const);
      // Its anchor and focus are the ends of the range that the mouse is in.
      const held = way === 'down' ? ranges[2] : ranges[0];
      vi.spyOn(document, 'getSelection').mockReturnValue({
        rangeCount: ranges.length,
        getRangeAt: (at: number) => ranges[at],
        setBaseAndExtent: () => undefined,
        anchorNode: held[`${anchor}Container`],
        anchorOffset: held[`${anchor}Offset`],
        focusNode: held[`${focus}Container`],
        focusOffset: held[`${focus}Offset`],
      } as unknown as Selection);
      onTestFinished(() => void vi.restoreAllMocks());
      document.dispatchEvent(new Event('selectionchange'));
      page.viewport.focus();
      const expected = [messages[3]?.slice(4), messages[4], messages[5]?.slice(0, 9)].join('\n');
      expect(await pressCopy()).toBe(expected);
    },
  );

  it('grows over thousands of lines: marked here, extended with shift far away', async () => {
    const page = await openTop();
    await drag(placeOfText(page.message(2), 1), placeOfText(page.message(2), 8));
    await page.wheel(30_000);
    await expect.poll(() => page.inSight()[0]).toBeGreaterThan(1_000);
    const far = page.inSight()[4] as number;
    const place = placeOfText(page.message(far), 5);
    await mouse('mousePressed', place, { shift: true });
    await mouse('mouseReleased', place, { shift: true });
    const expected = [messages[2]?.slice(1), ...messages.slice(3, far), messages[far]?.slice(0, 5)].join(
      '\n',
    );
    await expect.poll(() => pressCopy()).toBe(expected);
    // What can be seen of it is drawn.
    expect(drawn()).toContain(messages[far - 1]);
    await page.wheel(-15_000);
    await expect.poll(() => page.inSight().at(-1)).toBeLessThan(far - 200);
    const middle = page.inSight()[3] as number;
    await expect.poll(drawn).toContain(messages[middle]);
    expect(await pressCopy()).toBe(expected);
  });

  it('stays while lines arrive and old ones are evicted', async () => {
    const stream = stageStream(serverLines(300), 300);
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    await drag(placeOfText(page.message(290), 3), placeOfText(page.message(292), 4));
    // Who marks wants to read: the end is let go.
    await expect.poll(() => page.part('viewport')?.dataset['following']).toBeUndefined();
    const expected = [messages[290]?.slice(3), messages[291], messages[292]?.slice(0, 4)].join('\n');
    for (let round = 0; round < 20; round += 1) stream.append(serverLines(14, 300 + round * 14));
    await expect.poll(() => page.text('new-lines')).toMatch(/^280 new lines/);
    expect(await pressCopy()).toBe(expected);
    expect(drawn()).toContain(messages[291]);
    page.handle.scrollToEnd();
    await expect.poll(() => page.inSight().at(-1)).toBe(579);
    expect(await pressCopy()).toBe(expected);
    page.handle.scrollToSeq(290);
    await expect.poll(drawn).toContain(messages[291]);
    stream.append(serverLines(100, 580));
    await expect.poll(() => page.text('new-lines')).toMatch(/new lines/);
    // The lines it lay in are gone from the buffer, and stay as long as they are looked at.
    expect(await pressCopy()).toBe(expected);
  });

  it.each<[string, (page: ViewerPage) => unknown]>([
    [
      'another log stands in its place',
      (page) => page.rerender({ stream: stageStream(serverLines(100, 5_000)), autoScroll: false }),
    ],
    [
      'the lines are cleared',
      (page) => page.part('viewer')?.querySelector<HTMLElement>('button[title^="Clear"]')?.click(),
    ],
  ])('is marked no more where %s', async (_, change) => {
    const page = await openTop();
    await drag(placeOfText(page.message(3), 4), placeOfText(page.message(6), 9));
    await expect.poll(drawn).toContain(messages[4]);
    await change(page);
    await expect.poll(() => page.text('line-count')).toMatch(/^(100|0) lines/);
    expect(await page.handle.copySelection()).toBe('');
    expect(await pressCopy()).toBeUndefined();
  });

  it('stays while a finger pushes the lines on', async () => {
    const page = await openTop();
    await drag(placeOfText(page.message(2), 3), placeOfText(page.message(4), 5));
    const copied = await page.handle.copySelection();
    expect(copied.split('\n').length).toBe(3);
    const { left, top } = page.viewport.getBoundingClientRect();
    const at = (y: number) => ({ x: left + 300, y: top + y });
    await swipe(at(250), at(200), at(150), at(100));
    await expect.poll(() => page.viewport.scrollTop).toBeGreaterThan(40);
    page.viewport.focus({ preventScroll: true });
    expect(await pressCopy()).toBe(copied);
  });

  it('stays when it is dragged to somewhere', async () => {
    const page = await openTop();
    await drag(placeOfText(page.message(3), 4), placeOfText(page.message(5), 9));
    const marked = await pressCopy();
    expect(marked).toContain(messages[4]);
    const on = placeOfText(page.message(4), 3);
    await dragAway(on, { x: on.x + 40, y: on.y });
    expect(await pressCopy()).toBe(marked);
    page.handle.scrollToSeq(1_000);
    await expect.poll(() => page.row(3)).toBeUndefined();
    expect(await pressCopy()).toBe(marked);
  });

  it('goes on where the wheel has brought the mouse that is still held', async () => {
    const page = await openTop();
    const from = placeOfText(page.message(2), 3);
    await mouse('mouseMoved', from);
    await mouse('mousePressed', from);
    await mouse('mouseMoved', placeOfText(page.message(4), 3), { held: true });
    await expect.poll(drawn).not.toBe('');
    await expect
      .poll(() => {
        page.viewport.scrollTop = 12_000;
        return page.inSight()[0];
      })
      .toBeGreaterThan(500);
    const last = page.inSight().at(-4) as number;
    const end = placeOfText(page.message(last), 6);
    await mouse('mouseMoved', { ...end, x: end.x - 5 }, { held: true });
    await mouse('mouseMoved', end, { held: true });
    await mouse('mouseReleased', end);
    expect(await pressCopy()).toBe(
      [messages[2]?.slice(3), ...messages.slice(3, last), messages[last]?.slice(0, 6)].join('\n'),
    );
  });

  it('goes on to where the mouse is while lines come in every frame', async () => {
    const stream = stageStream(serverLines(300));
    const page = await openViewer({ stream, autoScroll: false });
    await expect.poll(() => page.inSight()[0]).toBe(0);
    let frame = 0;
    const come = (): void => {
      stream.append(serverLines(1, 300));
      frame = requestAnimationFrame(come);
    };
    onTestFinished(() => cancelAnimationFrame(frame));
    come();
    await drag(
      placeOfText(page.message(2), 3),
      ...[3, 4, 5, 6, 7, 8].map((seq) => placeOfText(page.message(seq), 9)),
    );
    expect(await pressCopy()).toBe(
      [messages[2]?.slice(3), ...messages.slice(3, 8), messages[8]?.slice(0, 9)].join('\n'),
    );
  });

  it('goes on below when the mouse is dragged out of the viewer', async () => {
    const page = await openTop();
    const box = page.viewport.getBoundingClientRect();
    const from = placeOfText(page.message(2), 3);
    await mouse('mouseMoved', from);
    await mouse('mousePressed', from);
    await mouse('mouseMoved', placeOfText(page.message(5), 3), { held: true });
    // The browser itself scrolls while the mouse is held below the lines.
    let wiggle = 0;
    await expect
      .poll(async () => {
        wiggle += 1;
        await mouse('mouseMoved', { x: from.x + (wiggle % 5), y: box.bottom + 30 }, { held: true });
        return page.row(2) === undefined;
      })
      .toBe(true);
    const last = page.inSight().at(-4) as number;
    const end = placeOfText(page.message(last), 6);
    await mouse('mouseMoved', end, { held: true });
    await mouse('mouseReleased', end);
    const copied = (await pressCopy()) ?? '';
    const lines = copied.split('\n');
    expect(lines[0]).toBe(messages[2]?.slice(3));
    expect(lines.slice(1, -1)).toEqual(messages.slice(3, 3 + lines.length - 2));
    expect(lines.length).toBeGreaterThan(20);
  });
});

describe('lines that are selected', () => {
  it('are taken by their numbers and counted, and let go with Escape', async () => {
    const page = await openTop();
    await userEvent.click(page.lineNumber(4));
    await expect.poll(() => page.text('selection')).toContain('1 line selected');
    expect(document.activeElement).toBe(page.viewport);
    page.handle.scrollToSeq(1_200);
    await expect.poll(() => page.row(1_200)).toBeDefined();
    await userEvent.click(page.lineNumber(1_200), { modifiers: ['Shift'] });
    expect(page.text('selection')).toContain('1,197 lines selected');
    expect(await pressCopy()).toBe(messages.slice(4, 1_201).join('\n'));
    await userEvent.keyboard('{Escape}');
    expect(page.part('selection')).toBeUndefined();
    expect(page.selected()).toEqual([]);
  });

  it('are said not to be shown when a filter hides them all, cannot be copied then, and are counted again when it is left', async () => {
    const feed = createLogFeed();
    feed.append(serverLines(100));
    const page = await openViewer({ source: feed, autoScroll: false });
    await expect.poll(() => page.inSight()[0]).toBe(0);
    await userEvent.click(page.lineNumber(4));
    // One that a worker has to try: its answer comes later.
    page.handle.setFilter({ regex: '(x+x+)+y' });
    await expect.poll(() => page.text('selection')).toContain('No selected line is shown');
    const tools = (): readonly (string | null)[] =>
      [...(page.part('selection')?.querySelectorAll('button') ?? [])].map((tool) => tool.ariaLabel);
    expect(tools()).toEqual(['End the selection']);
    // What is on the clipboard stays.
    page.viewport.focus();
    expect(await pressCopy()).toBeUndefined();
    page.handle.setFilter({});
    await expect.poll(() => page.text('selection')).toContain('1 line selected');
    expect(tools()).toEqual([null, 'Copy as', 'End the selection']);
    expect(await pressCopy()).toBe(messages[4]);
  });

  it('are counted without what stands for lines that are hidden between them', async () => {
    const page = await openTop();
    const any = [5, 50].map((at) => ({ text: messages[at] as string }));
    page.handle.setFilter({ any, context: 1 });
    await expect.poll(() => page.part('separator')).toBeDefined();
    const shown = page.rows().length;
    page.viewport.focus();
    await userEvent.keyboard('{Control>}a{/Control}');
    await expect.poll(() => page.selected().length).toBe(shown);
    expect(page.text('selection')).toContain(`${shown} lines selected`);
    expect((await pressCopy())?.split('\n').length).toBe(shown);
  });

  it('are counted without what stands for lines that left the buffer between them', async () => {
    const stream = stageStream(serverLines(100), 100);
    const page = await openViewer({ stream, autoScroll: false });
    await expect.poll(() => page.inSight()[0]).toBe(0);
    stream.append(serverLines(150, 100));
    await expect.poll(() => page.part('trimmed')).toBeDefined();
    const last = page
      .inSight()
      .filter((seq) => seq < 100)
      .at(-1) as number;
    await page.wheel(150);
    await expect.poll(() => page.inSight()).toContain(152);
    await userEvent.click(page.lineNumber(last - 1));
    await userEvent.click(page.lineNumber(152), { modifiers: ['Shift'] });
    await expect.poll(() => page.selected()).toEqual([last - 1, last, 150, 151, 152]);
    expect(page.text('selection')).toContain('5 lines selected');
  });

  it('are moved and extended by the keyboard, and stay in sight', async () => {
    const page = await openTop();
    page.viewport.focus();
    await userEvent.keyboard('j');
    await expect.poll(() => page.selected()).toEqual([0]);
    await userEvent.keyboard('jj{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    await expect.poll(() => page.selected()).toEqual([2, 3, 4]);
    await userEvent.keyboard('{Shift>}{ArrowUp}{/Shift}');
    expect(await pressCopy()).toBe(messages.slice(2, 4).join('\n'));
    await userEvent.keyboard('{Shift>}{PageDown}{PageDown}{/Shift}');
    await expect.poll(() => page.inSight()[0]).toBeGreaterThan(10);
    const copied = (await pressCopy())?.split('\n') ?? [];
    expect(copied).toEqual(messages.slice(2, 2 + copied.length));
    expect(page.inSight()).toContain(1 + copied.length);
    await userEvent.keyboard('{Shift>}{End}{/Shift}');
    await expect.poll(() => page.inSight().at(-1)).toBe(1_999);
    expect(await pressCopy()).toBe(messages.slice(2).join('\n'));
    await userEvent.keyboard('k');
    await expect.poll(() => page.selected()).toEqual([1_998]);
  });

  it('go on by j and k from where one reads, if the last one is out of sight', async () => {
    const page = await openTop();
    page.viewport.focus();
    await userEvent.keyboard('jjG');
    await expect.poll(() => page.inSight().at(-1)).toBe(1_999);
    await userEvent.keyboard('k');
    await expect.poll(() => page.selected()).toEqual([1_999]);
    await userEvent.keyboard('g');
    await expect.poll(() => page.inSight()[0]).toBe(0);
    await userEvent.keyboard('j');
    await expect.poll(() => page.selected()).toEqual([0]);
    // One of which a part is in sight is.
    await userEvent.keyboard('j');
    await page.wheel(30);
    await expect.poll(() => Math.round(page.placeOf(1))).toBe(-10);
    await userEvent.keyboard('k');
    await expect.poll(() => page.selected()).toEqual([0]);
  });

  it('are all taken with Ctrl-A from anywhere in the viewer, and as they were while more arrive', async () => {
    const stream = stageStream(serverLines(1_000));
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(999);
    await userEvent.click(page.lineNumber(995));
    await userEvent.keyboard('{Control>}a{/Control}');
    stream.append(serverLines(10, 1_000));
    await expect.poll(() => page.text('line-count')).toBe('1,010 lines');
    expect(page.text('selection')).toContain('1,000 lines selected');
    expect(await pressCopy()).toBe(messages.slice(0, 1_000).join('\n'));
  });

  it('are copied as they were sent, with their stamps or as JSON, as one chooses', async () => {
    const stream = stageStream([
      { message: '\u001b[31mred\u001b[0m', timestamp: '2026-11-03T10:31:02.000000001Z' },
      { message: '10 %\r20 %' },
    ]);
    const page = await openViewer({ stream, copyFormat: 'timestamped' });
    await expect.poll(() => page.rows().length).toBe(2);
    page.viewport.focus();
    await userEvent.keyboard('{Control>}a{/Control}');
    expect(await pressCopy()).toBe('2026-11-03T10:31:02.000000001Z red\n20 %');
    const choose = async (name: string): Promise<void> => {
      await userEvent.click(page.part('selection')?.querySelector('[aria-label="Copy as"]') as HTMLElement);
      const radio = [...(page.part('selection')?.querySelectorAll('label') ?? [])].find(
        (label) => label.textContent === name,
      );
      await userEvent.click(radio as HTMLElement);
      page.viewport.focus();
    };
    await choose('As sent, with colour codes');
    expect(await pressCopy()).toBe('\u001b[31mred\u001b[0m\n10 %\r20 %');
    await choose('JSON lines');
    const json = ((await pressCopy()) ?? '')
      .split('\n')
      .map((line) => JSON.parse(line) as { message: string });
    expect(json.map(({ message }) => message)).toEqual(['\u001b[31mred\u001b[0m', '10 %\r20 %']);
    await choose('Text');
    expect(await pressCopy()).toBe('red\n20 %');
  });
});
