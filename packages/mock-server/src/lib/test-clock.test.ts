import { describe, expect, it } from 'vitest';
import { createTestClock } from './test-clock.js';

describe('the test clock', () => {
  it('runs what falls due, in order, each at its time, and nothing else', async () => {
    const clock = createTestClock(0);
    const ran: string[] = [];
    const note = (name: string) => () => ran.push(`${name} at ${clock.now()}`);
    clock.after(20, note('b'));
    clock.after(10, note('a'));
    clock.schedule(note('c'), 20);
    clock.after(31, note('late'));
    const undo = clock.after(5, note('undone'));
    undo();
    await clock.advance(30);
    expect(ran).toEqual(['a at 10', 'b at 20', 'c at 20']);
    expect([clock.now(), clock.pending]).toEqual([30, 1]);
  });

  it('runs timers set by timers, and lets promises settle in between', async () => {
    const clock = createTestClock(0);
    const ran: string[] = [];
    const tick = (): void => {
      ran.push(`tick ${clock.now()}`);
      queueMicrotask(() => ran.push('woken'));
      if (clock.now() < 30) clock.after(10, tick);
    };
    clock.after(10, tick);
    await clock.advance(100);
    expect(ran).toEqual(['tick 10', 'woken', 'tick 20', 'woken', 'tick 30', 'woken']);
  });

  it('jumps without running anything; overdue timers run with the next advance', async () => {
    const clock = createTestClock(1000);
    let ranAt = 0;
    clock.after(10, () => (ranAt = clock.now()));
    clock.jump(500);
    expect([clock.now(), ranAt]).toEqual([1500, 0]);
    await clock.advance(0);
    expect(ranAt).toBe(1500);
  });
});
