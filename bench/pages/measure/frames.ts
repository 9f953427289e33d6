/** Statistics of the frames in some period. */
export interface FrameReport {
  readonly frames: number;
  /** Frames per second. */
  readonly rate: number;
  /** Milliseconds between two frames. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  /** Frames that a 60 Hz screen would have shown but that were not rendered. */
  readonly dropped: number;
  /** Frames for which `blank` returned true. */
  readonly blank: number;
  /** Tasks over 50 ms. */
  readonly longTasks: number;
}

const FRAME = 1000 / 60;

/** A quantile of sorted values. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Records frames until the returned function is called. `blank` is called after each paint. */
export function recordFrames(blank: () => boolean = () => false): () => FrameReport {
  const times: number[] = [];
  let blanks = 0;
  let longTasks = 0;
  let running = true;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    if (running && blank()) blanks += 1;
  };
  const observer = new PerformanceObserver((list) => (longTasks += list.getEntries().length));
  observer.observe({ entryTypes: ['longtask'] });
  const frame = (now: number): void => {
    if (!running) return;
    times.push(now);
    port2.postMessage(undefined);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  return () => {
    running = false;
    longTasks += observer.takeRecords().length;
    observer.disconnect();
    const gaps = times.slice(1).map((time, at) => time - (times[at] as number));
    const sorted = gaps.toSorted((a, b) => a - b);
    const total = gaps.reduce((sum, gap) => sum + gap, 0);
    return {
      frames: gaps.length,
      rate: total === 0 ? 0 : (gaps.length * 1000) / total,
      p50: quantile(sorted, 0.5),
      p99: quantile(sorted, 0.99),
      worst: sorted.at(-1) ?? 0,
      dropped: gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / FRAME) - 1), 0),
      blank: blanks,
      longTasks,
    };
  };
}
