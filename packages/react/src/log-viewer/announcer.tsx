import { useEffect, useState, type ReactElement } from 'react';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** Milliseconds between two announcements of lines: often enough to know, seldom enough to think. */
const INTERVAL = 5_000;

/**
 * Tells a screen reader what happens: the status at once, new lines in a number now and then. The list itself is no
 * live region: it would be read anew with every row that scrolls into it.
 */
export function LogViewerAnnouncer(): ReactElement {
  const { labels } = useViewerContext();
  const stream = useViewerState((state) => state.stream);
  const status = useViewerState((state) => state.snapshot.status);
  const [news, setNews] = useState({ round: 0, words: '' });

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
      const words = labels.announce(lines, errors);
      setNews(({ round }) => ({ round: round + 1, words }));
      lines = 0;
      errors = 0;
    }, INTERVAL);
    return () => {
      undo();
      clearInterval(timer);
    };
  }, [stream, labels]);

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
