/** What somebody types into the boxes, key by key, while lines come. */
import { expect } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Driver } from '../driver.js';
import { knownFilter, typedTerm } from '../random-queries.js';
import { wrongNumbers } from '../seen-numbers.js';
import { openedByMatch } from '../seen-rows.js';
import type { Moves } from './move.js';
import { filtered } from './query-moves.js';

/** They mean the same as text, as an expression and as a query. */
const WORDS = ['needle', 'alpha', 'line', 'nowhere'];

/** Types a part of a word in the place of what stands in a box. `typed` hears what stands there after each key. */
async function type(
  driver: Driver,
  name: 'search' | 'filter',
  typed: (text: string, box: HTMLInputElement) => unknown,
): Promise<void> {
  const { page, dice } = driver;
  const box = page.part(name) as HTMLInputElement | undefined;
  if (!box) return;
  const keys = async (key: string): Promise<void> => {
    const before = box.value;
    await userEvent.keyboard(key);
    if (box.value !== before) await typed(box.value, box);
  };
  driver.closeMenu();
  box.focus();
  await keys('{Control>}a{/Control}{Delete}');
  expect(box.value).toBe('');
  // A page has one place where text is marked, and this is the box now.
  driver.ask({ marked: undefined });
  const word = dice.pick(WORDS);
  const end = 1 + dice.below(word.length);
  for (let at = 0; at < end; at += 1) {
    if (dice.below(3) === 0) await come(driver);
    await keys(word.charAt(at));
    expect(box.value).toBe(word.slice(0, at + 1));
  }
  if (dice.below(4) === 0) await keys('{Escape}');
}

/** Waits until it is told what the last key found. */
async function told(driver: Driver): Promise<void> {
  await expect.poll(() => wrongNumbers(driver.page, driver.wanted())).toEqual([]);
}

/** Lines come between two keys. */
async function come(driver: Driver): Promise<void> {
  await told(driver);
  if (driver.isFollowing) driver.ask({ arrivals: [] });
  // Those that a link waits for would lead whoever types away.
  if (driver.countsLate || driver.asked.paused || driver.links.waiting) return;
  driver.append(1 + driver.dice.below(3));
  driver.log.stream.flush();
}

const typeFind = (driver: Driver): Promise<void> =>
  type(driver, 'search', async (text) => {
    driver.ask({ term: typedTerm(text, driver.asked.term.options) });
    if (driver.asked.wrap) return;
    // What a part of the word finds below the first line of a message opens it, too.
    await told(driver);
    driver.ask({ opened: openedByMatch(driver.page, driver.wanted(), driver.asked.opened) });
  });

const typeFilter = (driver: Driver): Promise<void> =>
  type(driver, 'filter', (text, box) => {
    const { filter } = driver.asked;
    const { caseSensitive = false } = filter.filter;
    const mode = box.dataset['mode'] ?? '';
    const words = ({ shown }: { readonly shown: string }): boolean =>
      (caseSensitive ? shown : shown.toLowerCase()).includes(text);
    const asked = text === '' ? { caseSensitive } : { caseSensitive, [mode]: text };
    filtered(driver, knownFilter({ ...filter, filter: asked, words }));
  });

/** See the file's head. */
export const TYPE_MOVES: Moves = {
  'type find': { weight: 1, finds: true, make: typeFind },
  'type filter': { weight: 1, make: typeFilter },
};
