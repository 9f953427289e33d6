/** What somebody saves of a log. */
import { expect } from 'vitest';
import type { Driver } from '../driver.js';
import { FILES } from '../saved-lines.js';
import { shownRows } from '../shown-rows.js';
import type { Moves } from './move.js';

/** What the page would save when it presses a link to a file, as text. */
async function savedBy(press: () => void): Promise<string> {
  const [{ createObjectURL }, { click }] = [URL, HTMLAnchorElement.prototype];
  let saved: Blob | undefined;
  URL.createObjectURL = (blob: Blob) => createObjectURL.call(URL, (saved = blob));
  HTMLAnchorElement.prototype.click = () => undefined;
  press();
  URL.createObjectURL = createObjectURL;
  HTMLAnchorElement.prototype.click = click;
  return (await saved?.text()) ?? '';
}

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
