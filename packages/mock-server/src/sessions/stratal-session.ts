import type { BackendContext } from '../backend/context.js';
import { formatStamp, momentAt } from '../lib/stamp.js';
import { followLines } from './follow-lines.js';
import { liveLines } from './live-lines.js';
import type { SocketPeer, SocketRequest } from './socket-peer.js';
import { liveMessage } from './stratal-message.js';

/** Stratal's WebSocket: one JSON message per line, of one job run or of all. */
export function stratalSession(context: BackendContext, peer: SocketPeer, request: SocketRequest): void {
  const variants = context.variants.stratal;
  const runId = request.url.searchParams.get('job_run_id') || undefined;
  const { cursor, ended, watch } = liveLines(context, runId);
  const aside = (type: string): string =>
    JSON.stringify({
      type,
      job_run_id: runId,
      timestamp: formatStamp(momentAt(context.clock.now()), variants.stamp),
    });
  followLines(context, peer, {
    backend: 'stratal',
    runId,
    cursor,
    encode: (lines) =>
      lines.map((line) => JSON.stringify(liveMessage(line, context.store.system.id, variants))),
    opening: variants.greeting ? [aside('')] : [],
    batch: variants.batch,
    batchSize: variants.batchSize,
    ending: () => variants.completeOnClose && ended(),
    watch,
    heartbeat: { ms: variants.pingMs, text: () => aside('ping') },
    failure: (message) => JSON.stringify({ type: 'error', error: message }),
  });
}
