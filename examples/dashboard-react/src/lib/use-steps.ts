import type { LogItem, LogStream } from '@tailrace/core';
import { useSyncExternalStore, useMemo } from 'react';

/** One step of a task, derived from its lines. */
export interface Step {
  readonly name: string;
  readonly lines: number;
  readonly errors: number;
  readonly lastType: string;
}

/** Adds lines to steps, in order of each step's latest line. Pure. */
export function addToSteps(steps: readonly Step[], items: Iterable<LogItem>): readonly Step[] {
  const byName = new Map(steps.map((step) => [step.name, step]));
  for (const item of items) {
    if (item.kind === 'gap') continue;
    const name = item.labels['step_name'];
    if (name === undefined) continue;
    const old = byName.get(name);
    const wrong = item.level === 'error' || item.level === 'fatal';
    byName.delete(name);
    byName.set(name, {
      name,
      lines: (old?.lines ?? 0) + 1,
      errors: (old?.errors ?? 0) + (wrong ? 1 : 0),
      lastType: item.labels['log_type'] ?? item.level,
    });
  }
  return [...byName.values()];
}

const NONE: readonly Step[] = [];

/** The steps of a stream, updated as lines arrive; each line is read once. */
export function useSteps(stream: LogStream | undefined): readonly Step[] {
  const store = useMemo(() => {
    let steps = NONE;
    return {
      subscribe(listener: () => void) {
        if (stream === undefined) return () => undefined;
        steps = addToSteps(NONE, stream.getSnapshot().view);
        listener();
        return stream.observe((change, view) => {
          if (change.cleared || change.replaced) steps = addToSteps(NONE, view);
          else if (change.appended.length > 0) steps = addToSteps(steps, change.appended);
          else return;
          listener();
        });
      },
      getSnapshot: () => steps,
    };
  }, [stream]);
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}
