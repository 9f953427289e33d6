import type { LogStream } from '@tailrace/core';
import { useEffect, useState, type ReactElement } from 'react';
import { useViewerContext, useViewerState } from '../viewer-context.js';

/** Seconds over which the rate is computed, as in the statistics, so that two numbers on one page do not differ. */
const WINDOW = 5;

/** Live lines per second over the last five seconds, updated once a second; 0 while no lines arrive. */
function useRate(stream: LogStream | undefined): number {
  const [rate, setRate] = useState(0);
  useEffect(() => {
    if (!stream) return undefined;
    const read = () => ({ at: Date.now(), arrived: stream.getSnapshot().arrived });
    const samples = [read()];
    const timer = setInterval(() => {
      const now = read();
      const oldest = samples[0] ?? now;
      samples.push(now);
      if (samples.length > WINDOW + 1) samples.shift();
      const seconds = (now.at - oldest.at) / 1000;
      setRate(seconds <= 0 ? 0 : Math.max(0, Math.round((now.arrived - oldest.arrived) / seconds)));
    }, 1000);
    return () => {
      clearInterval(timer);
      setRate(0);
    };
  }, [stream]);
  return rate;
}

/** The state of the stream: a dot, a word and, while lines arrive, their rate per second. */
export function LogViewerStatus(): ReactElement {
  const { labels } = useViewerContext();
  const stream = useViewerState((state) => state.stream);
  const status = useViewerState((state) => state.snapshot.status);
  const outcome = useViewerState((state) => state.snapshot.outcome);
  const flowing = status === 'live' || status === 'polling';
  const rate = useRate(flowing ? stream : undefined);
  return (
    <div data-tailrace="status" data-status={status} data-outcome={outcome}>
      <span data-tailrace="dot" aria-hidden="true" />
      <span data-tailrace="status-word">{labels.status(status)}</span>
      {flowing && rate > 0 ? (
        <span data-tailrace="rate" title={labels.rateTitle(rate)}>
          {labels.rate(rate)}
        </span>
      ) : null}
    </div>
  );
}
