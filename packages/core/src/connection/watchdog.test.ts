import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { watch } from './watchdog.js';

function start(fixed?: number) {
  const clock = createVirtualClock();
  const stalls: number[] = [];
  let back = 0;
  const wall = { ...clock, now: () => clock.now() - back };
  return {
    clock,
    stalls,
    dog: watch(wall, (silent) => stalls.push(silent), fixed),
    /** The time of day is corrected; timers go on. */
    setBack: (ms: number) => (back += ms),
  };
}

describe('the stall watchdog', () => {
  it('declares a stall once, after 45 s of silence', () => {
    const { clock, stalls } = start();
    clock.advance(44_000);
    expect(stalls).toHaveLength(0);
    clock.advance(60_000);
    expect(stalls).toHaveLength(1);
  });

  it('is kept quiet by any byte', () => {
    const { clock, stalls, dog } = start();
    for (let at = 0; at < 20; at++) {
      clock.advance(30_000);
      dog.activity();
    }
    expect(stalls).toHaveLength(0);
  });

  it('learns the heartbeat: 2.5 beats of silence are too many', () => {
    const { clock, stalls, dog } = start();
    for (let at = 0; at < 4; at++) {
      clock.advance(4_000);
      dog.activity();
      dog.heartbeat();
    }
    clock.advance(9_000);
    expect(stalls).toHaveLength(0);
    clock.advance(4_000);
    expect(stalls).toHaveLength(1);
  });

  it('learns a beat of one second that comes a little early at times', () => {
    const { clock, stalls, dog } = start();
    for (const pause of [0, 1_000, 995, 1_005]) {
      clock.advance(pause);
      dog.activity();
      dog.heartbeat();
    }
    clock.advance(4_000);
    expect(stalls).toHaveLength(1);
  });

  it('allows a server whose beat is slower than the default limit', () => {
    const { clock, stalls, dog } = start();
    for (let at = 0; at < 5; at++) {
      clock.advance(40_000);
      dog.activity();
      dog.heartbeat();
    }
    clock.advance(90_000);
    expect(stalls).toHaveLength(0);
  });

  it('takes a greeting, or beats that come in a bunch, for no rhythm', () => {
    for (const pauses of [[0, 0, 0], [5, 0, 5], [3_000], [500, 500, 500]]) {
      const { clock, stalls, dog } = start();
      dog.heartbeat();
      for (const pause of pauses) {
        clock.advance(pause);
        dog.activity();
        dog.heartbeat();
      }
      clock.advance(44_000);
      expect(stalls).toHaveLength(0);
    }
  });

  it('is as quick as ever when the clock was set back', () => {
    const { clock, stalls, dog, setBack } = start();
    dog.heartbeat();
    setBack(3_600_000);
    dog.heartbeat();
    clock.advance(44_000);
    expect(stalls).toHaveLength(0);
    clock.advance(48_000);
    expect(stalls).toHaveLength(1);
  });

  it('gives what arrived during a sleep its turn before it declares a stall', () => {
    const { clock, stalls, dog } = start(1_000);
    const look = clock.advance.bind(clock);
    look(1_000); // overdue: first look
    dog.activity(); // the bytes that were waiting
    look(900);
    expect(stalls).toHaveLength(0);
    // After each sleep.
    look(100);
    dog.activity();
    look(900);
    expect(stalls).toHaveLength(0);
  });

  it('leaves nothing behind when it is stopped', () => {
    const { clock, stalls, dog } = start();
    dog.heartbeat();
    clock.advance(2_000);
    dog.heartbeat();
    dog.check();
    dog.stop();
    expect(clock.pending).toBe(0);
    clock.advance(1e6);
    expect(stalls).toHaveLength(0);
  });
});
