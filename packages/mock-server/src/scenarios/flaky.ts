import type { CutMode } from '../backend/connections.js';
import type { Random } from '../lib/random.js';
import { say } from './scenario.js';
import type { Scenario, Step } from './scenario.js';

const cuts: readonly CutMode[] = ['reset', 'fin', 'end'];

/** A healthy service behind a bad connection: its streams are cut repeatedly while it keeps writing. */
export const flaky: Scenario = {
  name: 'flaky',
  title: 'Replication link',
  summary: 'Numbered lines over a connection that keeps breaking; a client must still get all of them.',
  rate: 5,
  tell,
};

function* tell(random: Random): Generator<Step> {
  let segment = random.int(4000, 5000);
  for (;;) {
    for (let i = random.int(40, 90); i > 0; i--) {
      segment++;
      const lag = random.int(2, 180);
      yield say(
        {
          message: `replicated segment ${segment} (${random.int(90, 512)} kB), lag ${lag}ms`,
          level: lag > 160 ? 'warn' : 'info',
          step: 'replicate',
          task: 'replicate',
          metadata: { segment, lag_ms: lag },
        },
        0.4 + random.next(),
      );
    }
    yield { kind: 'cut', mode: random.pick(cuts) };
  }
}
