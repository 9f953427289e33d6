import type { Random } from '../lib/random.js';
import { say } from './scenario.js';
import type { Scenario, Step } from './scenario.js';

/** Stratal's system log, written by its scheduler. It is not a run, so it is not in the registry. */
export const systemLog: Scenario = {
  name: 'system-log',
  title: 'System',
  summary: 'The scheduler at work.',
  rate: 0.25,
  tell,
};

function* tell(random: Random): Generator<Step> {
  yield say({ message: 'Server started', stream: 'system', metadata: { port: 8080, version: '1.8.0' } });
  yield say({
    message: 'Database connection established',
    stream: 'system',
    metadata: { host: 'db-1', database: 'stratal' },
  });
  for (;;) {
    const load = random.int(4, 92);
    yield say({
      message: `Health check passed, ${random.int(3, 9)} workers, load ${load}%`,
      level: load > 85 ? 'warn' : 'info',
      stream: 'system',
      metadata: { load },
    });
    if (random.chance(0.2)) {
      yield say({ message: `Lease of worker-${random.int(1, 6)} renewed`, level: 'debug', stream: 'system' });
    }
    if (random.chance(0.04)) {
      yield say({
        message: `worker-${random.int(1, 6)} missed its heartbeat, its jobs go back to the queue`,
        level: 'error',
        stream: 'system',
      });
    }
  }
}
