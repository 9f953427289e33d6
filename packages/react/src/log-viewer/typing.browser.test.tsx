/** What a press of a key costs at a hundred thousand lines: counted in lines that are read before the page goes on, not timed. */
import type { LogEntry } from '@tailrace/core';
import { userEvent } from 'vitest/browser';
import { describe, expect, it } from 'vitest';
import { stageStream } from './testing/staged-stream.js';
import { openViewer } from './testing/viewer-page.js';

const LINES = 100_000;

/** A stream whose lines count how often their messages are read. */
function countingStream() {
  const stream = stageStream(
    Array.from({ length: LINES }, (_, at) => ({ message: at % 10 === 0 ? `needle ${at}` : `hay ${at}` })),
  );
  const reads = { count: 0 };
  for (const item of stream.getSnapshot().view) {
    const { message } = item as LogEntry;
    Object.defineProperty(item, 'message', {
      get() {
        reads.count += 1;
        return message;
      },
    });
  }
  return { stream, reads };
}

/** For each change of a field: lines read until all its handlers have run. Before React's first, after its last. */
function watchInputs(reads: { readonly count: number }) {
  const perKey: number[] = [];
  let before = 0;
  const begin = (): void => void (before = reads.count);
  const end = (): void => void perKey.push(reads.count - before);
  window.addEventListener('input', begin, { capture: true });
  window.addEventListener('input', end);
  return {
    perKey,
    stop() {
      window.removeEventListener('input', begin, { capture: true });
      window.removeEventListener('input', end);
    },
  };
}

describe('typing at a hundred thousand lines', () => {
  it.each([
    ['search', 'search-count', '1/10000'],
    ['filter', 'line-count', '10,000 of 100,000 lines'],
  ] as const)(
    'into the field of the %s reads a bounded part at once, and the rest in time',
    async (name, count, done) => {
      const { stream, reads } = countingStream();
      const page = await openViewer({ stream });
      await expect.poll(() => page.rows().length).toBeGreaterThan(10);
      const inputs = watchInputs(reads);
      const field = page.part(name) as HTMLInputElement;
      field.focus();
      const whole = reads.count;
      await userEvent.keyboard('needle');
      await expect.poll(() => page.text(count)).toBe(done);
      inputs.stop();
      expect(inputs.perKey).toHaveLength('needle'.length);
      // Every key is heard, and none waits for more than this; the result rests on every line all the same.
      for (const read of inputs.perKey) {
        expect(read).toBeGreaterThan(0);
        expect(read).toBeLessThanOrEqual(17_000);
      }
      expect(reads.count - whole).toBeGreaterThanOrEqual(LINES);
      expect(field.value).toBe('needle');
    },
  );
});
