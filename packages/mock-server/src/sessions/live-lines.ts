import type { BackendContext } from '../backend/context.js';
import { LineCursor } from '../backend/line-cursor.js';

export interface LiveLines {
  readonly cursor: LineCursor;
  /** Whether the requested run has ended; never true for all runs. */
  readonly ended: () => boolean;
  /** Wakes the stream when the run's state changes; returns the undo. */
  readonly watch: (wake: () => void) => () => void;
}

/** The lines of a live stream: those of one run, which need not exist yet, or all lines. */
export function liveLines(context: BackendContext, runId: string | undefined): LiveLines {
  const { store, variants } = context;
  const { feed } = store;
  const run = runId === undefined ? undefined : store.run(runId);
  const replay = variants.stratal.replay;
  const cursor = run
    ? new LineCursor(run, replay ? run.first : run.next)
    : new LineCursor(
        feed,
        replay ? feed.first : feed.next,
        (line) => runId === undefined || line.runId === runId,
      );
  return {
    cursor,
    ended: () => runId !== undefined && (store.run(runId)?.ended ?? false),
    watch: (wake) =>
      store.subscribe((changed) => {
        if (changed.id === runId) wake();
      }),
  };
}
