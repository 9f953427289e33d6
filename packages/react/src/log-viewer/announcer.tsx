import { useEffect, useReducer, useRef, type ReactElement } from 'react';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** Milliseconds between two announcements of lines: often enough to know, seldom enough to think. */
const INTERVAL = 5_000;
/** Milliseconds after the last change of a filter until its result is announced: somebody may still be typing. */
const TYPED = 800;

/**
 * Announces to screen readers: changes of the status at once, the result of a filter, and the number of new lines from time to time. The
 * list itself is not a live region, because every row that scrolls into it would be read aloud.
 */
export function LogViewerAnnouncer(): ReactElement {
  const { viewer, labels } = useViewerContext();
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
    let lines = 0;
    let errors = 0;
    const undo = stream.on('entries', (entries) => {
      lines += entries.length;
      for (const entry of entries) if (entry.level === 'error' || entry.level === 'fatal') errors += 1;
    });
    const timer = setInterval(() => {
      if (lines === 0) return;
      say(labels.announce(lines, errors));
      lines = 0;
      errors = 0;
    }, INTERVAL);
    return () => {
      undo();
      clearInterval(timer);
    };
  }, [stream, labels]);

  const told = useRef(filter);
  useEffect(() => {
    if (pending || filter === told.current) return undefined;
    const timer = setTimeout(() => {
      told.current = filter;
      const { shownLines, heldLines } = viewer.store.get();
      say(labels.shown(shownLines, heldLines));
    }, TYPED);
    return () => clearTimeout(timer);
  }, [viewer, labels, filter, pending]);

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
