/** What somebody does with lines in sight. */
import { expect } from 'vitest';
import type { Driver } from '../driver.js';
import { isSelectedText } from '../seen-numbers.js';
import type { Moves } from './move.js';

/** Presses the number of a line in sight. */
function select(driver: Driver): void {
  const { page, dice } = driver;
  const sight = page.inSight();
  if (sight.length === 0) return;
  const seq = dice.pick(sight);
  const shiftKey = dice.below(2) === 0;
  const number = page.row(seq)?.querySelector('[data-tailrace="line-number"]');
  number?.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey }));
  const { selection } = driver.asked;
  if (shiftKey && selection) driver.ask({ selection: [selection[0], seq] });
  else driver.ask({ selection: selection?.every((each) => each === seq) ? undefined : [seq, seq] });
}

async function copy(driver: Driver): Promise<void> {
  const wanted = driver.wanted();
  const text = await driver.page.handle.copySelection('text');
  expect(wanted.selection === undefined ? text === '' : isSelectedText(text, wanted)).toBe(true);
}

/** See the file's head. */
export const LINE_MOVES: Moves = {
  select: { weight: 3, make: select },
  copy: { weight: 2, make: copy },
  details: { weight: 2, make: (driver) => driver.inSight('button[data-tailrace="disclosure"]')?.click() },
  more: {
    weight: 2,
    make: (driver) => driver.inSight('[data-tailrace="row-line"] [data-tailrace="inline-button"]')?.click(),
  },
};
