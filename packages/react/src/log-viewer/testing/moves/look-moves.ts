/** What changes how the log looks, or where. */
import type { Driver } from '../driver.js';
import type { Moves } from './move.js';

async function wrap(driver: Driver): Promise<void> {
  driver.ask({ wrap: !driver.asked.wrap });
  await driver.give({ wrap: driver.asked.wrap });
}

async function times(driver: Driver): Promise<void> {
  driver.ask({ timestamps: driver.dice.pick(['off', 'utc', 'delta']) });
  await driver.give({ showTimestamps: driver.asked.timestamps });
}

async function openAgain(driver: Driver): Promise<void> {
  await driver.page.unmount();
  await driver.open();
}

/** See the file's head. */
export const LOOK_MOVES: Moves = {
  levels: { weight: 1, make: (driver) => driver.button(/levels$/i)?.click() },
  wrap: { weight: 1, lasts: true, make: wrap },
  times: { weight: 1, make: times },
  width: {
    weight: 1,
    lasts: true,
    make: ({ around, dice }) => void (around.style.width = `${400 + dice.below(500)}px`),
  },
  height: {
    weight: 1,
    make: ({ viewer, dice }) => void (viewer.style.height = `${200 + dice.below(400)}px`),
  },
  again: { weight: 0.5, make: openAgain },
};
