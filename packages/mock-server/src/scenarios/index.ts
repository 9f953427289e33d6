import type { Scenario } from './scenario.js';
import { agentRun } from './agent-run.js';
import { ansiBuild } from './ansi-build.js';
import { burst } from './burst.js';
import { crashLoop } from './crash-loop.js';
import { flaky } from './flaky.js';
import { history } from './history.js';
import { steady } from './steady.js';

/** The registry of scenarios, by name. */
export const scenarios = {
  steady,
  burst,
  flaky,
  'agent-run': agentRun,
  'ansi-build': ansiBuild,
  'crash-loop': crashLoop,
  history,
} as const satisfies Readonly<Record<string, Scenario>>;

/** The name of a built-in scenario. */
export type ScenarioName = keyof typeof scenarios;

/** Returns the scenario of that name; throws an error that lists the names. */
export function scenarioNamed(name: string): Scenario {
  const found = Object.entries(scenarios).find(([known]) => known === name)?.[1];
  if (!found) {
    throw new UnknownScenarioError(name);
  }
  return found;
}

/** Thrown for the name of a scenario that does not exist. */
export class UnknownScenarioError extends Error {
  override readonly name = 'UnknownScenarioError';
  constructor(name: string) {
    super(`There is no scenario "${name}". Use one of: ${Object.keys(scenarios).join(', ')}.`);
  }
}
