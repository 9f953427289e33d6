/** Feeds for stories and tests. */
import { createLogFeed, type LogFeed, type LogLine } from '@tailrace/core';

/** A feed with these lines. */
export function feedOf(lines: Iterable<LogLine | string>, title = 'feed'): LogFeed {
  const feed = createLogFeed({ title });
  feed.append(lines);
  return feed;
}

/** A feed that goes on by itself; its undo stops it. */
export function keepFeeding(
  feed: LogFeed,
  next: (count: number) => Iterable<LogLine>,
  interval = 200,
): () => void {
  let count = 0;
  const timer = setInterval(() => {
    feed.append(next(count));
    count += 1;
  }, interval);
  return () => clearInterval(timer);
}
