import { describe, expect, it } from 'vitest';
import { DeliveredWindow } from './delivered-window.js';

const at = (seconds: number, text: string) => {
  const time = Date.UTC(2026, 0, 1) + seconds * 1_000;
  return {
    timestamp: new Date(time).toISOString(),
    time,
    level: 'info' as const,
    message: text,
    labels: {},
    raw: text,
  };
};

const create = () =>
  new DeliveredWindow(undefined, false, ({ message, timestamp }) => ({
    key: message.slice(0, 8),
    ...(timestamp === undefined ? {} : { timestamp }),
  }));

describe('what large lines hold', () => {
  const whole = (window: Iterable<object>) => [...window].filter((line) => 'message' in line).length;

  it('is bounded, and what has no room is known by its key', () => {
    const window = create();
    const text = (second: number) => `line ${second} `.padEnd(100_000, 'x');
    for (let second = 0; second < 300; second++) window.push(at(second, text(second)));
    expect(window.length).toBe(300);
    // 100,000 characters, twice: as the message and as what the server sent.
    expect(whole(window)).toBe(Math.floor((16 * 1024 * 1024) / 400_000));
    expect(window.newest).toEqual({ key: 'line 299', timestamp: at(299, '').timestamp });
  });

  it('is given back by lines that leave the window', () => {
    const window = create();
    for (let second = 0; second < 300; second++) window.push(at(second, 'x'.repeat(100_000)));
    for (let second = 300; second < 10_300; second++) window.push(at(second, 'small'));
    window.push(at(10_300, 'y'.repeat(1_000_000)));
    expect(whole(window)).toBe(10_000);
    window.restore([], 0);
    for (let second = 0; second < 10; second++) window.push(at(second, 'x'.repeat(100_000)));
    expect(whole(window)).toBe(10);
  });
});
