import { systemClock } from '../lib/clock.js';
import type { Clock } from '../lib/clock.js';
import type { CutMode } from '../backend/connections.js';
import type { Run } from '../store/run.js';
import type { Store } from '../store/store.js';
import { scenarioNamed, scenarios } from './index.js';
import type { ScenarioName } from './index.js';
import { playScenario, prefill } from './play.js';
import type { Play } from './play.js';
import type { Scenario } from './scenario.js';
import { systemLog } from './system-log.js';

/** Which scenarios are played, and how. */
export interface FleetOptions {
  /**
   * One scenario, by name or one of your own, played into the run `demo`; `none` plays nothing. Default: all of them,
   * each in a run of its name.
   */
  readonly scenario?: ScenarioName | 'none' | Scenario | (string & {});
  /** Lines per second of the run `demo`; default: the scenario's own. */
  readonly rate?: number;
  /** Seed of every random choice: the same seed gives the same lines. Default 1. */
  readonly seed?: number | string;
  readonly clock?: Clock;
  readonly cut?: (runId: string, mode: CutMode) => void;
}

/** Milliseconds after which a scenario that has ended starts again in a new run. */
const pauseBetweenRuns = 15_000;
/** Ended runs kept of each scenario. */
const endedRunsKept = 4;

/** Lines that the run `demo` has when the server starts. */
const linesBefore = 150;

/** Starts the scenarios in a store; returns a function that stops them. Throws `UnknownScenarioError` for an unknown name. */
export function startFleet(store: Store, options: FleetOptions = {}): () => void {
  const { clock = systemClock, seed = 1, cut, rate } = options;
  const stops = new Set<() => void>();
  const keep = (stop: () => void): void => {
    stops.add(stop);
  };
  const play = (run: Run, scenario: Scenario, pace?: number, skip = 0): Play => {
    if (scenario.past !== undefined) return remember(run, scenario, scenario.past);
    const started = playScenario(run, scenario, {
      clock,
      seed: `${seed}/${run.id}`,
      skip,
      ...(cut ? { cut } : {}),
      ...(pace === undefined ? {} : { rate: pace }),
    });
    keep(started.stop);
    return started;
  };
  const remember = (run: Run, scenario: Scenario, lines: number): Play => {
    prefill(run, scenario, lines, { seed, clock, spacing: 1000 / scenario.rate });
    run.setStatus('completed', 0);
    return { stop: () => undefined, done: Promise.resolve() };
  };
  const runFor = (id: string, title: string, status: 'queued' | 'running' = 'running'): Run =>
    store.run(id) ?? store.createRun({ id, title, kind: 'scenario', status });

  /** Plays a scenario over and over, each time in a new run; the next run is queued meanwhile. */
  const repeat = (scenario: Scenario, run: Run, count: number, ended: readonly Run[]): void => {
    const { done, stop } = play(run, scenario);
    void done.then(() => {
      if (!stops.delete(stop)) return;
      const kept = [...ended, run];
      for (const old of kept.splice(0, Math.max(0, kept.length - endedRunsKept))) store.removeRun(old.id);
      const next = runFor(`${scenario.name}-${count + 1}`, `${scenario.title} ${count + 1}`, 'queued');
      keep(
        clock.after(pauseBetweenRuns, () => {
          next.setStatus('running');
          repeat(scenario, next, count + 1, kept);
        }),
      );
    });
  };

  const { scenario } = options;
  const demo = runFor('demo', 'Demo');
  if (scenario !== undefined) {
    if (scenario !== 'none')
      play(demo, typeof scenario === 'string' ? scenarioNamed(scenario) : scenario, rate);
  } else {
    prefill(demo, scenarios.steady, linesBefore, { seed: `${seed}/demo`, spacing: 1200, clock });
    play(demo, scenarios.steady, rate, linesBefore);
    play(store.system, systemLog);
    for (const each of Object.values<Scenario>(scenarios)) {
      const run = runFor(each.name, each.title);
      if (each.past === undefined) repeat(each, run, 1, []);
      else play(run, each);
    }
  }
  return () => {
    // Cleared first, so that a scenario that ends by being stopped is not played again.
    const stopping = [...stops];
    stops.clear();
    for (const stop of stopping) stop();
  };
}
