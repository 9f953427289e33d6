/** What somebody does to read on. */
import { expect } from 'vitest';
import type { Driver } from '../driver.js';
import { shownRows, type ShownRow } from '../shown-rows.js';
import { linesOf } from '../wanted.js';
import type { Moves } from './move.js';

async function wheel(driver: Driver, by: number): Promise<void> {
  // Over an empty viewer lies what says so, and over few lines the pill.
  driver.closeMenu();
  const { page } = driver;
  if (page.rows().length > 0 && page.viewport.clientHeight > 120) await page.wheel(by);
}

async function dragBar(driver: Driver): Promise<void> {
  const { viewport } = driver.page;
  viewport.scrollTop = driver.dice.below(viewport.scrollHeight);
  // At the end it begins to follow as soon as the browser tells of it, and what came before is counted no more.
  if (driver.page.fromEnd() <= 4) await driver.rest();
}

/** Goes to a line: it is then in sight, or the next one that is shown. */
async function jump(driver: Driver): Promise<void> {
  const { log, page, dice } = driver;
  if (log.held.length === 0) return;
  driver.aim = dice.pick(log.held).seq;
  const align = dice.pick(['start', 'center', 'end', 'auto', 'nearest'] as const);
  page.handle.scrollToSeq(driver.aim, { align });
}

/** Goes to the first line at or after a time, and selects it. */
async function jumpToTime(driver: Driver): Promise<void> {
  const { log, page, dice } = driver;
  const stamps = linesOf(log.held).flatMap(({ line }) => line.timestamp ?? []);
  if (stamps.length === 0) return;
  const time = Date.parse(dice.pick(stamps)) + dice.pick([-100, 0, 1, 100_000]);
  const given = dice.pick([time, new Date(time).toISOString()]);
  const reached = await page.handle.scrollToTime(given);
  // Older lines may have been loaded for it.
  const shown = shownRows(driver.wanted());
  const found = shown.held.find((item) => isAtOrAfter(item, time));
  // What left the buffer is found as long as it is kept in sight.
  const kept = shown.gone.filter((item) => isAtOrAfter(item, time));
  const sight = kept.find(({ seq }) => page.row(seq)?.dataset['selected'] === '');
  const seq = sight?.seq ?? found?.seq;
  expect(reached).toBe(seq !== undefined);
  if (seq === undefined) return;
  driver.select([seq, seq]);
  if (!sight) driver.aim = seq;
}

const isAtOrAfter = (item: ShownRow, time: number): boolean =>
  item.kind === 'line' &&
  item.made.line.timestamp !== undefined &&
  Date.parse(item.made.line.timestamp) >= time;

/** See the file's head. */
export const SCROLL_MOVES: Moves = {
  up: { weight: 4, lasts: true, make: (driver) => wheel(driver, -driver.dice.below(2_000)) },
  down: { weight: 3, lasts: true, make: (driver) => wheel(driver, driver.dice.below(2_000)) },
  bar: { weight: 2, make: dragBar },
  key: {
    weight: 4,
    lasts: true,
    make: (driver) => driver.press('PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown'),
  },
  jump: { weight: 2, make: jump },
  time: { weight: 1.5, make: jumpToTime },
  follow: { weight: 2, make: ({ page, dice }) => page.handle.follow(dice.below(3) > 0) },
};
