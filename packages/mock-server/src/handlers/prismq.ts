import type { HttpHandler } from 'msw';
import type { BackendContext } from '../backend/context.js';
import { LineCursor } from '../backend/line-cursor.js';
import { formatStamp, isAfter } from '../lib/stamp.js';
import type { Moment } from '../lib/stamp.js';
import { sentStamp } from '../store/log-line.js';
import type { LineLevel, LogLine } from '../store/log-line.js';
import type { Run } from '../store/run.js';
import { QueryReader } from './query-reader.js';
import { download, json, notAuthenticated } from './responses.js';
import { route } from './route.js';
import type { Call } from './route.js';
import { readRunText } from './run-text.js';
import { openSseStream, sseComment, sseEvent, sseRetry } from './sse-stream.js';

const levels: Readonly<Record<LineLevel, string>> = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

/** PrismQ runs: polling, an SSE stream and the download. */
export function prismqHandlers(context: BackendContext): HttpHandler[] {
  const common = { backend: 'prismq', unauthorized: () => notAuthenticated() } as const;
  const rest = { ...common, kind: 'rest' } as const;
  return [
    ...route(context, { ...rest, path: '/api/runs/:run', answer: (call) => details(context, call) }),
    ...route(context, { ...rest, path: '/api/runs/:run/logs', answer: (call) => logs(context, call) }),
    ...route(context, {
      ...rest,
      path: '/api/runs/:run/logs/download',
      answer: (call) => file(context, call),
    }),
    ...route(context, {
      ...common,
      kind: 'stream',
      path: '/api/runs/:run/logs/stream',
      answer: (call) => stream(context, call),
    }),
  ];
}

function details(context: BackendContext, call: Call): Response {
  const run = context.store.run(call.param('run'));
  if (!run) return unknownRun(call);
  const write = (moment: Moment | undefined): string | null =>
    moment ? formatStamp(moment, context.variants.prismq.stamp) : null;
  return json({
    run_id: run.id,
    status: run.status,
    title: run.title,
    created_at: write(run.createdAt),
    started_at: write(run.startedAt),
    completed_at: write(run.finishedAt),
    exit_code: run.exitCode ?? null,
    total_lines: run.next,
  });
}

function logs(context: BackendContext, call: Call): Response {
  const query = new QueryReader(call.query);
  const tail = query.int('tail', 500, 1);
  const since = query.moment('since');
  const refusal = query.refusal();
  if (refusal) return refusal;
  const run = context.store.run(call.param('run'));
  if (!run) return unknownRun(call);

  const { sinceInclusive } = context.variants.prismq;
  const window = run.slice(run.memoryFirst);
  const newest = window.filter((line) => isAfter(line.moment, since, sinceInclusive)).slice(-tail);
  return json({
    run_id: run.id,
    logs: newest.map((line) => toLog(context, line)),
    total_lines: run.next,
    truncated: (newest[0]?.index ?? run.next) > 0,
  });
}

function stream(context: BackendContext, call: Call): Response {
  const variants = context.variants.prismq;
  const run = context.store.run(call.param('run'));
  if (!run && variants.unknownRun === '404') return unknownRun(call);
  return openSseStream(context, call.request.signal, {
    backend: 'prismq',
    runId: run?.id,
    cursor: run
      ? new LineCursor(run, replayStart(run, run.ended ? variants.replayEnded : variants.replay))
      : new LineCursor(context.store.system, context.store.system.next, () => false),
    encode: (line) => sseEvent('log', toLog(context, line)),
    opening: sseRetry(variants.retryMs),
    ending: () => {
      if (!run) return sseEvent('error', { error: 'Run not found' });
      return run.ended ? sseEvent('complete', { status: run.status }) : undefined;
    },
    watch: (wake) => run?.onChange(wake) ?? (() => undefined),
    heartbeat: { ms: variants.heartbeatMs, text: () => sseComment('keep-alive') },
    failure: (message) => sseEvent('error', { error: message }),
  });
}

async function file(context: BackendContext, call: Call): Promise<Response> {
  const run = context.store.run(call.param('run'));
  if (!run) return unknownRun(call);
  return download(await readRunText(run), `${run.id}.log`);
}

function replayStart(run: Run, replay: 'buffer' | 'last' | 'none'): number {
  if (replay === 'buffer') return run.memoryFirst;
  return replay === 'last' ? run.next - 1 : run.next;
}

function toLog(context: BackendContext, line: LogLine): Record<string, unknown> {
  return {
    timestamp: sentStamp(line, context.variants.prismq.stamp),
    level: levels[line.level],
    message: line.message,
  };
}

function unknownRun(call: Call): Response {
  return json({ detail: `Run ${call.param('run')} not found` }, 404);
}
