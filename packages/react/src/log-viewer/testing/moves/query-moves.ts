/** What somebody filters and looks for. */
import { LOG_LEVELS } from '@tailrace/core';
import { userEvent } from 'vitest/browser';
import type { Driver } from '../driver.js';
import { FILTERS, knownFilter, TERMS, type KnownFilter } from '../random-queries.js';
import { toggled } from '../wanted.js';
import type { Moves } from './move.js';

/** It was asked for another filter: what comes from now on is counted. */
export function filtered(driver: Driver, filter: KnownFilter): void {
  driver.ask({ filter, arrivals: [] });
  driver.filterAnew();
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

/** One of the boxes of a menu of the filter, which is opened first, or closed again. */
function boxIn(driver: Driver, button: HTMLElement | undefined, boxes: string): HTMLInputElement | undefined {
  const { viewer, dice } = driver;
  const open = [...viewer.querySelectorAll<HTMLInputElement>(boxes)];
  if (open.length > 0 && dice.below(4) > 0) return dice.pick(open);
  button?.click();
  return undefined;
}

/** Shows the lines of a level, or hides them. */
function toggleLevel(driver: Driver): void {
  const box = boxIn(driver, driver.button(/levels$/i), 'label[data-level] input');
  const level = box?.closest('label')?.dataset['level'];
  if (!box || !level) return;
  const { filter } = driver.asked;
  const shown = toggled(new Set<string>(filter.levels ?? LOG_LEVELS), level);
  const levels = LOG_LEVELS.filter((each) => shown.has(each));
  box.click();
  filtered(
    driver,
    knownFilter({ ...filter, levels: levels.length === LOG_LEVELS.length ? undefined : levels }),
  );
}

/** Asks for lines with a value of a label, too, or no more. */
function toggleFacet(driver: Driver): void {
  const button = driver.viewer.querySelector<HTMLElement>('[data-menu="facets"] > button') ?? undefined;
  const box = boxIn(driver, button, '[data-tailrace="facet"] input');
  const name = box?.closest<HTMLElement>('[data-tailrace="facet"]')?.dataset['label'];
  const value = box?.parentElement?.querySelector('[data-tailrace="facet-value"]')?.textContent;
  if (!box || !name || !value) return;
  const { filter } = driver.asked;
  const values = [...toggled(new Set(filter.labels[name]), value)];
  const { [name]: _old, ...others } = filter.labels;
  box.click();
  filtered(
    driver,
    knownFilter({ ...filter, labels: values.length === 0 ? others : { ...others, [name]: values } }),
  );
}

/** Shows so many lines around each that passes. */
async function showAround(driver: Driver): Promise<void> {
  const select = driver.viewer.querySelector<HTMLSelectElement>('select[data-tailrace="context"]');
  if (!select) return driver.viewer.querySelector<HTMLElement>('[data-menu="facets"] > button')?.click();
  const context = driver.dice.pick([0, 1, 3]);
  await userEvent.selectOptions(select, String(context));
  filtered(driver, knownFilter({ ...driver.asked.filter, context }));
}

/** See the file's head. */
export const QUERY_MOVES: Moves = {
  filter: { weight: 3, make: setFilter },
  level: { weight: 2, make: toggleLevel },
  facet: { weight: 2, make: toggleFacet },
  around: { weight: 2, make: showAround },
  find: { weight: 3, finds: true, make: find },
  match: { weight: 3, finds: true, make: (driver) => driver.press('n', 'n', 'N') },
};
