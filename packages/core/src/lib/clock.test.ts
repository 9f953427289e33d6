import { afterEach, expect, it, vi } from 'vitest';
import { systemClock } from './clock.js';

afterEach(() => vi.useRealTimers());

it('waits forever for a delay of Infinity, which setTimeout would end at once', () => {
  vi.useFakeTimers();
  const fn = vi.fn();
  const cancel = systemClock.schedule(fn, Infinity);
  const other = systemClock.schedule(fn, 2 ** 40);
  vi.advanceTimersByTime(86_400_000);
  expect(fn).not.toHaveBeenCalled();
  cancel();
  other();
  expect(vi.getTimerCount()).toBe(0);
});
