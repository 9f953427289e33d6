import type { Random } from '../lib/random.js';
import { say } from './scenario.js';
import type { Scenario, Step } from './scenario.js';

/** A long silence, then hundreds of lines at once, many of them identical and in the same microsecond. */
export const burst: Scenario = {
  name: 'burst',
  title: 'Sensor gateway',
  summary: 'Silence, then hundreds of lines at once, some with identical texts and timestamps.',
  rate: 2,
  tell,
};

function* tell(random: Random): Generator<Step> {
  for (let batch = random.int(100, 900); ; batch++) {
    for (let i = random.int(3, 8); i > 0; i--) {
      yield say(
        { message: `gateway idle, ${random.int(310, 330)} sensors connected`, level: 'debug', step: 'idle' },
        2,
      );
    }
    yield* oneBatch(batch, random);
  }
}

function* oneBatch(batch: number, random: Random): Generator<Step> {
  const readings = random.int(150, 400);
  const site = random.pick(['mill', 'dock', 'roof', 'cellar']);
  yield say({
    message: `batch ${batch} from site ${site}: ${readings} readings`,
    step: 'ingest',
    task: 'ingest',
  });
  for (let i = 0; i < readings; i++) {
    // A retry of the sensor sends the same reading again: two lines, not one.
    const repeats = random.chance(0.08) ? 2 : 1;
    const sensor = `${site}-${String(random.int(1, 48)).padStart(2, '0')}`;
    const hot = random.chance(0.01);
    for (let copy = 0; copy < repeats; copy++) {
      yield say(
        {
          message: hot
            ? `${sensor} 81.${random.int(0, 9)} C is above the limit of 80 C`
            : `${sensor} ${random.int(18, 42)}.${random.int(0, 9)} C ok`,
          level: hot ? 'warn' : 'info',
          step: 'ingest',
          task: 'ingest',
          sameInstant: i % 4 !== 0 || copy > 0,
        },
        0,
      );
    }
    if (repeats === 2 && !hot) {
      const repeated = say(
        {
          message: `${sensor} reading repeated`,
          level: 'debug',
          step: 'ingest',
          task: 'ingest',
          sameInstant: true,
        },
        0,
      );
      yield repeated;
      yield repeated;
    }
  }
  yield say({ message: `batch ${batch} stored`, type: 'success', step: 'ingest', task: 'ingest' }, 4);
}
