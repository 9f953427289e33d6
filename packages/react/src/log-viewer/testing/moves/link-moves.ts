/** Links to lines, which may not be held yet or no more; and the page's address, where it names lines. */
import { expect } from 'vitest';
import type { Driver } from '../driver.js';
import { isSure, writeNumbers } from '../driven-links.js';
import type { Moves } from './move.js';

/** Goes to the lines that were selected last, as the page was told. */
function openLink({ links, page, log }: Driver): void {
  const { last } = links;
  if (!last) return;
  const isHeld = [last.from, last.to].every((seq) => log.held.some((item) => item.seq === seq));
  if (!isHeld && !isSure(last.link)) return;
  expect(page.handle.openLink(last.link)).toBe(links.open(last.link, last));
}

/** Goes to lines by their numbers: such as may come, older ones, and any. */
function openNumbers({ links, page, log, dice }: Driver): void {
  const [first, last] = [log.held[0]?.seq ?? 0, log.held.at(-1)?.seq ?? 0];
  const from = dice.pick([last + 1 + dice.below(60), first - 1 - dice.below(100), dice.below(last + 1)]);
  const lines = { from, to: from + dice.below(4) };
  const link = writeNumbers(dice.pick([links.prefix ?? '', 'log:']), lines);
  expect(page.handle.openLink(link)).toBe(links.open(link, lines));
}

/** Gives up the lines that are not held, where the viewer says so. */
function dismiss({ links, viewer }: Driver): void {
  const button = viewer.querySelector<HTMLElement>('[data-tailrace="notice"][data-kind="link"] button');
  if (!button) return;
  button.click();
  links.waiting = undefined;
}

/** The page lets the viewer have its address, or takes it back. */
async function shareAddress(driver: Driver): Promise<void> {
  const permalinks = driver.dice.pick([undefined, true, 'log']);
  if (!isSure(driver.links.hash)) driver.writeAddress('');
  await driver.give({ permalinks });
}

/** Somebody types another address: of lines, or of something else on the page. */
async function typeAddress({ links, dice, log }: Driver): Promise<void> {
  const from = (log.held[0]?.seq ?? 0) + dice.below(500);
  const lines = { from, to: from + dice.below(3) };
  const link = dice.pick([writeNumbers(links.prefix ?? '', lines), 'elsewhere']);
  if (links.hash === `#${link}`) return;
  const told = new Promise((done) => window.addEventListener('hashchange', done, { once: true }));
  location.hash = link;
  await told;
  links.name(link, lines);
  links.visit(`#${link}`);
}

/** See the file's head. */
export const LINK_MOVES: Moves = {
  // That lines are not held is said in a row taken from the lines.
  link: { weight: 2, lasts: true, make: openLink },
  numbers: { weight: 1.5, lasts: true, make: openNumbers },
  dismiss: { weight: 0.5, lasts: true, make: dismiss },
  permalinks: { weight: 0.7, lasts: true, make: shareAddress },
  address: { weight: 0.7, lasts: true, make: typeAddress },
};
