/** A fake pattern worker: it answers when it is told to, and hangs on a text that contains `hang`. */
import type { OpenPatternWorker, PatternPlaces, PatternTask, PatternWorker } from '../pattern-worker.js';

export interface StagedWorkers {
  readonly open: OpenPatternWorker;
  /** How many workers were opened. */
  readonly opened: number;
  /** How many of them still run. */
  readonly running: number;
  /** Tasks without an answer. */
  readonly waiting: readonly PatternTask[];
  /** Answers all tasks that do not hang, up to `most` texts of each. */
  answer(most?: number): void;
}

/** The matches up to a text that hangs, and whether there is one. */
function run({ patterns, texts, first }: PatternTask, most: number) {
  const found: PatternPlaces[] = [];
  for (const text of texts.slice(0, most)) {
    if (text.includes('hang')) return { found, hangs: true };
    found.push(
      patterns.map(({ source, flags }) =>
        [...text.matchAll(new RegExp(source, flags.includes('g') ? flags : `${flags}g`))]
          .slice(0, first ? 1 : undefined)
          .flatMap((match) => [match.index, match.index + match[0].length]),
      ),
    );
  }
  return { found, hangs: false };
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
    answer(most = Infinity) {
      for (const worker of fresh.splice(0)) worker.onmessage?.({ data: true });
      for (const [worker, task] of [...waiting]) {
        const { found, hangs } = run(task, most);
        waiting.delete(worker);
        if (task.singly)
          for (const [at, places] of found.entries())
            worker.onmessage?.({ data: { found: [places], more: hangs || at < found.length - 1 } });
        // A worker that hangs in the middle of a slice has not sent the results before it.
        else if (!hangs) worker.onmessage?.({ data: { found, more: false } });
      }
    },
  };
}
