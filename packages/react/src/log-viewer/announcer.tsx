import { stripAnsi } from '@tailrace/core';
import { useEffect, useReducer, useRef, type ReactElement } from 'react';
import { useLatest } from '../lib/use-latest.js';
import { isError } from './model/error-lines.js';
import { NONE_UNTOLD, nextBeat } from './model/untold-lines.js';
import { cutText, firstLine, lineNumber } from './rows/row-text.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** Milliseconds between two looks at whether there is something to announce. */
const BEAT = 5_000;
/** Milliseconds after the last change of a filter or search until its result is announced: somebody may still be typing. */
const TYPED = 800;
/** How many characters of a line are read. */
const READ = 300;

/**
 * Announces to screen readers: changes of the status at once, the result of a filter, the line that somebody goes to, that there is no further
 * error, and the number of new lines from time to time, see `nextBeat`. The list itself is not a live region, because every row that scrolls into it would be read aloud.
 */
export function LogViewerAnnouncer(): ReactElement {
  const { viewer, labels } = useViewerContext();
  // A page may make its labels anew in each render, which is no news.
  const latest = useLatest(labels);
  const stream = useViewerState((state) => state.stream);
  const status = useViewerState((state) => state.snapshot.status);
  const filter = useViewerState((state) => state.filter);
  const pending = useViewerState((state) => state.filterPending);
  const [news, say] = useReducer(
    ({ round }: { readonly round: number }, words: string) => ({ round: round + 1, words }),
    { round: 0, words: '' },
  );

  useEffect(() => {
    if (!stream) return undefined;
    let untold = NONE_UNTOLD;
    const undo = stream.on('entries', (entries) => {
      const errors = entries.filter(({ level }) => isError(level)).length;
      untold = { ...untold, lines: untold.lines + entries.length, errors: untold.errors + errors };
    });
    const timer = setInterval(() => {
      const { following, snapshot } = viewer.store.get();
      // What waits is told when it is shown.
      if (snapshot.status === 'paused') return;
      const { lines, errors } = untold;
      const { tells, next } = nextBeat(untold, following);
      untold = next;
      if (tells) say(latest.current.announce(lines, errors));
    }, BEAT);
    return () => {
      undo();
      clearInterval(timer);
    };
  }, [viewer, stream, latest]);

  const noError = useViewerState((state) => state.noError);
  useEffect(() => {
    if (noError) say(latest.current.noError(noError.direction));
  }, [latest, noError]);

  /** The focus stays on the lines as a whole, so nothing else would read it. */
  const read = (seq: number | undefined): void => {
    const { view } = viewer.viewport.getState();
    const line = seq === undefined ? undefined : view.at(view.rowOf(seq));
    if (line?.kind !== 'log') return;
    const message = cutText(firstLine(stripAnsi(line.message)), READ);
    say(`${labels.lineNumber(lineNumber(line.seq))}: ${labels.level(line.level)} ${message}`);
  };
  const selection = useViewerState((state) => state.selection);
  const found = useViewerState((state) => state.find.told);
  useEffect(() => {
    if (selection?.anchor === selection?.focus) read(selection?.focus);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- read when another line is selected
  }, [selection]);
  useEffect(() => {
    const timer = setTimeout(() => found && read(viewer.store.get().find.currentSeq), TYPED);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- read when somebody has gone to a match
  }, [found]);

  const told = useRef(filter);
  useEffect(() => {
    if (pending || filter === told.current) return undefined;
    const timer = setTimeout(() => {
      told.current = filter;
      const { shownLines, heldLines } = viewer.store.get();
      say(latest.current.shown(shownLines, heldLines));
    }, TYPED);
    return () => clearTimeout(timer);
  }, [viewer, latest, filter, pending]);

  return (
    <div data-tailrace="hidden" aria-live="polite">
      <span>{labels.status(status)}. </span>
      <span>
        {/* Another element each time: the same words over the same ones would not be read. */}
        <span key={news.round}>{news.words}</span>
      </span>
    </div>
  );
}
