import type { BackendContext } from '../backend/context.js';
import type { Run, ServiceState } from '../store/run.js';
import type { SocketPeer } from './socket-peer.js';

interface Change extends ServiceState {
  readonly service: string;
}

/** The status WebSocket: first the state of every service, then each change. */
export function containerStatusSession(context: BackendContext, peer: SocketPeer): void {
  const { store } = context;
  let changed = new Set<Run>(store.runs());
  let scheduled = false;
  let stalled = false;
  const undo: (() => void)[] = [];

  const release = (): void => {
    for (const step of undo.splice(0)) step();
  };
  const close = (code: number, reason: string): void => {
    release();
    peer.close(code, reason);
  };
  const tell = (runs: Iterable<Run>): void => {
    const changes: Change[] = Array.from(runs, (run) => ({ service: run.id, ...run.service }));
    peer.send(JSON.stringify({ type: 'status_update', changes }), () => undefined);
  };
  const flush = (): void => {
    scheduled = false;
    if (undo.length === 0 || stalled || changed.size === 0) return;
    const runs = changed;
    changed = new Set();
    tell(runs);
  };
  // Changes made together are sent in one message.
  const wake = (): void => {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(flush);
  };

  peer.onGone(release);
  undo.push(
    store.subscribe((run, change) => {
      if (change === 'lines' || change === 'evicted' || change === 'removed') return;
      changed.add(run);
      wake();
    }),
    context.connections.add({
      backend: 'containers',
      transport: 'websocket',
      runId: undefined,
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
      duplicate: () => {
        tell(store.runs());
      },
      close,
      fail: (message) => {
        peer.send(JSON.stringify({ type: 'error', message }), () => undefined);
        close(1000, '');
      },
    }),
  );
  // The first message is the full state, even if it is empty.
  changed = new Set();
  tell(store.runs());
}
