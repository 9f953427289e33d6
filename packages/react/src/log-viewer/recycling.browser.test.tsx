import { describe, expect, it } from 'vitest';
import type { LogLine } from '@tailrace/core';
import { nextFrames } from './testing/next-frames.js';
import { mouse, placeOfText, drag } from './testing/pointer.js';
import { seeded, serverLines } from './testing/samples.js';
import { stageStream, type StagedStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

/** Lines of every look: what one of them has must not stay with the next that its element draws. */
const LOOKS: readonly ((n: number) => LogLine)[] = [
  (n) => ({ message: `plain ${n}` }),
  (n) => ({ message: `\u001b[31mred ${n}\u001b[0m and \u001b[1;38;5;208mbold\u001b[0m`, level: 'error' }),
  (n) => ({ message: `see https://example.com/${n}.`, level: 'debug' }),
  (n) => ({ message: `hidden\u202e ${n}\u0000\u0000`, level: 'warn' }),
  (n) => ({ message: `first ${n}\nsecond\nthird` }),
  (n) => ({ message: `{"n":${n},"list":[1,2,3]}`, level: 'info' }),
  (n) => ({ message: `z${'\u0301'.repeat(20)} ${n}`, labels: { log_type: n % 2 ? 'thinking' : 'coding' } }),
  (n) => ({ message: `from ${n}`, labels: { step_name: n % 3 ? 'build' : 'te\u200bst' } }),
  (n) => ({ message: `at ${n}`, timestamp: new Date(Date.UTC(2026, 0, 1) + n * 1_234).toISOString() }),
  (n) => ({ message: 'long '.repeat(3_000) + String(n) }),
  () => ({ message: '' }),
];

const linesFrom = (from: number, count: number, random: () => number): readonly LogLine[] =>
  Array.from({ length: count }, (_, at) =>
    (LOOKS[Math.floor(random() * LOOKS.length)] as (typeof LOOKS)[number])(from + at),
  );

const held = (stream: StagedStream): readonly number[] => stream.getSnapshot().items.map(({ seq }) => seq);

const messageOf = (stream: StagedStream, seq: number): string | undefined => {
  const item = stream.getSnapshot().items.find((each) => each.seq === seq);
  return item?.kind === 'log' ? item.message : undefined;
};

/** Every row that is drawn, as the page has it. */
const drawn = (page: ViewerPage): ReadonlyMap<string, string> =>
  new Map(
    page
      .rows()
      .map((row) => [
        row.dataset['seq'] as string,
        row.outerHTML.replace(/ aria-(posinset|setsize)="\d+"/g, ''),
      ]),
  );

/** Draws with the elements of other lines, and for the first time, and compares. */
async function expectSameAsFresh(page: ViewerPage, stream: StagedStream): Promise<void> {
  const fresh = await openViewer({ stream, autoScroll: false });
  const wanted = page.inSight()[0] as number;
  fresh.handle.scrollToSeq(wanted, { align: 'start' });
  await expect.poll(() => fresh.inSight()).toContain(wanted);
  const looks = drawn(fresh);
  let compared = 0;
  for (const [seq, html] of drawn(page)) {
    const known = looks.get(seq);
    if (known === undefined) continue;
    expect(html).toBe(known);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(10);
  await fresh.unmount();
}

describe('rows that draw one line after the other', () => {
  it.each([1, 2, 3])('show what belongs to their line and nothing of another (walk %d)', async (seed) => {
    const random = seeded(seed);
    const stream = stageStream(linesFrom(0, 200, random), 400);
    const page = await openViewer({ stream });
    let count = 200;
    for (let step = 0; step < 12; step += 1) {
      const dice = random();
      if (dice < 0.6) {
        // A flood: many batches, some of them more than fits in sight.
        for (let batch = 0; batch < 4; batch += 1) {
          const size = Math.floor(random() * 80);
          stream.append(linesFrom(count, size, random));
          count += size;
        }
        if (page.viewport.dataset['following'] !== undefined)
          await expect.poll(() => page.inSight().at(-1)).toBe(held(stream).at(-1));
      } else if (dice < 0.8) await page.wheel(-Math.floor(random() * 900));
      else if (dice < 0.9) page.handle.scrollToSeq(held(stream)[Math.floor(random() * 300)] as number);
      else page.handle.follow(true);
      const seqs = page.rows().map((row) => Number(row.dataset['seq']));
      expect(new Set(seqs).size).toBe(seqs.length);
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
      await expect.poll(() => page.inSight().length).toBeGreaterThan(10);
    }
    page.handle.follow(true);
    await expect.poll(() => page.inSight().at(-1)).toBe(held(stream).at(-1));
    await expectSameAsFresh(page, stream);
  });

  it('stand at the last line when a flood ends, with the exact count', async () => {
    const stream = stageStream(serverLines(1_000), 1_000);
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(999);
    let count = 1_000;
    for (let frame = 0; frame < 30; frame += 1) {
      stream.append(serverLines(150, count));
      count += 150;
      await nextFrames();
      // Whatever frame it is: lines that follow each other, and the end of what is drawn at the end of the scroller.
      const seqs = page.inSight();
      expect(seqs.at(-1)).toBe((seqs[0] as number) + seqs.length - 1);
      expect(page.fromEnd()).toBeLessThan(1.5);
    }
    await expect.poll(() => page.inSight().at(-1)).toBe(count - 1);
    await expect.poll(() => page.text('line-count')).toContain('1,000');
    expect(page.message(count - 1).textContent).toBe(messageOf(stream, count - 1));
    expect(page.lineNumber(count - 1).textContent).toBe(String(count));
    // And what is above is ready for who scrolls back.
    await expect.poll(() => page.rows().length).toBeGreaterThan(page.inSight().length + 5);
  });

  it('keep their elements while their line is drawn', async () => {
    const stream = stageStream(serverLines(300));
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    const element = page.row(295);
    stream.append(serverLines(5, 300));
    await expect.poll(() => page.inSight().at(-1)).toBe(304);
    expect(page.row(295)).toBe(element);
  });

  it('do not take the focus from one line to another: the lines as a whole get it', async () => {
    const stream = stageStream(serverLines(300), 300);
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    const button = page.lineNumber(299);
    button.focus();
    expect(document.activeElement).toBe(button);
    stream.append(serverLines(2, 300));
    await expect.poll(() => page.inSight().at(-1)).toBe(301);
    expect(document.activeElement).toBe(button);
    stream.append(serverLines(500, 302));
    await expect.poll(() => page.inSight().at(-1)).toBe(801);
    expect(document.activeElement).toBe(page.viewport);
  });

  it('do not take it to another line either while the user is in another window', async () => {
    const stream = stageStream(serverLines(200), 200);
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(199);
    const number = page.row(195)?.querySelector('button') as HTMLButtonElement;
    number.focus();
    // A browser tells of a blur then, and leaves the focus in the page where it is.
    number.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
    stream.append(serverLines(300, 200));
    await expect.poll(() => page.inSight().at(-1)).toBe(499);
    await expect.poll(() => document.activeElement).toBe(page.viewport);
  });

  it('do not become another line under a button that is held', async () => {
    const stream = stageStream(serverLines(300), 300);
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    const box = page.lineNumber(297).getBoundingClientRect();
    const place = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    await mouse('mouseMoved', place);
    await mouse('mousePressed', place);
    stream.append(serverLines(500, 300));
    // They wait for the button, even if they leave the buffer meanwhile.
    await expect.poll(() => page.part('trimmed')).toBeDefined();
    await mouse('mouseReleased', place);
    await expect.poll(() => page.selected()).toEqual([297]);
  });

  it('leave what the mouse marked as it is, while lines come and old ones go', async () => {
    const stream = stageStream(serverLines(300), 400);
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    await drag(
      placeOfText(page.message(290), 4),
      placeOfText(page.message(291), 2),
      placeOfText(page.message(292), 9),
    );
    const marked = (): string => document.getSelection()?.toString() ?? '';
    await expect.poll(marked).toContain(messageOf(stream, 291));
    const before = marked();
    for (let batch = 0; batch < 10; batch += 1) {
      stream.append(serverLines(60, 300 + batch * 60));
      await nextFrames();
      expect(marked()).toBe(before);
    }
    await expect.poll(() => page.text('new-lines')).toContain('600');
    expect(marked()).toBe(before);
  });
});
