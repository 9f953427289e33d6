/** A worker for expressions on a stage: it answers when it is told, and never for a text that holds `hang`. */
import type { OpenPatternWorker, PatternPlaces, PatternTask, PatternWorker } from '../pattern-worker.js';

export interface StagedWorkers {
  readonly open: OpenPatternWorker;
  /** Workers that were opened, and those that still run. */
  readonly opened: number;
  readonly running: number;
  /** Tasks that wait for an answer. */
  readonly waiting: readonly PatternTask[];
  /** Answers what can be answered; of each task `most` texts at most. */
  answer(most?: number): void;
}

function run({ patterns, texts, first }: PatternTask, most: number): readonly PatternPlaces[] | undefined {
  const found: PatternPlaces[] = [];
  for (const text of texts.slice(0, most)) {
    // A worker that is stopped in the midst of a slice takes with it what it had.
    if (text.includes('hang')) return undefined;
    found.push(
      patterns.map(({ source, flags }) =>
        [...text.matchAll(new RegExp(source, flags.includes('g') ? flags : `${flags}g`))]
          .slice(0, first ? 1 : undefined)
          .flatMap((match) => [match.index, match.index + match[0].length]),
      ),
    );
  }
  return found;
}

export function stageWorkers(): StagedWorkers {
  let opened = 0;
  let fresh: PatternWorker[] = [];
  const running = new Set<PatternWorker>();
  const waiting = new Map<PatternWorker, PatternTask>();
  return {
    open() {
      opened += 1;
      const worker: PatternWorker = {
        onmessage: null,
        onerror: null,
        postMessage: (task) => void waiting.set(worker, task),
        terminate() {
          running.delete(worker);
          waiting.delete(worker);
          fresh = fresh.filter((each) => each !== worker);
        },
      };
      running.add(worker);
      fresh.push(worker);
      return worker;
    },
    get opened() {
      return opened;
    },
    get running() {
      return running.size;
    },
    get waiting() {
      return [...waiting.values()];
    },
    answer(most = Number.POSITIVE_INFINITY) {
      for (const worker of fresh.splice(0)) worker.onmessage?.({ data: true });
      for (const [worker, task] of [...waiting]) {
        const found = run(task, task.slice === 0 ? 1 : most);
        if (!found) continue;
        waiting.delete(worker);
        worker.onmessage?.({ data: found });
      }
    },
  };
}
