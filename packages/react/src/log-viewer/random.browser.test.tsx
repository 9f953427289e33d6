/** Viewers that are driven at random: whatever was done before, what is read stays where it is, and who follows is at the end. */
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { createDice } from './testing/dice.js';
import { nextFrames } from './testing/next-frames.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

/** Lines of all heights: short, long, of several lines, with something behind them. */
const written = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const at = from + index;
    const words = 'word '.repeat((at * 37) % (at % 8 === 0 ? 300 : 20));
    if (at % 15 === 3) return { message: `line ${at}\nneedle\n${words}` };
    return { message: at % 15 === 7 ? JSON.stringify({ at, words }) : `line ${at} ${words}` };
  });

interface Sight {
  readonly following: boolean;
  readonly lines: readonly number[];
  /** Pixels from the top of the viewport to the first of them. */
  readonly place: number;
}

function look(page: ViewerPage): Sight {
  const lines = page.inSight();
  return {
    following: page.viewport.hasAttribute('data-following'),
    lines,
    place: Math.round(lines[0] === undefined ? 0 : page.placeOf(lines[0])),
  };
}

/** What is in sight once nothing moves any more. */
async function settled(page: ViewerPage): Promise<Sight> {
  let before = '';
  await expect
    .poll(async () => {
      const last = before;
      await nextFrames(4);
      before = JSON.stringify(look(page));
      return before === last;
    })
    .toBe(true);
  return look(page);
}

describe('a viewer driven at random', { timeout: 60_000 }, () => {
  it.each([1, 2, 3, 4])('keeps the place, or the end (%i)', async (seed) => {
    const { below } = createDice(seed);
    const stream = stageStream(written(0, 400), 300);
    const page = await openViewer({ stream, wrap: seed % 2 === 0 }, (viewer) => (
      <div data-around="">{viewer}</div>
    ));
    const around = page.viewport.closest<HTMLElement>('[data-around]') as HTMLElement;
    const press = async (key: string): Promise<void> => {
      page.viewport.focus();
      await userEvent.keyboard(`{${key}}`);
    };
    const moves: readonly (() => unknown)[] = [
      () => page.wheel(-below(1_500)),
      () => page.wheel(-below(300)),
      () => page.wheel(below(800)),
      () => press(['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown'][below(6)] as string),
      () => void (around.style.width = `${400 + below(500)}px`),
      async () => {
        const term = ['needle', 'line', ''][below(3)] as string;
        page.handle.find(term);
        // Its code comes with the first term.
        await expect.poll(() => page.text('search-count')).toMatch(term === '' ? /^$/ : /^[1-9]/);
      },
      () => {
        const buttons = page.viewport.querySelectorAll<HTMLElement>('button[data-tailrace="disclosure"]');
        buttons[below(buttons.length)]?.click();
      },
    ];
    let count = 400;
    for (let step = 0; step < 18; step += 1) {
      await moves[below(moves.length)]?.();
      const before = await settled(page);
      const news = page.text('new-lines');
      const more = [1, 3, 20, 150, 400][below(5)] as number;
      stream.append(written(count, more));
      count += more;
      if (before.following) {
        await expect.poll(() => page.inSight().at(-1)).toBe(count - 1);
        await expect.poll(() => page.fromEnd()).toBeLessThanOrEqual(1);
      } else {
        await expect.poll(() => page.text('new-lines')).not.toBe(news);
        const after = await settled(page);
        // Below the last line there may have been room.
        const lines = after.lines.slice(0, before.lines.length);
        expect([step, { ...after, lines }]).toEqual([step, before]);
      }
    }
  });
});
