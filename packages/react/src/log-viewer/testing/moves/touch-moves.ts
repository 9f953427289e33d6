/** What fingers do. */
import type { Driver } from '../driver.js';
import { swipe } from '../pointer.js';
import type { Moves } from './move.js';

/** Pushes the lines up or down with a finger. */
async function push(driver: Driver): Promise<void> {
  driver.closeMenu();
  const { page, dice } = driver;
  const { left, top } = page.viewport.getBoundingClientRect();
  const { clientHeight } = page.viewport;
  if (page.rows().length === 0 || clientHeight <= 120) return;
  const at = (share: number) => ({ x: left + 200, y: top + clientHeight * share });
  const shares = dice.pick([
    [0.2, 0.3, 0.5, 0.8],
    [0.2, 0.25, 0.3],
    [0.8, 0.5, 0.3, 0.2],
    [0.5, 0.48, 0.52, 0.3],
  ]);
  const [from, ...to] = shares.map(at);
  if (from) await swipe(from, ...to);
}

/** See the file's head. */
export const TOUCH_MOVES: Moves = {
  push: { weight: 1.5, lasts: true, make: push },
};
