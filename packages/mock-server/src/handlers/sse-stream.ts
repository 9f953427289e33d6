import type { BackendContext } from '../backend/context.js';
import type { BackendName } from '../backend/backend-name.js';
import type { CutMode } from '../backend/connections.js';
import type { LineCursor } from '../backend/line-cursor.js';
import { every } from '../lib/clock.js';
import { createStall } from '../lib/stall.js';
import type { LogLine } from '../store/log-line.js';

/** What an SSE stream sends, and when. All texts are whole events, made by {@link sseEvent} or {@link sseComment}. */
export interface SsePlan {
  readonly backend: BackendName;
  readonly runId: string | undefined;
  /** The lines to send. */
  readonly cursor: LineCursor;
  readonly encode: (line: LogLine) => string;
  /** Sent first. */
  readonly opening?: string;
  /** Called whenever no line is left: returns the final text, or undefined to wait for more lines. */
  readonly ending?: () => string | undefined;
  /** Calls `wake` when something other than the lines changes; returns the undo. */
  readonly watch?: (wake: () => void) => () => void;
  readonly heartbeat?: { readonly ms: number; readonly text: () => string };
  /** After this time (milliseconds), the stream ends with this text. */
  readonly deadline?: { readonly ms: number; readonly text: () => string };
  /** The backend's own error event. */
  readonly failure: (message: string) => string;
}

/** Errors the body of a cut stream; the bridge to real sockets reads the mode from it. */
export class CutError extends Error {
  override readonly name = 'CutError';
  constructor(readonly mode: Exclude<CutMode, 'end'>) {
    super(`The connection was cut on request (${mode}).`);
  }
}

const streamHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
  // Without it, MSW in Node delimits the body by the end of the connection, and a cut would look like a clean end.
  'Transfer-Encoding': 'chunked',
};

/** Bytes that may wait for a slow reader; the lines themselves wait in the store. */
const queueBytes = 64 * 1024;
const linesPerChunk = 200;

/** Opens the stream. It lasts until its plan ends it, the reader leaves, the request is aborted or a fault cuts it. */
export function openSseStream(context: BackendContext, signal: AbortSignal, plan: SsePlan): Response {
  const encoder = new TextEncoder();
  const undo: (() => void)[] = [];
  let output: ReadableStreamDefaultController<Uint8Array> | undefined;
  let scheduled = false;
  const stall = createStall(context.clock, () => {
    wake();
  });

  const release = (): void => {
    output = undefined;
    stall.cancel();
    for (const step of undo.splice(0)) step();
  };
  const send = (text: string): void => {
    if (text !== '') output?.enqueue(encoder.encode(text));
  };
  const end = (finalText = ''): void => {
    // Release first: enqueuing the final text may pull again at once, and must find nothing.
    const ending = output;
    release();
    if (finalText !== '') ending?.enqueue(encoder.encode(finalText));
    ending?.close();
  };
  const pump = (): void => {
    scheduled = false;
    while (output && !stall.isOn && (output.desiredSize ?? 0) > 0) {
      const lines = plan.cursor.take(linesPerChunk);
      if (lines.length === 0) {
        const finalText = plan.ending?.();
        if (finalText !== undefined) end(finalText);
        return;
      }
      send(lines.map(plan.encode).join(''));
    }
  };
  // Lines written together are sent in one chunk.
  const wake = (): void => {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(pump);
  };
  const sendIfReady = (text: string): void => {
    if (output && !stall.isOn && (output.desiredSize ?? 0) > 0) send(text);
  };

  const open = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    output = controller;
    if (signal.aborted) {
      end();
      return;
    }
    const gone = (): void => {
      end();
    };
    signal.addEventListener('abort', gone, { once: true });
    undo.push(
      () => {
        signal.removeEventListener('abort', gone);
      },
      plan.cursor.source.onLines(wake),
      context.connections.add({
        backend: plan.backend,
        transport: 'sse',
        runId: plan.runId,
        cut: (mode) => {
          if (mode === 'end') {
            end();
            return;
          }
          const cutting = output;
          release();
          cutting?.error(new CutError(mode));
        },
        stall: stall.begin,
        duplicate: (count) => {
          plan.cursor.rewind(count);
          wake();
        },
        close: () => {
          end();
        },
        fail: (message) => {
          end(plan.failure(message));
        },
      }),
    );
    if (plan.watch) undo.push(plan.watch(wake));
    const { heartbeat, deadline } = plan;
    if (heartbeat && heartbeat.ms > 0) {
      undo.push(
        every(context.clock, heartbeat.ms, () => {
          sendIfReady(heartbeat.text());
        }),
      );
    }
    if (deadline) {
      undo.push(
        context.clock.after(deadline.ms, () => {
          end(deadline.text());
        }),
      );
    }
    // Some carriers (MSW in Node, buffering proxies) pass on a response only with its first byte, so send one at once.
    send(sseComment('open') + (plan.opening ?? ''));
  };

  const body = new ReadableStream<Uint8Array>(
    { start: open, pull: pump, cancel: release },
    { highWaterMark: queueBytes, size: (chunk) => chunk?.byteLength ?? 0 },
  );
  return new Response(body, { headers: streamHeaders });
}

/** A named event with JSON data. */
export function sseEvent(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A comment, which clients ignore. */
export function sseComment(text: string): string {
  return `: ${text}\n\n`;
}

/** The reconnection time, if a variant sends one. */
export function sseRetry(ms: number | undefined): string {
  return ms === undefined ? '' : `retry: ${ms}\n\n`;
}
