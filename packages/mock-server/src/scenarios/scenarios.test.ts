import { describe, expect, it } from 'vitest';
import { createRandom } from '../lib/random.js';
import { createStore } from '../store/store.js';
import { createTestClock } from '../lib/test-clock.js';
import { scenarioNamed, scenarios } from './index.js';
import { playScenario, prefill } from './play.js';
import type { Scenario, Step } from './scenario.js';
import { startFleet } from './fleet.js';

const take = (scenario: Scenario, seed: number, count = 1500): Step[] => {
  const steps: Step[] = [];
  for (const step of scenario.tell(createRandom(seed))) {
    if (steps.push(step) >= count) break;
  }
  return steps;
};
const linesOf = (steps: readonly Step[]) =>
  steps.flatMap((step) => (step.kind === 'line' ? [step.line] : []));
const messages = (scenario: Scenario, seed = 1): string =>
  linesOf(take(scenario, seed))
    .map(({ message }) => message)
    .join('\n');
const all = Object.entries<Scenario>(scenarios);

describe.each(all)('the scenario %s', (name, scenario) => {
  it('has the name it is registered under, and a summary', () => {
    expect(scenario.name).toBe(name);
    expect(scenario.summary).toMatch(/\.$/);
    expect(scenario.rate).toBeGreaterThan(0);
  });

  it('gives the same lines for the same seed, and others for another', () => {
    expect(take(scenario, 7)).toEqual(take(scenario, 7));
    expect(take(scenario, 7)).not.toEqual(take(scenario, 8));
  });

  it('writes only lines that every backend can carry', () => {
    for (const line of linesOf(take(scenario, 3))) {
      expect(line.message).not.toContain('\n');
      expect(line.progress ?? 0).toBeGreaterThanOrEqual(0);
      expect(line.progress ?? 0).toBeLessThanOrEqual(100);
      expect(Number.isInteger(line.progress ?? 0)).toBe(true);
    }
  });
});

describe('the scenarios', () => {
  it('show an agent that thinks, codes, fails, fixes it and ends at 100 %', () => {
    for (let seed = 0; seed < 10; seed++) {
      const steps = take(scenarios['agent-run'], seed);
      const lines = linesOf(steps);
      expect(new Set(lines.map(({ type }) => type))).toEqual(
        new Set([undefined, 'thinking', 'coding', 'error', 'success']),
      );
      const progress = lines.map((line) => line.progress ?? -1);
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
      expect([progress[0], progress.at(-1)]).toEqual([0, 100]);
      expect(steps.at(-1)).toEqual({ kind: 'status', status: 'completed', exitCode: 0 });
    }
  });

  it('show every kind of colour, and progress that overwrites itself', () => {
    const text = messages(scenarios['ansi-build']);
    for (const sequence of ['\u001b[32m', '\u001b[94m', '\u001b[1m', '\u001b[38;5;', '\u001b[38;2;', '\r']) {
      expect(text).toContain(sequence);
    }
    const ends = Array.from({ length: 20 }, (_, seed) => take(scenarios['ansi-build'], seed).at(-1));
    expect(new Set(ends.map((step) => step?.kind === 'status' && step.status))).toEqual(
      new Set(['completed', 'failed']),
    );
  });

  it('show a container that crashes and is restarted', () => {
    const steps = take(scenarios['crash-loop'], 1);
    const states = steps.flatMap((step) =>
      step.kind === 'service' && step.state.status ? [step.state.status] : [],
    );
    expect(states.slice(0, 3)).toEqual(['running', 'restarting', 'running']);
    expect(messages(scenarios['crash-loop'])).toMatch(/\n {4}at /);
  });

  it('cut the connection in the scenario flaky', () => {
    expect(take(scenarios.flaky, 1).some(({ kind }) => kind === 'cut')).toBe(true);
  });

  it('write identical lines at the same instant in the scenario burst', () => {
    const store = createStore();
    const run = store.createRun({ id: 'r' });
    prefill(run, scenarios.burst, 1000);
    const keys = run.slice(0).map(({ moment, message }) => `${moment.micros} ${message}`);
    expect(new Set(keys).size).toBeLessThan(keys.length);
  });

  it('are found by name', () => {
    expect(scenarioNamed('steady')).toBe(scenarios.steady);
    expect(() => scenarioNamed('calm')).toThrow(/"calm".*steady/);
  });
});

