import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DeliveredLines } from './delivered-lines.js';
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

describe('the ids of lines', () => {
  const byId = (capacity?: number) => new DeliveredWindow(capacity, true, (line) => ({ key: line.message }));
  const withId = (id: string | undefined) => ({ ...at(0, 'x'), ...(id === undefined ? {} : { id }) });

  it('are known as long as the window holds the line, and the newest of equal ones is found', () => {
    const id = fc.option(
      fc.oneof(
        fc.nat(40).map((n) => `log-${n}`),
        fc.string(),
        fc.uuid(),
      ),
      { nil: undefined },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.array(id, { maxLength: 2_000, size: 'max' }),
        fc.nat(600),
        (capacity, pushed, kept) => {
          const window = byId(capacity);
          let held: (string | undefined)[] = [];
          const ids = [...new Set(pushed)].filter((one) => one !== undefined);
          const check = () =>
            expect(ids.map((one) => window.indexOf(one))).toEqual(ids.map((one) => held.lastIndexOf(one)));
          for (const one of pushed) window.push(withId(one));
          held = pushed.slice(-capacity);
          check();
          window.keep(kept);
          held = held.slice(Math.max(0, held.length - kept));
          check();
          for (const one of pushed) window.push(withId(one));
          held = [...held, ...pushed].slice(-capacity);
          check();
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are told apart whose hashes are equal', () => {
    const window = byId();
    window.push(withId('log-163378'));
    expect(window.has('log-1200306')).toBe(false);
    window.push(withId('log-1200306'));
    expect(['log-163378', 'log-1200306'].map((id) => window.indexOf(id))).toEqual([0, 1]);
  });
});

describe('the newest lines', () => {
  const numbers = (lines: readonly object[]): unknown[] =>
    lines.map((line) => ('message' in line ? Number(line.message) : undefined));

  it('are given oldest first, as many as there are', () => {
    const window = new DeliveredWindow(5, false, ({ message }) => ({ key: message }));
    expect(window.last(3)).toEqual([]);
    for (let second = 0; second < 8; second++) window.push(at(second, String(second)));
    expect(numbers(window.last(3))).toEqual([5, 6, 7]);
    expect(numbers(window.last(0))).toEqual([]);
    expect(numbers(window.last(Infinity))).toEqual([3, 4, 5, 6, 7]);
  });

  it('are all that a resume token looks at', () => {
    const lines = new DeliveredLines({
      identity: 'count',
      identify: ({ message }) => message,
      overlapWindow: 5_000,
    });
    for (let second = 0; second < 10_000; second++) lines.window.push(at(second, String(second)));
    const looked = vi.spyOn(lines.window, 'at');
    expect(lines.remember(256)).toHaveLength(256);
    expect(looked).toHaveBeenCalledTimes(256);
  });
});
