import { describe, expect, it } from 'vitest';
import { createPaintClock } from './paint-clock.js';

/** A page whose frames and tasks run when the test says so. */
function setup() {
  const frames: (() => void)[] = [];
  const paints: (() => void)[] = [];
  const tasks = new Set<() => void>();
  const done: string[] = [];
  const run = (queue: { splice(from: number): (() => void)[] }): void =>
    queue.splice(0).forEach((each) => each());
  const clock = createPaintClock(
    { request: (frame) => void frames.push(() => frame(true)), painted: (paint) => void paints.push(paint) },
    {
      now: () => 0,
      schedule(fn) {
        tasks.add(fn);
        return () => void tasks.delete(fn);
      },
    },
  );
  return {
    clock,
    done,
    work: (name: string, ms = 0) => clock.schedule(() => void done.push(name), ms),
    paint() {
      run(frames);
      run(paints);
    },
    tasks() {
      const all = [...tasks];
      tasks.clear();
      all.forEach((each) => each());
    },
  };
}

describe('a clock that lets the next frame go first', () => {
  it('behaves like any other clock while nothing is held', () => {
    const { work, tasks, done } = setup();
    work('now');
    tasks();
    expect(done).toEqual(['now']);
  });

  it('makes tasks wait for the paint, but not timers', () => {
    const { clock, work, paint, tasks, done } = setup();
    clock.hold();
    work('slice');
    work('timer', 100);
    tasks();
    expect(done).toEqual(['timer']);
    paint();
    tasks();
    expect(done).toEqual(['timer', 'slice']);
    work('another');
    tasks();
    expect(done).toEqual(['timer', 'slice', 'another']);
  });

  it('drops cancelled tasks, before the paint and after it', () => {
    const { clock, work, paint, tasks, done } = setup();
    clock.hold();
    const [first, second] = [work('first'), work('second')];
    first();
    paint();
    second();
    tasks();
    expect(done).toEqual([]);
  });
});
