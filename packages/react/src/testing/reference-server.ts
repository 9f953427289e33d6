/** The reference server in the page of a story: all four backends, at one address, without a network. */
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

/** Where the server seems to be. */
export const baseUrl = 'https://logs.example.com';

/** Nothing plays by itself: each story has a run of its own. */
export const server = createMockBackend({ scenario: 'none', baseUrl });

/** Where a proxy answers in the server's place, with a page of its own. */
export const proxyUrl = 'https://proxy.example.com';

/** A server without a single run, and one that a story may take away: at addresses of their own, beside the other stories. */
export const emptyUrl = 'https://empty.example.com';
const empty = createMockBackend({ scenario: 'none', baseUrl: emptyUrl });
empty.start();
empty.store.removeRun('demo');
export const doomedUrl = 'https://doomed.example.com';
const doomed = createMockBackend({ scenario: 'none', baseUrl: doomedUrl });

/** The doomed server goes; the undo brings it back. */
export function doom(): () => void {
  doomed.control.refuse({ count: Number.POSITIVE_INFINITY, scope: 'all' });
  doomed.control.cut();
  return () => doomed.control.reset();
}

/** What answers in the page of every story. */
export const handlers = [
  ...[server, empty, doomed].flatMap((backend) => backend.handlers),
  http.get(`${proxyUrl}/*`, () => HttpResponse.html('<!doctype html><title>Sign in</title>')),
];

/** The log of a run, as one of the backends gives it. */
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

/** A line that bears its number, so that one that is missing or doubled would be seen. */
function numberedLine(index: number): LineInput {
  const level = index % 19 === 7 ? 'warn' : index % 43 === 11 ? 'error' : index % 3 === 1 ? 'debug' : 'info';
  return { message: `worker-${index % 4} finished step ${1 + (index % 7)} of 7 #${index}`, level };
}

/** Writes `count` numbered lines, which go on where the run is. */
export function writeNumbered(run: Run, count: number): void {
  run.append(Array.from({ length: count }, (_, at) => numberedLine(run.next + at)));
}

/** Numbered lines without end. */
const numbered = (run: Run): Scenario => ({
  name: 'numbered',
  title: 'Numbered lines',
  summary: 'Lines that bear their number.',
  rate: 20,
  *tell() {
    for (;;) yield { kind: 'line', line: numberedLine(run.next) };
  },
});

/** What a run tells: one of the server's scenarios, or lines that bear their number. */
export type Told = ScenarioName | 'numbered';

let runs = 0;

/** Begins a run of its own. */
export function beginRun(told: Told): Run {
  runs += 1;
  return server.store.createRun({ id: `${told}-${runs}`, title: told, kind: 'scenario' });
}

/** Runs that no story shows any more, oldest first. */
const leftRuns: Run[] = [];

/**
 * The story is over. Its run goes when a few more are over: a request that is still under way would find it gone, and the
 * browser would put that on the console of the next story.
 */
export function leaveRun(run: Run): void {
  leftRuns.push(run);
  const oldest = leftRuns.length > 8 ? leftRuns.shift() : undefined;
  if (oldest) server.store.removeRun(oldest.id);
}

/** Goes on telling in a run, at `rate` lines a second or at the scenario's own; the undo stops it. */
export function tell(run: Run, told: Told, rate: number | undefined): () => void {
  const scenario: Scenario = told === 'numbered' ? numbered(run) : scenarios[told];
  if (scenario.past !== undefined) {
    if (run.next === 0) prefill(run, scenario, scenario.past, { spacing: 1_000 / scenario.rate });
    run.setStatus('completed', 0);
    return () => undefined;
  }
  const { stop } = playScenario(run, scenario, {
    seed: told,
    // The numbered lines know where they are; a story is told from where it was left.
    skip: told === 'numbered' ? 0 : run.next,
    cut: (runId, mode) => void server.control.cut({ runId, mode }),
    ...(rate === undefined ? {} : { rate }),
  });
  return stop;
}
