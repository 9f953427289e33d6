import type { BackendContext } from '../backend/context.js';
import type { BackendName } from '../backend/backend-name.js';
import type { LineCursor } from '../backend/line-cursor.js';
import type { BatchMode } from '../backend/variants.js';
import { every } from '../lib/clock.js';
import type { LogLine } from '../store/log-line.js';
import type { SocketPeer } from './socket-peer.js';

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
  const undo: (() => void)[] = [];
  let open = true;
  let stalled = false;
  let scheduled = false;
  let inFlight = 0;

  const release = (): void => {
    open = false;
    for (const step of undo.splice(0)) step();
  };
  const close = (code: number, reason: string): void => {
    release();
    peer.close(code, reason);
  };
  const say = (text: string): void => {
    inFlight += text.length;
    peer.send(text, () => {
      inFlight -= text.length;
      wake();
    });
  };
  const pump = (): void => {
    scheduled = false;
    while (open && !stalled && inFlight < inFlightLimit) {
      const lines = plan.cursor.take(linesPerTurn);
      if (lines.length === 0) {
        if (plan.ending?.()) close(1000, 'done');
        return;
      }
      for (const frame of framesOf(plan.encode(lines), plan)) say(frame);
    }
  };
  function wake(): void {
    if (scheduled || !open) return;
    scheduled = true;
    queueMicrotask(pump);
  }

  peer.onGone(release);
  undo.push(
    plan.cursor.source.onLines(wake),
    context.connections.add({
      backend: plan.backend,
      transport: 'websocket',
      runId: plan.runId,
      cut: (mode) => {
        if (mode === 'end') {
          close(1000, '');
          return;
        }
        release();
        peer.cut(mode);
      },
      stall: (ms) => {
        stalled = true;
        undo.push(
          context.clock.after(ms, () => {
            stalled = false;
            wake();
          }),
        );
      },
      duplicate: (count) => {
        plan.cursor.rewind(count);
        wake();
      },
      close,
      fail: (message) => {
        say(plan.failure(message));
        close(1000, '');
      },
    }),
  );
  if (plan.watch) undo.push(plan.watch(wake));
  const { heartbeat } = plan;
  if (heartbeat && heartbeat.ms > 0) {
    undo.push(
      every(context.clock, heartbeat.ms, () => {
        if (!stalled && inFlight < inFlightLimit) say(heartbeat.text());
      }),
    );
  }
  for (const text of plan.opening ?? []) say(text);
  wake();
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
