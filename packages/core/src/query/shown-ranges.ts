/**
 * The matches in texts that are being drawn. Where the expression may only run in a worker, a text has none at first: it is queued, and
 * `onAnswer` is called once its matches are known.
 */
import type { Clock } from '../lib/clock.js';
import { FIND_NOTHING, type FindRanges, type TextRange } from './search-pattern.js';

/** How many texts are remembered with their matches. */
const REMEMBERED = 500;

interface ShownRangesInit {
  readonly clock: Clock;
  /** The matches in a text; undefined if only the worker can tell, and has not yet. */
  readonly find: (text: string) => readonly TextRange[] | undefined;
  /** Has the worker run the expression on texts, and then calls `done`. */
  readonly ask: (texts: readonly string[], done: () => void) => void;
  readonly onAnswer: () => void;
}

/** See the file's head. */
export interface ShownRanges {
  /** Finds the matches of the search whose result is shown. */
  readonly current: FindRanges;
  /** A newer search has no first answer yet, so the previous one is still shown. `find` and `ask` already work for the newer one. */
  holding: boolean;
  /** Shows the matches of another search. */
  use(ranges: FindRanges): void;
  /** The worker drops what was asked for an earlier expression: these texts have to be asked about again. */
  forgetUnanswered(): void;
  rangesIn(text: string): readonly TextRange[];
  dispose(): void;
}

export function createShownRanges({ clock, find, ask, onAnswer }: ShownRangesInit): ShownRanges {
  /** The texts asked about, and their matches once the worker has found them. */
  const answers = new Map<string, readonly TextRange[] | undefined>();
  let cancel: (() => void) | undefined;

  /** Asks about all texts queued since the last time. */
  function askAll(): void {
    cancel = undefined;
    const texts = [...answers].filter(([, ranges]) => ranges === undefined).map(([text]) => text);
    if (texts.length === 0 || shown.holding) return;
    ask(texts, () => {
      for (const text of texts) {
        const ranges = find(text);
        if (ranges) answers.set(text, ranges);
        else answers.delete(text); // not answered this time: queued again when it is drawn
      }
      for (const text of [...answers.keys()].slice(0, Math.max(0, answers.size - REMEMBERED)))
        answers.delete(text);
      onAnswer();
    });
  }

  const shown = {
    current: FIND_NOTHING,
    holding: false,
    use(ranges: FindRanges) {
      shown.current = ranges;
      answers.clear();
    },
    forgetUnanswered() {
      for (const [text, ranges] of answers) if (!ranges) answers.delete(text);
    },
    rangesIn(text: string) {
      const { holding, current } = shown;
      if (current.pattern === undefined) return current(text);
      const ranges = (holding ? undefined : find(text)) ?? answers.get(text);
      if (ranges) return ranges;
      if (!holding && !answers.has(text)) {
        answers.set(text, undefined);
        cancel ??= clock.schedule(askAll, 0);
      }
      return [];
    },
    dispose: () => cancel?.(),
  };
  return shown;
}
