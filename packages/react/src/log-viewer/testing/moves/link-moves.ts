/** Links to lines. */
import { expect } from 'vitest';
import type { Driver } from '../driver.js';
import { knownFilter } from '../random-queries.js';
import { shownRows } from '../shown-rows.js';
import type { Moves } from './move.js';

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
export const LINK_MOVES: Moves = {
  link: { weight: 2, make: openLink },
};
