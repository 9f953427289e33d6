import type { HttpHandler, WebSocketHandler } from 'msw';
import { createMockBackend } from '../backend/mock-backend.js';
import { isObject } from '../lib/fields.js';
import type { MockBackendOptions } from '../backend/mock-backend.js';
import type { ScenarioName } from '../scenarios/index.js';
import type { Scenario } from '../scenarios/scenario.js';

/**
 * MSW handlers for the four backends on any origin, for `setupServer(...tailraceHandlers('steady'))` or
 * `setupWorker(...)`. The scenario plays in the run `demo` and starts with the first request, so that each
 * test receives it from its beginning. To write lines, inject faults and inspect requests, use `createMockBackend` (or
 * `createMockServer` of `@tailrace/mock-server/node`), which also return the `control`.
 *
 * @param what a scenario, or all options; by default nothing plays, and `demo` is empty
 * @throws {UnknownScenarioError} for an unknown scenario
 */
export function tailraceHandlers(
  what: ScenarioName | Scenario | MockBackendOptions = {},
): (HttpHandler | WebSocketHandler)[] {
  const options: MockBackendOptions =
    typeof what === 'string' || (isObject(what) && 'tell' in what) ? { scenario: what } : what;
  return createMockBackend({ scenario: 'none', ...options }).handlers;
}
