/** The reference server in a story's page: all four backends at one address, without a network. */
import { codespace, containers, prismq, stratal, type BackendName, type LogSource } from '@tailrace/core';
import {
  createMockBackend,
  demoToken,
  playScenario,
  prefill,
  scenarios,
  type LineInput,
  type Run,
  type Scenario,
  type ScenarioName,
} from '@tailrace/mock-server';
import { http, HttpResponse } from 'msw';

/** The address of the mocked server. */
export const baseUrl = 'https://logs.example.com';

/** No scenario plays by itself: each story has its own run. */
export const server = createMockBackend({ scenario: 'none', baseUrl });

/** The address of a proxy that answers with its own page. */
export const proxyUrl = 'https://proxy.example.com';

/** A server without runs, and one that a story may take down, at their own addresses so that other stories are not affected. */
export const emptyUrl = 'https://empty.example.com';
const empty = createMockBackend({ scenario: 'none', baseUrl: emptyUrl });
empty.start();
empty.store.removeRun('demo');
export const doomedUrl = 'https://doomed.example.com';
const doomed = createMockBackend({ scenario: 'none', baseUrl: doomedUrl });

/** Takes the doomed server down; the undo brings it back. */
export function doom(): () => void {
  doomed.control.refuse({ count: Infinity, scope: 'all' });
  doomed.control.cut();
  return () => doomed.control.reset();
}

/** The handlers for every story's page. */
export const handlers = [
  ...[server, empty, doomed].flatMap((backend) => backend.handlers),
  http.get(`${proxyUrl}/*`, () => HttpResponse.html('<!doctype html><title>Sign in</title>')),
];

/** The log of a run, through one of the backends. */
export function sourceOf(backend: BackendName, id: string): LogSource {
  switch (backend) {
    case 'codespace':
      return codespace({ baseUrl, token: demoToken }).task(id);
    case 'prismq':
      return prismq({ baseUrl }).run(id);
    case 'stratal':
      return stratal({ baseUrl }).jobRun(id);
    case 'containers':
      return containers({ baseUrl, token: demoToken }).service(id, { tail: 200 });
  }
}

/** A numbered line, so that a missing or repeated one is visible. */
function numberedLine(index: number): LineInput {
  const level = index % 19 === 7 ? 'warn' : index % 43 === 11 ? 'error' : index % 3 === 1 ? 'debug' : 'info';
  return { message: `worker-${index % 4} finished step ${1 + (index % 7)} of 7 #${index}`, level };
}

/** Writes `count` numbered lines, continuing the run's numbering. */
export function writeNumbered(run: Run, count: number): void {
  run.append(Array.from({ length: count }, (_, at) => numberedLine(run.next + at)));
}

/** An endless scenario of numbered lines. */
const numbered = (run: Run): Scenario => ({
  name: 'numbered',
  title: 'Numbered lines',
  summary: 'Lines with their numbers.',
  rate: 20,
  *tell() {
    for (;;) yield { kind: 'line', line: numberedLine(run.next) };
  },
});

/** The content of a run: one of the server's scenarios, or numbered lines. */
export type Told = ScenarioName | 'numbered';

let runs = 0;

/** Creates a new run. */
export function beginRun(told: Told): Run {
  runs += 1;
  return server.store.createRun({ id: `${told}-${runs}`, title: told, kind: 'scenario' });
}

/** Runs of stories that are over, oldest first. */
const leftRuns: Run[] = [];

/**
 * Removes a story's run, but only after a few more stories: a request still under way would fail, and the browser would log that on
 * the console of the next story.
 */
export function leaveRun(run: Run): void {
  leftRuns.push(run);
  const oldest = leftRuns.length > 8 ? leftRuns.shift() : undefined;
  if (oldest) server.store.removeRun(oldest.id);
}

/** Plays content into a run, at `rate` lines per second or at the scenario's own rate; the undo stops it. */
export function tell(run: Run, told: Told, rate: number | undefined): () => void {
  const scenario: Scenario = told === 'numbered' ? numbered(run) : scenarios[told];
  if (scenario.past !== undefined) {
    if (run.next === 0) prefill(run, scenario, scenario.past, { spacing: 1_000 / scenario.rate });
    run.setStatus('completed', 0);
    return () => undefined;
  }
  const { stop } = playScenario(run, scenario, {
    seed: told,
    // Numbered lines continue by themselves; a scenario continues where it was left.
    skip: told === 'numbered' ? 0 : run.next,
    cut: (runId, mode) => void server.control.cut({ runId, mode }),
    ...(rate === undefined ? {} : { rate }),
  });
  return stop;
}
