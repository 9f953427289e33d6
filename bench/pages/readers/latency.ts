/** The time from writing a line on the server to the frame that shows it, in milliseconds. Both clocks are of the same machine. */
import { codespace } from '@tailrace/core';
import { createParser } from 'eventsource-parser';
import { quantile } from '../measure/frames.ts';
import { painted } from '../measure/paint.ts';
import type { Subject } from '../subject.ts';
import { floor } from '../subjects/floor.ts';
import { serialOf, type BenchLine } from '../../shared/lines.ts';
import { showStream } from './show-stream.tsx';

/** A paced line contains its number and the time when it was written. */
const WRITTEN = /#(\d+) written (\d+\.\d+)/;

export interface LatencyReport {
  readonly lines: number;
  readonly p50: number;
  readonly p99: number;
}

const now = (): number => performance.timeOrigin + performance.now();

/** The stream to which the server writes `rate` lines per second, each with its time. */
const pacedUrl = (rate: number, seconds: number): string =>
  `/codespace/task/paced-${rate}-${seconds}/logs/stream`;

/** Shows a paced stream and checks after each frame which lines have appeared. */
export async function measureLatency(name: string, rate: number, seconds: number): Promise<LatencyReport> {
  const host = document.querySelector('#host') as HTMLElement;
  let rows: string;
  if (name === 'tailrace') {
    showStream(
      host,
      codespace({ baseUrl: location.origin, token: 'bench' }).task(`paced-${rate}-${seconds}`),
    );
    rows = '[data-tailrace="row"]';
  } else {
    const subject = floor({ keep: 10_000 });
    subject.mount(host);
    rows = subject.rows;
    void readInto(subject, pacedUrl(rate, seconds));
  }
  const took: number[] = [];
  const last = rate * seconds - 1;
  let seen = -1;
  const until = performance.now() + seconds * 1000 + 15_000;
  while (seen < last && performance.now() < until) {
    await painted();
    const at = now();
    let newest = seen;
    for (const row of host.querySelectorAll(rows)) {
      const found = WRITTEN.exec(row.textContent ?? '');
      if (!found) continue;
      const n = Number(found[1]);
      if (n <= seen) continue;
      took.push(at - Number(found[2]));
      newest = Math.max(newest, n);
    }
    seen = newest;
  }
  // The first second includes the start of the page.
  const sorted = took.slice(Math.floor(took.length / (seconds + 1))).toSorted((a, b) => a - b);
  if (seen < last) throw new Error(`${name}: ${serialOf(last)} never appeared`);
  return { lines: sorted.length, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
}

async function readInto(subject: Subject, url: string): Promise<void> {
  const { body } = await fetch(url);
  const decoder = new TextDecoder();
  let batch: BenchLine[] = [];
  const parser = createParser({
    onEvent({ event, data }) {
      if (event !== 'log') return;
      const row = JSON.parse(data) as BenchLine & { created_at: string };
      batch.push({ ...row, timestamp: row.created_at });
    },
  });
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.feed(decoder.decode(value, { stream: true }));
    subject.append?.(batch);
    batch = [];
  }
}
