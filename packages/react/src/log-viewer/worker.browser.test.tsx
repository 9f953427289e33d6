/** A worker for expressions that the page brings itself. */
import type { PatternAnswer, PatternWorker } from '@tailrace/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { stageStream } from './testing/staged-stream.js';
import { openViewer } from './testing/viewer-page.js';

const VICTIM = `${'a'.repeat(40)}!`;

function pageWithWorker() {
  const openWorker = vi.fn(
    () => new Worker(new URL('./testing/expressions.worker.ts', import.meta.url), { type: 'module' }),
  );
  // As a policy without `blob:` would have it.
  const blobs = vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
    throw new Error('This policy allows no blob.');
  });
  return { openWorker, blobs };
}

/** The same worker, whose every answer comes some frames later. */
function tellLater(worker: Worker): PatternWorker {
  const late: PatternWorker = {
    onmessage: null,
    onerror: null,
    postMessage: (task) => worker.postMessage(task),
    terminate: () => worker.terminate(),
  };
  worker.onmessage = (event: MessageEvent<true | PatternAnswer>) => {
    let frames = 5;
    const wait = (): void => {
      frames -= 1;
      if (frames > 0) requestAnimationFrame(wait);
      else late.onmessage?.(event);
    };
    wait();
  };
  return late;
}

describe('a worker of the page’s own', () => {
  afterEach(() => vi.restoreAllMocks());

  it('runs the expressions of find and filter', async () => {
    const { openWorker, blobs } = pageWithWorker();
    const stream = stageStream([{ message: 'aab xb ab' }, { message: 'none' }, { message: 'b' }]);
    const page = await openViewer({ stream, openWorker });
    page.handle.find('(a+)+b', { regex: true });
    await expect.poll(() => page.text('search-count'), { timeout: 10_000 }).toBe('1/2');
    await expect
      .poll(() => [...page.viewport.querySelectorAll('mark')].map((mark) => mark.textContent))
      .toEqual(['aab', 'ab']);
    page.handle.setFilter({ regex: '^(a+)+b' });
    await expect.poll(() => page.text('line-count'), { timeout: 10_000 }).toBe('1 of 3 lines');
    expect(openWorker.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(blobs).not.toHaveBeenCalled();
  });

  it('may answer late: the match is brought into sight when it is known where it stands', async () => {
    const { openWorker } = pageWithWorker();
    const stream = stageStream([{ message: `${'x'.repeat(30_000)} aab ${'y'.repeat(400_000)}` }]);
    const page = await openViewer({ stream, openWorker: () => tellLater(openWorker()) });
    page.handle.find('(a+)+b', { regex: true });
    await expect.poll(() => page.text('search-count'), { timeout: 10_000 }).toBe('1/1');
    const { left, right } = page.viewport.getBoundingClientRect();
    await expect
      .poll(() => {
        const mark = page.viewport.querySelector('mark[data-current]')?.getBoundingClientRect();
        return mark && mark.left >= left && mark.right <= right;
      })
      .toBe(true);
  });

  it('is killed like any other when an expression takes for ever', async () => {
    const { openWorker } = pageWithWorker();
    const stream = stageStream([{ message: 'aaa' }, { message: VICTIM }]);
    const page = await openViewer({ stream, openWorker });
    page.handle.find('(a+)+$', { regex: true });
    await expect.poll(() => page.text('field-error'), { timeout: 10_000 }).toMatch(/takes too long/);
    expect(openWorker).toHaveBeenCalled();
  });
});
