/** What somebody takes out of a log: a file of it, and links to its lines. */
import { expect } from 'vitest';
import type { Driver } from '../driver.js';
import { knownFilter } from '../random-queries.js';
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
  const find = (): HTMLElement | undefined => driver.button(/^As NDJSON$/);
  if (!find()) driver.viewer.querySelector<HTMLElement>('[data-menu="download"] > button')?.click();
  await expect.poll(find).toBeDefined();
  const rows = shownRows(driver.wanted()).held.filter(({ kind }) => kind !== 'hidden');
  const text = await savedBy(() => find()?.click());
  const saved = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly seq: number; readonly message?: string })
    .map(({ seq, message }) => [seq, message]);
  driver.closeMenu();
  expect(saved).toEqual(
    rows.map((row) => [row.seq, row.kind === 'line' ? row.made.line.message : undefined]),
  );
}

/** Goes to the lines that a link names, while they are held: they are selected, and shown whatever the filter hides. */
function openLink(driver: Driver): void {
  const { link, page, log } = driver;
  if (!link || ![link.from, link.to].every((seq) => log.held.some((item) => item.seq === seq))) return;
  const isShown = shownRows(driver.wanted()).held.some(({ seq }) => seq === link.from);
  expect(page.handle.openLink(link.link)).toBe(true);
  driver.aim = link.from;
  driver.ask({ selection: [link.from, link.to] });
  if (isShown) return;
  driver.ask({ filter: knownFilter({}), arrivals: [] });
  driver.filterAnew();
}

/** See the file's head. */
export const FILE_MOVES: Moves = {
  download: { weight: 1, make: download },
  link: { weight: 2, make: openLink },
};
