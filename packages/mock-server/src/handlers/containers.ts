import type { HttpHandler } from 'msw';
import type { BackendContext } from '../backend/context.js';
import { containerLine } from '../sessions/container-line.js';
import { QueryReader } from './query-reader.js';
import { json, notAuthenticated } from './responses.js';
import { route } from './route.js';
import type { Call } from './route.js';

/** Container services over REST; their streams are sessions. */
export function containersHandlers(context: BackendContext): HttpHandler[] {
  const rest = (path: string, answer: (call: Call) => Response): HttpHandler[] =>
    route(context, {
      backend: 'containers',
      kind: 'rest',
      unauthorized: () => notAuthenticated(),
      path: `/api/logs${path}`,
      answer,
    });
  return [...rest('', () => services(context)), ...rest('/:service', (call) => logs(context, call))];
}

function services(context: BackendContext): Response {
  const running = context.store.runs().filter((run) => run.service.status === 'running');
  return json({
    services: running.map((run) => ({
      service: run.id,
      status: run.service.status,
      container_id: run.containerId,
    })),
  });
}

function logs(context: BackendContext, call: Call): Response {
  const query = new QueryReader(call.query);
  const tail = query.int('tail', 100, 1, 10_000);
  const refusal = query.refusal();
  if (refusal) return refusal;
  const service = call.param('service');
  const run = context.store.run(service);
  if (!run) return json({ logs: [], error: `Service ${service} not found` });
  const lines = run.slice(Math.max(run.memoryFirst, run.next - tail));
  return json({
    logs: lines.map((line) => containerLine(line, context.variants.containers.stamp)),
    service,
    count: lines.length,
  });
}
