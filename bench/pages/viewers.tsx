/** Many viewers on a page, a stream each. */
import { createLogFeed, createLogStream } from '@tailrace/core';
import { LogViewer } from '@tailrace/react';
import { createRoot } from 'react-dom/client';
import type { BenchLine } from '../shared/lines.ts';
import { flood, type FloodReport } from './measure/flood.ts';
import { painted } from './measure/paint.ts';

export async function floodViewers(
  host: HTMLElement,
  pool: BenchLine[],
  count: number,
  rate: number,
  seconds: number,
): Promise<FloodReport> {
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
  await painted();
  await painted();
  return flood(pool, rate, seconds, (lines) => {
    for (const feed of feeds) feed.append(lines);
  });
}
