import type { BackendContext } from '../backend/context.js';
import type { BackendName } from '../backend/backend-name.js';
import type { LineCursor } from '../backend/line-cursor.js';
import type { BatchMode } from '../backend/variants.js';
import { every } from '../lib/clock.js';
import type { LogLine } from '../store/log-line.js';
import type { SocketPeer } from './socket-peer.js';
import { openSession } from './socket-session.js';

/** What a session over a WebSocket sends, and when. */
export interface SocketPlan {
  readonly backend: BackendName;
  readonly runId: string | undefined;
  readonly cursor: LineCursor;
  /** The messages for these lines, in order. */
  readonly encode: (lines: readonly LogLine[]) => readonly string[];
  /** Sent first. */
  readonly opening?: readonly string[];
  /** How messages share frames. */
  readonly batch: BatchMode;
  readonly batchSize: number;
  /** Called whenever no line is left: returns true to close with 1000. */
  readonly ending?: () => boolean;
  /** Calls `wake` when something other than the lines changes; returns the undo. */
  readonly watch?: (wake: () => void) => () => void;
  readonly heartbeat?: { readonly ms: number; readonly text: () => string };
  /** The backend's own error message; the socket then closes with 1000. */
  readonly failure: (message: string) => string;
}

/** Characters that may wait in the process for a slow client; the lines themselves wait in the store. */
const inFlightLimit = 256 * 1024;
const linesPerTurn = 200;

/** Follows the lines until the client leaves, the plan ends or a fault ends the session. */
export function followLines(context: BackendContext, peer: SocketPeer, plan: SocketPlan): void {
  const { backend, runId, cursor, failure, heartbeat } = plan;
  let inFlight = 0;

  const session = openSession(context, peer, {
    backend,
    runId,
    failure,
    flush: pump,
    duplicate: (count) => {
      cursor.rewind(count);
      session.wake();
    },
  });
  const say = (text: string): void => {
    inFlight += text.length;
    peer.send(text, () => {
      inFlight -= text.length;
      session.wake();
    });
  };
  function pump(): void {
    while (session.flows && inFlight < inFlightLimit) {
      const lines = cursor.take(linesPerTurn);
      if (lines.length === 0) {
        if (plan.ending?.()) session.close(1000, 'done');
        return;
      }
      for (const frame of framesOf(plan.encode(lines), plan)) say(frame);
    }
  }

  session.onEnd(cursor.source.onLines(session.wake));
  if (plan.watch) session.onEnd(plan.watch(session.wake));
  if (heartbeat && heartbeat.ms > 0) {
    session.onEnd(
      every(context.clock, heartbeat.ms, () => {
        if (session.flows && inFlight < inFlightLimit) say(heartbeat.text());
      }),
    );
  }
  for (const text of plan.opening ?? []) say(text);
  session.wake();
}

function framesOf(messages: readonly string[], { batch, batchSize }: SocketPlan): readonly string[] {
  if (batch === 'none') return messages;
  const frames: string[] = [];
  for (let i = 0; i < messages.length; i += batchSize) {
    const part = messages.slice(i, i + batchSize);
    frames.push(batch === 'array' ? `[${part.join(',')}]` : part.join('\n'));
  }
  return frames;
}
