import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { jumpingClock, scaledClock } from './replay-clock.js';

describe('the clock of a replay', () => {
  it('runs faster by the given factor', () => {
    const host = createVirtualClock();
    const clock = scaledClock(host, 1_000, 10);
    const heard: number[] = [];
    clock.schedule(() => heard.push(clock.now()), 500);
    host.advance(49);
    expect([heard, clock.now()]).toEqual([[], 1_490]);
    host.advance(1);
    expect(heard).toEqual([1_500]);
  });

  it('jumps from timer to timer in order, and skips cancelled ones', async () => {
    const host = createVirtualClock();
    const jumping = jumpingClock(host, 1_000);
    const heard: string[] = [];
    jumping.schedule(() => heard.push(`late at ${jumping.now()}`), 3_600_000);
    jumping.schedule(() => heard.push(`first at ${jumping.now()}`), 5);
    jumping.schedule(() => heard.push('second'), 5);
    jumping.schedule(() => heard.push('never'), 6)();
    await host.run(1);
    expect(heard).toEqual(['first at 1005', 'second', 'late at 3601000']);
    expect(host.pending).toBe(0);
  });

  it('lets the host finish its pending work before time advances', async () => {
    const host = createVirtualClock();
    const clock = jumpingClock(host, 0);
    const heard: string[] = [];
    clock.schedule(() => heard.push('timeout'), 10_000);
    host.schedule(() => clock.schedule(() => heard.push('answer'), 0), 0);
    await host.run(1);
    expect(heard).toEqual(['answer', 'timeout']);
  });

  it("runs at the host's pace once the recording has ended", async () => {
    const host = createVirtualClock();
    const clock = jumpingClock(host, 0);
    const heard: string[] = [];
    clock.schedule(() => heard.push('before'), 1_000);
    const undo = clock.schedule(() => heard.push('never'), 1_000);
    clock.slowDown();
    clock.schedule(() => heard.push('after'), 2_000);
    undo();
    await host.run(999);
    expect(heard).toEqual([]);
    expect(clock.now()).toBe(999);
    await host.run(1_001);
    expect(heard).toEqual(['before', 'after']);
  });
});
