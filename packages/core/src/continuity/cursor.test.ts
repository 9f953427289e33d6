import { describe, expect, it } from 'vitest';
import { cursorOf } from './cursor.js';
import { DeliveredWindow } from './delivered-window.js';
import type { RememberedLine } from './line-key.js';

const at = (seconds: number, key: string): RememberedLine & { readonly time: number } => {
  const time = Date.UTC(2026, 0, 1) + seconds * 1_000;
  return { key, time, timestamp: new Date(time).toISOString() };
};

const create = () => new DeliveredWindow(undefined, false, () => ({ key: '' }));

describe('where a resume asks from', () => {
  it('is an older line than the newest, by the overlap', () => {
    const window = create();
    for (let second = 0; second < 60; second++) window.push(at(second, `line ${second}`));
    const { sinceTime, lastTimestamp } = cursorOf(window, 5_000);
    expect(sinceTime).toBeLessThanOrEqual(at(54, '').time);
    expect(sinceTime).toBeGreaterThanOrEqual(at(50, '').time);
    expect(lastTimestamp).toBe(at(59, '').timestamp);
  });

  it('is older than what comes next, also when the clock stepped back or one stamp lies in the future', () => {
    const window = create();
    for (let second = 0; second < 10; second++) window.push(at(second, `line ${second}`));
    for (let second = 3_600; second < 3_610; second++) window.push(at(second, `later ${second}`));
    window.push(at(20, 'stepped back'));
    window.push(at(20, 'half of its tick'));
    // `since` may mean "after it": the rest of that tick must still come.
    expect(cursorOf(window, 5_000).sinceTime).toBeLessThan(at(20, '').time);
    window.push(at(1e9, 'from the future'));
    expect(cursorOf(window, 5_000).sinceTime).toBeLessThan(at(20, '').time);
  });
});
