/** What somebody does to read on. */
import type { Driver } from '../driver.js';
import type { Moves } from './move.js';

async function wheel({ page, viewer }: Driver, by: number): Promise<void> {
  // Over an empty viewer lies what says so, over the lines a menu, and over few of them the pill.
  viewer.querySelector<HTMLElement>('[data-tailrace="menu"] > button[aria-expanded="true"]')?.click();
  if (page.rows().length > 0 && page.viewport.clientHeight > 120) await page.wheel(by);
}

/** Goes to a line: it is then in sight, or the next one that is shown. */
function jump({ log, page, dice }: Driver): void {
  if (log.held.length > 0) page.handle.scrollToSeq(dice.pick(log.held).seq);
}

/** See the file's head. */
export const SCROLL_MOVES: Moves = {
  up: { weight: 4, lasts: true, make: (driver) => wheel(driver, -driver.dice.below(2_000)) },
  down: { weight: 3, lasts: true, make: (driver) => wheel(driver, driver.dice.below(2_000)) },
  bar: {
    weight: 2,
    make: ({ page: { viewport }, dice }) => void (viewport.scrollTop = dice.below(viewport.scrollHeight)),
  },
  key: {
    weight: 4,
    lasts: true,
    make: (driver) => driver.press('PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown'),
  },
  jump: { weight: 2, make: jump },
  follow: { weight: 2, make: ({ page, dice }) => page.handle.follow(dice.below(3) > 0) },
};
