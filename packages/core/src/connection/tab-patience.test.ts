import { expect, it } from 'vitest';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { createTabPatience } from './tab-patience.js';

function start() {
  const clock = createVirtualClock();
  let silences = 0;
  const patience = createTabPatience(
    clock,
    () => 0.5,
    () => (silences += 1),
  );
  patience.start();
  return { clock, patience, silences: () => silences };
}

it('asks a leader after 20 s of silence, and gives it another 15 s, here, to answer', () => {
  const { clock, silences } = start();
  clock.advance(19_999);
  expect(silences()).toBe(0);
  clock.advance(1);
  expect(silences()).toBe(1);
  clock.advance(14_999);
  expect(silences()).toBe(1);
  clock.advance(1);
  expect(silences()).toBe(2);
});

it('is as patient as ever with a leader that was heard', () => {
  const { clock, patience, silences } = start();
  clock.advance(20_000);
  patience.heard();
  clock.advance(19_999);
  expect(silences()).toBe(1);
  patience.heard();
  clock.advance(19_999);
  expect(silences()).toBe(1);
});

it('is no more patient if the clock is set back', () => {
  const { clock, silences } = start();
  clock.setBack(3_600_000);
  clock.advance(40_000);
  expect(silences()).toBe(1);
});

it('waits once at a time, and leaves no timer behind', () => {
  const { clock, patience, silences } = start();
  clock.advance(10_000);
  patience.start();
  expect(clock.pending).toBe(1);
  clock.advance(19_999);
  expect(silences()).toBe(0);
  patience.stop();
  expect(clock.pending).toBe(0);
});
