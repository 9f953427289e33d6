import type { HttpHandler } from 'msw';
import type { BackendContext } from '../backend/context.js';
import { LineCursor } from '../backend/line-cursor.js';
import { compareMoments, formatStamp, isAfter, momentAt } from '../lib/stamp.js';
import { lineId, sentStamp } from '../store/log-line.js';
import type { LogLine } from '../store/log-line.js';
import type { Run } from '../store/run.js';
import { QueryReader } from './query-reader.js';
import { json, notAuthenticated } from './responses.js';
import { route } from './route.js';
import type { Call } from './route.js';
import { openSseStream, sseEvent, sseRetry } from './sse-stream.js';

const notFound = 'Task not found or access denied';

/** Codespace task logs: paged REST and an SSE stream, both behind a bearer token. */
export function codespaceHandlers(context: BackendContext): HttpHandler[] {
  const common = {
    backend: 'codespace',
    unauthorized: () => notAuthenticated(context.variants.codespace.unauthorized),
  } as const;
  return [
    ...route(context, {
      ...common,
      kind: 'rest',
      path: '/codespace/task/:task/logs',
      answer: (call) => list(context, call),
    }),
    ...route(context, {
      ...common,
      kind: 'stream',
      path: '/codespace/task/:task/logs/stream',
      answer: (call) => stream(context, call),
    }),
  ];
}

function list(context: BackendContext, call: Call): Response {
  const query = new QueryReader(call.query);
  const limit = query.int('limit', 50, 1, 500);
  const offset = query.int('offset', 0, 0);
  const type = query.oneOf('log_type', ['thinking', 'coding', 'info', 'error', 'success']);
  const step = query.text('step_name')?.toLowerCase();
  const search = query.text('search')?.toLowerCase();
  const sortBy = query.oneOf('sort_by', ['created_at', 'step_name', 'log_type']) ?? 'created_at';
  const descending = (query.oneOf('sort_order', ['asc', 'desc']) ?? 'desc') === 'desc';
  const since = query.moment('since');
  const refusal = query.refusal();
  if (refusal) return refusal;
  const run = taskOf(context, call);
  if (!run) return json({ detail: notFound }, 404);

  const { sinceInclusive } = context.variants.codespace;
  const found = run
    .slice(run.first)
    .filter(
      (line) =>
        (type === undefined || line.type === type) &&
        (step === undefined || line.step.toLowerCase().includes(step)) &&
        (search === undefined || line.message.toLowerCase().includes(search)) &&
        isAfter(line.moment, since, sinceInclusive),
    );
  // The sort is stable: equal lines stay in the order in which they were written.
  found.sort((a, b) => {
    if (sortBy === 'step_name') return compareText(a.step, b.step);
    if (sortBy === 'log_type') return compareText(a.type, b.type);
    return compareMoments(a.moment, b.moment);
  });
  if (descending) found.reverse();

  const page = found.slice(offset, offset + limit);
  const hasMore = offset + page.length < found.length;
  return json({
    status: 'success',
    data: page.map((line) => toLog(context, line, null)),
    total_count: found.length,
    has_more: hasMore,
    next_offset: hasMore ? offset + page.length : null,
    message: `Retrieved ${page.length} logs`,
  });
}

function stream(context: BackendContext, call: Call): Response {
  const variants = context.variants.codespace;
  const query = new QueryReader(call.query);
  const since = query.moment('since');
  const seconds = query.int('timeout', 300, 30, 1800);
  const refusal = query.refusal();
  if (refusal) return refusal;
  const run = taskOf(context, call);
  if (!run && variants.unknownTask === '404') return json({ detail: notFound }, 404);

  const from = run === undefined || (variants.liveOnly && since === undefined) ? Infinity : run.first;
  const source = run ?? context.store.system;
  const cursor = new LineCursor(source, Math.min(from, source.next), (line) =>
    isAfter(line.moment, since, variants.sinceInclusive),
  );
  const empty = variants.emptyMetadata === 'object' ? {} : null;
  return openSseStream(context, call.request.signal, {
    backend: 'codespace',
    runId: run?.id,
    cursor,
    encode: (line) => sseEvent('log', toLog(context, line, empty)),
    opening: sseRetry(variants.retryMs),
    ending: () => {
      if (!run) return sseEvent('error', { error: notFound });
      return run.ended ? sseEvent('complete', { message: `Task ${run.status}` }) : undefined;
    },
    watch: (wake) => run?.onChange(wake) ?? (() => undefined),
    heartbeat: {
      ms: variants.heartbeatMs,
      text: () => sseEvent('heartbeat', { timestamp: now(context) }),
    },
    deadline: {
      ms: seconds * variants.timeoutUnit,
      text: () => sseEvent('timeout', { message: 'Stream timeout reached' }),
    },
    failure: (message) => sseEvent('error', { error: message }),
  });
}

/** The task, if it exists and belongs to the caller. */
function taskOf(context: BackendContext, call: Call): Run | undefined {
  const run = context.store.run(call.param('task'));
  return run?.ownerToken !== undefined && run.ownerToken !== call.token ? undefined : run;
}

function toLog(
  context: BackendContext,
  line: LogLine,
  empty: null | Record<string, never>,
): Record<string, unknown> {
  const { taskId, stamp } = context.variants.codespace;
  return {
    id: lineId(line),
    ...(taskId ? { codespace_task_id: line.runId } : {}),
    step_name: line.step,
    log_type: line.type,
    message: line.message,
    created_at: sentStamp(line, stamp),
    progress_percentage: line.progress ?? null,
    metadata: line.metadata ?? empty,
  };
}

function now(context: BackendContext): string {
  return formatStamp(momentAt(context.clock.now()), context.variants.codespace.stamp);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
