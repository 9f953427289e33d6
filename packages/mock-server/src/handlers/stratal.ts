import type { HttpHandler } from 'msw';
import type { TransportName } from '../backend/backend-name.js';
import type { BackendContext } from '../backend/context.js';
import { formatStamp, momentAt } from '../lib/stamp.js';
import { liveLines } from '../sessions/live-lines.js';
import { liveMessage, restRow, stratalType, taskRunId } from '../sessions/stratal-message.js';
import type { StratalType } from '../sessions/stratal-message.js';
import type { LogLine } from '../store/log-line.js';
import { download, json } from './responses.js';
import { route } from './route.js';
import type { Call } from './route.js';
import { readRunText } from './run-text.js';
import { openSseStream, sseEvent, sseRetry } from './sse-stream.js';

/** Stratal over HTTP: REST lists, the SSE stream, its status and the download. */
export function stratalHandlers(context: BackendContext): HttpHandler[] {
  const common = { backend: 'stratal', unauthorized: () => json({ error: 'unauthorized' }, 401) } as const;
  const rest = (path: string, answer: (call: Call) => Response | Promise<Response>): HttpHandler[] =>
    route(context, { ...common, kind: 'rest', path: `/api/v1/logs${path}`, answer });
  return [
    ...route(context, {
      ...common,
      kind: 'stream',
      path: '/api/v1/logs/stream/sse',
      answer: (call) => stream(context, call),
    }),
    ...rest('/stream/status', () => status(context)),
    // Reached only by plain requests; upgrades go to the session.
    ...rest('/stream/ws', () => json({ error: 'this endpoint speaks WebSocket' }, 400)),
    ...rest('/job-runs/:run', (call) => jobRun(context, call)),
    ...rest('/job-runs/:run/download', (call) => file(context, call)),
    ...rest('/task-runs/:task', (call) => taskRun(context, call)),
    ...rest('/system', (call) => byType(context, call, 'system')),
    ...rest('/type/:type', (call) => byType(context, call, call.param('type'))),
  ];
}

function stream(context: BackendContext, call: Call): Response {
  const variants = context.variants.stratal;
  const runId = call.query.get('job_run_id') || undefined;
  const { cursor, ended, watch } = liveLines(context, runId);
  return openSseStream(context, call.request.signal, {
    backend: 'stratal',
    runId,
    cursor,
    encode: (line) => sseEvent('log', liveMessage(line, context.store.system.id, variants)),
    opening:
      sseRetry(variants.retryMs) +
      (variants.greeting ? sseEvent('connected', { job_run_id: runId ?? null }) : ''),
    ending: () => (variants.completeOnClose && ended() ? '' : undefined),
    watch,
    heartbeat: { ms: variants.pingMs, text: () => sseEvent('ping', { timestamp: now(context) }) },
    failure: (message) => sseEvent('error', { error: message }),
  });
}

function jobRun(context: BackendContext, call: Call): Response {
  const run = context.store.run(call.param('run'));
  if (!run && context.variants.stratal.unknownRun === '404') return unknownRun(call);
  if (!run) return page(context, call, 0, () => []);
  return page(context, call, run.next - run.first, (from, to) => run.slice(run.first + from, run.first + to));
}

function taskRun(context: BackendContext, call: Call): Response {
  const { store, variants } = context;
  const id = call.param('task');
  const run = store
    .runs()
    .find((candidate) => id.startsWith(`${candidate.id}-`) && taskLines(candidate).length > 0);
  function taskLines(candidate: { slice(from: number): LogLine[] }): LogLine[] {
    return candidate.slice(0).filter((line) => taskRunId(line) === id);
  }
  if (!run && variants.stratal.unknownRun === '404') return json({ error: `task run ${id} not found` }, 404);
  const lines = run ? taskLines(run) : [];
  if (variants.stratal.taskRunPagination) return pageOf(context, call, lines);
  return json({ logs: lines.map((line) => restRow(line, store.system.id, variants.stratal)) });
}

function byType(context: BackendContext, call: Call, type: string): Response {
  const { store, variants } = context;
  if (!variants.stratal.typeRoutes) return json({ error: 'not found' }, 404);
  if (!isType(type)) return json({ error: `invalid log type "${type}": use system, job or task` }, 400);
  const { system } = store;
  const lines =
    type === 'system'
      ? system.slice(system.first)
      : store
          .runs()
          .flatMap((run) => run.slice(run.first).filter((line) => stratalType(line, system.id) === type))
          .sort((a, b) => a.row - b.row);
  return pageOf(context, call, variants.stratal.newestFirst ? lines.reverse() : lines);
}

function pageOf(context: BackendContext, call: Call, lines: readonly LogLine[]): Response {
  return page(context, call, lines.length, (from, to) => lines.slice(from, to));
}

function page(
  context: BackendContext,
  call: Call,
  count: number,
  slice: (from: number, to: number) => readonly LogLine[],
): Response {
  const { store, variants } = context;
  const limit = Math.min(lenient(call.query.get('limit'), 1, 100), 1000);
  const offset = lenient(call.query.get('offset'), 0, 0);
  const rows = slice(offset, offset + limit).map((line) => restRow(line, store.system.id, variants.stratal));
  const { total } = variants.stratal;
  return json({
    logs: rows,
    pagination: {
      ...(total === 'absent' ? {} : { total: total === 'exact' ? count : rows.length }),
      limit,
      offset,
      count: rows.length,
    },
  });
}

async function file(context: BackendContext, call: Call): Promise<Response> {
  const run = context.store.run(call.param('run'));
  if (!run) return unknownRun(call);
  const date = call.query.get('date') ?? undefined;
  if (date !== undefined && (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date)))) {
    return json({ error: `invalid date "${date}": use YYYY-MM-DD` }, 400);
  }
  const text = await readRunText(run, date);
  if (text === undefined && date !== undefined)
    return json({ error: `no log file for ${run.id} on ${date}` }, 404);
  return download(text, date === undefined ? `${run.id}.log` : `${run.id}-${date}.log`);
}

function unknownRun(call: Call): Response {
  return json({ error: `job run ${call.param('run')} not found` }, 404);
}

function status(context: BackendContext): Response {
  const open = context.connections.select({ backend: 'stratal' });
  const ids = new Set(open.flatMap((connection) => connection.runId ?? []));
  const count = (runId: string | undefined, transport: TransportName): number =>
    open.filter((connection) => connection.runId === runId && connection.transport === transport).length;
  const both = (runId?: string) => ({ websocket: count(runId, 'websocket'), sse: count(runId, 'sse') });
  return json({
    status: 'active',
    connections: {
      global: both(),
      jobs: Object.fromEntries([...ids].map((runId) => [runId, both(runId)])),
    },
  });
}

/** A number from the query; an invalid one is replaced by the default instead of refused. */
function lenient(text: string | null, least: number, fallback: number): number {
  const value = text !== null && /^\d+$/.test(text) ? Number(text) : fallback;
  return value < least ? fallback : value;
}

function isType(text: string): text is StratalType {
  return text === 'system' || text === 'job' || text === 'task';
}

function now(context: BackendContext): string {
  return formatStamp(momentAt(context.clock.now()), context.variants.stratal.stamp);
}
