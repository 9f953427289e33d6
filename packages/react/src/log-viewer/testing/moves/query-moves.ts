/** What somebody filters and looks for. */
import type { Driver } from '../driver.js';
import { FILTERS, TERMS, type KnownFilter } from '../random-queries.js';
import type { Moves } from './move.js';

/** It was asked for another filter: what comes from now on is counted. */
function filtered(driver: Driver, filter: KnownFilter): void {
  driver.ask({ filter, arrivals: [] });
}

function setFilter(driver: Driver): void {
  const filter = driver.dice.pick(FILTERS);
  driver.page.handle.setFilter(filter.filter);
  filtered(driver, filter);
}

function find(driver: Driver): void {
  const term = driver.dice.pick(TERMS);
  driver.page.handle.find(term.term, term.options);
  driver.ask({ term });
}

/** See the file's head. */
export const QUERY_MOVES: Moves = {
  filter: { weight: 3, make: setFilter },
  find: { weight: 3, finds: true, make: find },
  match: { weight: 3, finds: true, make: (driver) => driver.press('n', 'n', 'N') },
};
