import type { Connection } from '../backend/connections.js';
import type { BackendContext } from '../backend/context.js';
import { createStall } from '../lib/stall.js';
import type { SocketPeer } from './socket-peer.js';

/** What a session over a WebSocket sends. */
export interface SessionPlan extends Pick<Connection, 'backend' | 'runId' | 'duplicate'> {
  /** Sends what is due. */
  readonly flush: () => void;
  /** The backend's own error message; the socket then closes with 1000. */
  readonly failure: (message: string) => string;
}

/** A session over a WebSocket, which lasts until the client leaves, it is closed, or a fault ends it. */
export interface SocketSession {
  /** It has not ended, and is not stalled. */
  readonly flows: boolean;
  /** Flushes in a microtask, so that changes made together are sent together. */
  wake(): void;
  close(code: number, reason: string): void;
  /** Calls `undo` at the end. */
  onEnd(undo: () => void): void;
}

/** Registers the session, with the faults that may be injected. */
export function openSession(context: BackendContext, peer: SocketPeer, plan: SessionPlan): SocketSession {
  const { backend, runId, duplicate, flush, failure } = plan;
  const undo: (() => void)[] = [];
  let open = true;
  let scheduled = false;
  const stall = createStall(context.clock, () => {
    wake();
  });

  const release = (): void => {
    open = false;
    stall.cancel();
    for (const step of undo.splice(0)) step();
  };
  const close = (code: number, reason: string): void => {
    release();
    peer.close(code, reason);
  };
  const wake = (): void => {
    if (scheduled || !open) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      if (open && !stall.isOn) flush();
    });
  };

  peer.onGone(release);
  undo.push(
    context.connections.add({
      backend,
      transport: 'websocket',
      runId,
      duplicate,
      close,
      cut: (mode) => {
        if (mode === 'end') {
          close(1000, '');
          return;
        }
        release();
        peer.cut(mode);
      },
      stall: stall.begin,
      fail: (message) => {
        peer.send(failure(message), () => undefined);
        close(1000, '');
      },
    }),
  );
  return {
    get flows() {
      return open && !stall.isOn;
    },
    wake,
    close,
    onEnd: (step) => {
      undo.push(step);
    },
  };
}
