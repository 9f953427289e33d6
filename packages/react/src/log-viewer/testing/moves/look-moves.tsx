/** What changes how the log looks, or where. */
import type { LogViewerProps } from '../../log-viewer.js';
import { isTrimMarker } from '../../model/retained-view.js';
import { LogViewerGap } from '../../rows/gap-row.js';
import { LogViewerRow } from '../../rows/row.js';
import { TIMESTAMP_MODES } from '../../viewer-state.js';
import type { Driver } from '../driver.js';
import { ZONE_NAMES } from '../seen-time.js';
import type { Moves } from './move.js';

/** What a page may ask for again and again, and somebody change with a key. */
const wrapAnew = (driver: Driver): Promise<void> => driver.give({ wrap: driver.dice.below(2) === 0 });

async function wrapByKey(driver: Driver): Promise<void> {
  await driver.press('w');
  driver.ask({ wrap: !driver.asked.wrap });
}

const timesAnew = (driver: Driver): Promise<void> =>
  driver.give({
    showTimestamps: driver.dice.pick(TIMESTAMP_MODES),
    timeZone: driver.dice.pick([undefined, ...ZONE_NAMES]),
    timestampDigits: driver.dice.pick([undefined, 0, 1, 3, 9]),
  });

async function nextTimes(driver: Driver): Promise<void> {
  await driver.press('t');
  const at = TIMESTAMP_MODES.indexOf(driver.asked.timestamps);
  driver.ask({ timestamps: TIMESTAMP_MODES[at + 1] ?? TIMESTAMP_MODES[0] });
}

const drawRow: LogViewerProps['renderRow'] = (row) => <LogViewerRow {...row} />;
const drawGap: LogViewerProps['renderGap'] = (gap) => (isTrimMarker(gap) ? null : <LogViewerGap gap={gap} />);

/** The page draws rows in its own way, or no more. */
const drawAnew = (driver: Driver): Promise<void> =>
  driver.give({
    renderRow: driver.dice.pick([undefined, drawRow]),
    renderGap: driver.dice.pick([undefined, drawGap]),
  });

async function openAgain(driver: Driver): Promise<void> {
  await driver.page.unmount();
  await driver.open();
}

/** See the file's head. */
export const LOOK_MOVES: Moves = {
  wrap: { weight: 0.5, lasts: true, make: wrapAnew },
  'key w': { weight: 0.5, lasts: true, make: wrapByKey },
  times: { weight: 0.5, make: timesAnew },
  'key t': { weight: 0.5, make: nextTimes },
  draw: { weight: 1, lasts: true, make: drawAnew },
  width: {
    weight: 1,
    lasts: true,
    make: ({ around, dice }) => void (around.style.width = `${400 + dice.below(500)}px`),
  },
  height: {
    weight: 1,
    lasts: true,
    make: ({ viewer, dice }) => void (viewer.style.height = `${200 + dice.below(400)}px`),
  },
  again: { weight: 0.5, make: openAgain },
};
