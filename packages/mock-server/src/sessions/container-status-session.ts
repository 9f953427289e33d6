import type { BackendContext } from '../backend/context.js';
import type { Run, ServiceState } from '../store/run.js';
import type { SocketPeer } from './socket-peer.js';
import { openSession } from './socket-session.js';

interface Change extends ServiceState {
  readonly service: string;
}

/** The status WebSocket: first the state of every service, even if there is none, then each change. */
export function containerStatusSession(context: BackendContext, peer: SocketPeer): void {
  const { store } = context;
  const changed = new Set<Run>();

  const tell = (runs: Iterable<Run>): void => {
    const changes: Change[] = Array.from(runs, (run) => ({ service: run.id, ...run.service }));
    peer.send(JSON.stringify({ type: 'status_update', changes }), () => undefined);
  };
  const session = openSession(context, peer, {
    backend: 'containers',
    runId: undefined,
    flush: () => {
      if (changed.size > 0) tell(changed);
      changed.clear();
    },
    duplicate: () => {
      tell(store.runs());
    },
    failure: (message) => JSON.stringify({ type: 'error', message }),
  });
  session.onEnd(
    store.subscribe((run, change) => {
      if (change === 'lines' || change === 'evicted' || change === 'removed') return;
      changed.add(run);
      session.wake();
    }),
  );
  tell(store.runs());
}
