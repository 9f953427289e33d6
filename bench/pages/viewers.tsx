/** Many viewers on a page, each with its own stream. */
import { createLogFeed, createLogStream } from '@tailrace/core';
import { LogViewer } from '@tailrace/react';
import '@tailrace/react/styles.css';
import { createRoot } from 'react-dom/client';
import type { BenchLine } from '../shared/lines.ts';

/** Shows `count` viewers. Returns a function that appends the same lines to all of them. */
export function showViewers(host: HTMLElement, count: number): (lines: readonly BenchLine[]) => void {
  host.style.height = 'auto';
  const feeds = Array.from({ length: count }, () => createLogFeed());
  const streams = feeds.map((feed) => createLogStream(feed));
  createRoot(host).render(
    <>
      {streams.map((stream, at) => (
        <div key={at} className="tile">
          <LogViewer stream={stream} height={240} />
        </div>
      ))}
    </>,
  );
  return (lines) => {
    for (const feed of feeds) feed.append(lines);
  };
}
