import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTicker } from './ticker.js';

describe('a ticker', () => {
  afterEach(() => vi.useRealTimers());

  it('has one timer for all listeners, and none without listeners', () => {
    vi.useFakeTimers({ now: 5_000 });
    const ticker = createTicker(1_000);
    const heard: number[] = [];
    const undos = Array.from({ length: 40 }, () => ticker.subscribe(() => heard.push(ticker.now())));
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(999);
    expect([heard.length, ticker.now()]).toEqual([0, 5_000]);
    vi.advanceTimersByTime(1);
    expect(heard).toEqual(Array.from({ length: 40 }, () => 6_000));
    for (const undo of undos) undo();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(10_000);
    expect(ticker.now()).toBe(16_000);
  });

  it('tells two looks in a row the same time, also while nobody listens', () => {
    let clock = 5_000;
    const ticker = createTicker(1_000, () => clock++);
    expect(ticker.now()).toBe(ticker.now());
    clock += 1_000;
    expect(ticker.now()).toBeGreaterThan(6_000);
    clock = 100;
    expect(ticker.now()).toBeLessThan(200);
  });
});