describe('playing', () => {
  it('keeps to the rate, and stops when told to', async () => {
    const clock = createTestClock();
    const run = createStore({ clock }).createRun({ id: 'r' });
    const play = playScenario(run, { ...scenarios.steady, tell: endless }, { rate: 50, clock });
    await clock.advance(10_000);
    expect(run.next).toBeGreaterThanOrEqual(499);
    expect(run.next).toBeLessThanOrEqual(501);
    play.stop();
    await clock.advance(10_000);
    expect(run.next).toBeLessThanOrEqual(501);
    expect(clock.pending).toBe(0);
  });

  it('reaches rates far beyond one line per timer', async () => {
    const clock = createTestClock();
    const run = createStore({ clock }).createRun({ id: 'r' });
    playScenario(run, { ...scenarios.steady, tell: endless }, { rate: 50_000, clock });
    await clock.advance(1000);
    expect(run.next).toBeGreaterThan(49_000);
  });

  it('does not catch up after a long sleep', async () => {
    const clock = createTestClock();
    const run = createStore({ clock }).createRun({ id: 'r' });
    playScenario(run, { ...scenarios.steady, tell: endless }, { rate: 100, clock });
    await clock.advance(0);
    clock.jump(3_600_000);
    await clock.advance(0);
    expect(run.next).toBeLessThanOrEqual(102);
  });

  it('is done at the end of the scenario', async () => {
    const clock = createTestClock();
    const run = createStore({ clock }).createRun({ id: 'r', status: 'queued' });
    const { done } = playScenario(run, scenarios['agent-run'], { rate: 1000, clock });
    await clock.advance(60_000);
    await done;
    expect(run.status).toBe('completed');
  });

  it('continues where a prefill ended', async () => {
    const clock = createTestClock();
    const store = createStore({ clock });
    const [whole, parts] = [store.createRun({ id: 'whole' }), store.createRun({ id: 'parts' })];
    prefill(whole, scenarios.steady, 60, { seed: 5 });
    prefill(parts, scenarios.steady, 40, { seed: 5, spacing: 100, clock });
    playScenario(parts, scenarios.steady, { seed: 5, skip: 40, rate: 100, clock });
    await clock.advance(5000);
    expect(parts.slice(0, 60).map(({ message }) => message)).toEqual(
      whole.slice(0).map(({ message }) => message),
    );
    const times = parts.slice(0, 41).map(({ moment }) => moment.micros);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

describe('the fleet', () => {
  it('repeats a finished scenario in a new run, queued meanwhile, and removes the oldest run', async () => {
    const clock = createTestClock();
    const store = createStore({ clock });
    const stop = startFleet(store, { clock });
    const agents = () => store.runs().filter(({ id }) => id.startsWith('agent-run'));
    const statuses = new Set<string>();
    for (let i = 0; i < 600; i++) {
      await clock.advance(1000);
      await Promise.resolve();
      for (const { status } of agents()) statuses.add(status);
    }
    expect(statuses).toEqual(new Set(['queued', 'running', 'completed']));
    expect(agents().length).toBeLessThanOrEqual(6);
    expect(agents().map(({ id }) => id)).not.toContain('agent-run-2');
    stop();
    expect(clock.pending).toBe(0);
  });
});

function* endless(): Generator<Step> {
  for (let i = 1; ; i++) yield { kind: 'line', line: { message: `line ${i}` } };
}
