/** What happens to the log. */
import { CAPACITY, type Driver } from '../driver.js';
import type { Moves } from './move.js';

function fillGap(driver: Driver): void {
  const { log, dice } = driver;
  const gaps = log.held.filter((item) => item.kind === 'gap');
  const gap = gaps.length === 0 ? undefined : dice.pick(gaps);
  if (gap?.kind !== 'gap') return;
  log.fill(gap.seq, driver.lines(gap.missing ?? 1));
  driver.filterAnew();
}

function pause(driver: Driver): void {
  driver.button(/^(Pause|Resume)$/)?.click();
  driver.lookIfPaused();
  driver.came = true;
}

function clear(driver: Driver): void {
  if (driver.log.held.length === 0) return;
  driver.button(/^Clear$/)?.click();
  driver.log.clear();
  // Without a selection nothing is given up.
  if (driver.asked.selection) driver.select(undefined);
  driver.reset();
}

/** See the file's head. */
export const LOG_MOVES: Moves = {
  line: { weight: 4, keeps: true, make: (driver) => driver.append(1) },
  lines: { weight: 5, keeps: true, make: (driver) => driver.append(1 + driver.dice.below(40)) },
  flood: { weight: 1, keeps: true, make: (driver) => driver.append(CAPACITY + driver.dice.below(300)) },
  gap: {
    weight: 1,
    keeps: true,
    make: ({ log, dice }) => log.appendGap(dice.pick([undefined, 1, 3, 25])),
  },
  fill: { weight: 1, keeps: true, make: fillGap },
  older: {
    weight: 1,
    keeps: true,
    make: (driver) => driver.log.prepend(driver.lines(1 + driver.dice.below(60))),
  },
  repeat: { weight: 1, keeps: true, make: ({ log }) => log.repeat() },
  pause: { weight: 1, make: pause },
  end: { weight: 0.1, make: ({ log }) => log.end() },
  clear: { weight: 0.3, make: clear },
  other: { weight: 0.5, make: (driver) => driver.replaceLog() },
};
