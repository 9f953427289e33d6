/**
 * A viewer that is driven at random: after every step what is seen is what the log holds, each line once, in its place, with its words.
 * CONTRIBUTING.md tells how to run more of it, and one run again.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDice } from './testing/dice.js';
import { driveFeed, driveStage } from './testing/driven-log.js';
import { Driver } from './testing/driver.js';
import { COPY_MOVES } from './testing/moves/copy-moves.js';
import { FILE_MOVES } from './testing/moves/file-moves.js';
import { LINE_MOVES } from './testing/moves/line-moves.js';
import { LINK_MOVES } from './testing/moves/link-moves.js';
import { LOG_MOVES } from './testing/moves/log-moves.js';
import { LOOK_MOVES } from './testing/moves/look-moves.js';
import { MARK_MOVES } from './testing/moves/mark-moves.js';
import { QUERY_MOVES } from './testing/moves/query-moves.js';
import { SCROLL_MOVES } from './testing/moves/scroll-moves.js';
import { SERVER_MOVES } from './testing/moves/server-moves.js';
import { TOUCH_MOVES } from './testing/moves/touch-moves.js';
import { TYPE_MOVES } from './testing/moves/type-moves.js';
import { randomSeeds } from './testing/random-runs.js';
import { wrongMenus } from './testing/seen-menus.js';
import { wrongNumbers } from './testing/seen-numbers.js';
import { movedLines, sightOf, wrongPlace } from './testing/seen-places.js';
import { shownRows } from './testing/shown-rows.js';
import { linesOf } from './testing/wanted.js';
import { isMatchInSight, openedByMatch, wrongAim, wrongPositions, wrongRows } from './testing/seen-rows.js';

const MOVES = Object.entries({
  ...LOG_MOVES,
  ...SCROLL_MOVES,
  ...QUERY_MOVES,
  ...TYPE_MOVES,
  ...LINE_MOVES,
  ...MARK_MOVES,
  ...COPY_MOVES,
  ...FILE_MOVES,
  ...LINK_MOVES,
  ...SERVER_MOVES,
  ...TOUCH_MOVES,
  ...LOOK_MOVES,
});
/** Every move as often as it weighs. */
const BAG = MOVES.flatMap((named) => Array.from({ length: 10 * named[1].weight }, () => named));

/** What is wrong with what is seen. */
function wrong(driver: Driver): readonly string[] {
  const [{ page, links, viewer, log }, wanted] = [driver, driver.wanted()];
  const notice = viewer.querySelector<HTMLElement>('[data-tailrace="notice"][data-kind="link"]');
  return [
    ...links.wrong(notice, log.held),
    ...wrongNumbers(page, wanted),
    ...wrongMenus(page, wanted),
    ...wrongRows(page, wanted),
  ];
}

async function step(driver: Driver, trail: string[]): Promise<void> {
  const { page, dice } = driver;
  const [name, { make, lasts, keeps, finds }] = dice.pick(BAG);
  trail.push(name);
  if (keeps || lasts) await driver.painted();
  const until = { message: trail.slice(-12).join(' '), timeout: 5_000 };
  const before = sightOf(page);
  driver.aim = driver.stays = undefined;
  driver.came = driver.selects = false;
  const countsShown = driver.countsLate && !driver.isFollowing;
  const shown = shownRows(driver.wanted()).held;
  // Before it stand older lines, which nobody calls new.
  const [{ seq: first } = { seq: -Infinity }] = shown;
  const known = new Set(linesOf(shown));
  await make(driver);
  if (lasts) await driver.rest();
  await driver.served();
  const { opened, arrivals } = driver.asked;
  const look = (): readonly string[] => {
    driver.meetLink();
    if (finds) driver.ask({ opened: openedByMatch(driver.page, driver.wanted(), opened) });
    if (driver.came && countsShown) {
      // A stream tells of lines when it has time.
      driver.log.stream.flush();
      const now = linesOf(shownRows(driver.wanted()).held.filter(({ seq }) => seq > first));
      driver.ask({ arrivals: [...arrivals, ...now.filter((made) => !known.has(made))] });
    }
    return wrong(driver);
  };
  await expect.poll(look, until).toEqual([]);
  if (finds && driver.aim === undefined)
    await expect.poll(() => isMatchInSight(driver.page, driver.wanted()), until).toBe(true);
  if (driver.selects) driver.links.selected();
  await expect.poll(() => location.hash, until).toBe(driver.links.hash);
  const { aim, stays } = driver;
  // What is selected, and what is said of it, may take a row from the lines.
  if (aim !== undefined && !lasts) await driver.rest();
  if (aim !== undefined)
    await expect.poll(() => wrongAim(driver.page, driver.wanted(), aim), until).toEqual([]);
  if (stays !== undefined && aim === undefined)
    await expect.poll(() => wrongPlace(driver.page, before, stays), until).toEqual([]);
  if (keeps && aim === undefined) await expect.poll(() => movedLines(driver.page, before), until).toEqual([]);
  if (driver.isFollowing) driver.ask({ arrivals: [] });
}

describe('a viewer driven at random', { timeout: 600_000 }, () => {
  it.each(randomSeeds(4))('shows what the log holds (TAILRACE_SEED=%i)', async (seed) => {
    const driver = new Driver(createDice(seed), seed % 3 === 0 ? driveFeed : driveStage, seed % 4 > 1);
    driver.append(driver.dice.pick([0, 3, 200, 400]));
    driver.writeAddress('');
    onTestFinished(() => driver.writeAddress(''));
    await driver.open();
    const trail: string[] = [];
    for (let steps = 0; steps < 40; steps += 1) await step(driver, trail);
    // What is told only once nothing changes for a while.
    const until = { message: trail.slice(-12).join(' '), timeout: 5_000 };
    await expect.poll(() => wrongPositions(driver.page, driver.wanted()), until).toEqual([]);
  });
});
