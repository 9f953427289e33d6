import type { BenchLine } from '../../shared/lines.ts';
import { recordFrames, type FrameReport } from './frames.ts';

/** The results of a flood. */
export interface FloodReport extends FrameReport {
  readonly delivered: number;
  readonly seconds: number;
}

/** Milliseconds between two arrivals: data arrives in chunks, independently of frames. */
const TICK = 10;

/** Appends the lines of `pool`, each once, at a rate (per second) for some seconds. The pool must be large enough. */
export async function flood(
  pool: BenchLine[],
  rate: number,
  seconds: number,
  append: (lines: readonly BenchLine[]) => void,
): Promise<FloodReport> {
  const stop = recordFrames();
  const start = performance.now();
  let delivered = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsed = Math.min(seconds * 1000, performance.now() - start);
      // After a delay, lines catch up gradually, as from a socket.
      const due = Math.min(
        Math.floor((elapsed * rate) / 1000) - delivered,
        Math.ceil((rate * TICK * 4) / 1000),
      );
      const piece = pool.slice(delivered, delivered + due);
      delivered += piece.length;
      if (piece.length > 0) append(piece);
      if (elapsed < seconds * 1000) return;
      clearInterval(timer);
      resolve();
    }, TICK);
  });
  const took = (performance.now() - start) / 1000;
  pool.splice(0, delivered);
  return { ...stop(), delivered, seconds: took };
}
