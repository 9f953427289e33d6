import { expect, it } from 'vitest';
import { createPause } from './pause.js';

const at = (arrived: number, nextSeq = arrived) => ({
  arrived,
  nextSeq,
  newest: { key: `line ${nextSeq - 1}` },
});

it('does not count what arrives during pauses', () => {
  const pause = createPause();
  expect(pause.seenOf(3)).toBe(3);
  pause.begin(at(3));
  expect(pause.seenOf(10)).toBe(3);
  pause.end(at(10));
  expect(pause.seenOf(10)).toBe(3);
  pause.begin(at(12));
  pause.end(at(20));
  expect(pause.seenOf(21)).toBe(6);
});

it('knows where the frozen view ends, also if it was cleared meanwhile', () => {
  const pause = createPause();
  pause.begin(at(3, 8));
  expect([pause.isOn, pause.isFrozen]).toEqual([true, true]);
  pause.thaw(at(5, 10), () => expect([pause.isOn, pause.isFrozen]).toEqual([true, false]));
  expect([pause.isOn, pause.isFrozen]).toEqual([true, true]);
  expect(pause.seen).toEqual({ arrived: 3, nextSeq: 10, newest: { key: 'line 9' } });
  expect(pause.seenOf(6)).toBe(3);
});

it('freezes no view of a stream that is cleared without a pause', () => {
  const pause = createPause();
  pause.thaw(at(5), () => undefined);
  expect([pause.isOn, pause.isFrozen]).toEqual([false, false]);
  expect(pause.seenOf(6)).toBe(6);
});
