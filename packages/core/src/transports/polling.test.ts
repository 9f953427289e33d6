import { describe, expect, it, vi } from 'vitest';
import type { Clock } from '../lib/clock.js';
import { pollLoop } from './polling.js';

function manualClock(): Clock & { readonly waits: number[]; fire(): void; readonly pending: () => number } {
  const queue: (() => void)[] = [];
  const waits: number[] = [];
  return {
    waits,
    now: () => 0,
    schedule(fn, ms) {
      waits.push(ms);
      queue.push(fn);
      return () => {
        const at = queue.indexOf(fn);
        if (at >= 0) queue.splice(at, 1);
      };
    },
    fire: () => queue.shift()?.(),
    pending: () => queue.length,
  };
}

describe('pollLoop', () => {
  it('waits an interval between turns, and ends when a turn says so', async () => {
    const clock = manualClock();
    const answers = ['again', 'again', 'done'] as const;
    const turn = vi.fn(async () => answers[turn.mock.calls.length - 1] ?? 'done');
    const loop = pollLoop({ turn, interval: 2_000, clock, signal: new AbortController().signal });
    await expect.poll(() => clock.pending()).toBe(1);
    expect(turn).toHaveBeenCalledTimes(1);
    clock.fire();
    await expect.poll(() => clock.pending()).toBe(1);
    expect(turn).toHaveBeenCalledTimes(2);
    clock.fire();
    await loop;
    expect(turn).toHaveBeenCalledTimes(3);
    expect(clock.waits).toEqual([2_000, 2_000]);
  });

  it('never runs two turns at once, however slow one is', async () => {
    const clock = manualClock();
    let finish: (answer: 'again') => void = () => undefined;
    const turn = vi.fn(() => new Promise<'again'>((resolve) => (finish = resolve)));
    const stop = new AbortController();
    const loop = pollLoop({ turn, interval: 1, clock, signal: stop.signal });
    expect(turn).toHaveBeenCalledTimes(1);
    expect(clock.pending()).toBe(0);
    finish('again');
    await expect.poll(() => clock.pending()).toBe(1);
    expect(turn).toHaveBeenCalledTimes(1);
    stop.abort();
    await loop;
    expect(clock.pending()).toBe(0);
  });

  it('rejects with the error of a turn', async () => {
    const clock = manualClock();
    const turn = (): Promise<'again'> => Promise.reject(new Error('refused'));
    await expect(
      pollLoop({ turn, interval: 1, clock, signal: new AbortController().signal }),
    ).rejects.toThrow('refused');
  });

  it('resolves if it is stopped within a turn, or before the first', async () => {
    const clock = manualClock();
    const stop = new AbortController();
    const turn = vi.fn(
      (signal: AbortSignal) =>
        new Promise<'again'>((_, reject) =>
          signal.addEventListener('abort', () => reject(new Error('aborted'))),
        ),
    );
    const loop = pollLoop({ turn, interval: 1, clock, signal: stop.signal });
    stop.abort();
    await loop;
    await pollLoop({ turn, interval: 1, clock, signal: stop.signal });
    expect(turn).toHaveBeenCalledTimes(1);
  });
});
