/** What somebody saves of a log. */
import { expect } from 'vitest';
import type { Driver } from '../driver.js';
import { savedBy } from '../saved-by.js';
import { FILES } from '../saved-lines.js';
import { shownRows } from '../shown-rows.js';
import type { Moves } from './move.js';

/** Saves the lines that are shown: each of them once, as it was sent. */
async function download(driver: Driver): Promise<void> {
  const [words, { read, of }] = driver.dice.pick(Object.entries(FILES));
  const find = (): HTMLElement | undefined => driver.button(new RegExp(`^${words}$`));
  if (!find()) driver.viewer.querySelector<HTMLElement>('[data-menu="download"] > button')?.click();
  await expect.poll(find).toBeDefined();
  const rows = shownRows(driver.wanted()).held.filter((row) => row.kind !== 'hidden');
  const file = await savedBy(() => find()?.click());
  driver.closeMenu();
  expect(read(file)).toEqual(of(rows));
}

/** See the file's head. */
export const FILE_MOVES: Moves = {
  download: { weight: 1, make: download },
};
