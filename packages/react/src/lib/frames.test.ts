import { describe, expect, it } from 'vitest';
import { createFrames, type Drawer, type Frames } from './frames.js';

/** A page whose clock and frames advance by hand. Drawing costs `cost` milliseconds, half of them after the last has drawn. */
function page(cost: number) {
  let now = 0;
  const frames: ((told: boolean) => void)[] = [];
  const paints: (() => void)[] = [];
  const log: string[] = [];
  const shared = createFrames({
    now: () => now,
    request: (frame) => void frames.push(frame),
    painted: (done) => void paints.push(done),
  });
  const drawer = (name: string, again = false): Drawer => {
    const self: Drawer = {
      draw() {
        log.push(name);
        now += cost;
        if (again) shared.ask(self);
      },
      settle: () => void log.push(`${name} settles`),
    };
    return self;
  };
  return {
    shared,
    drawer,
    log: log as readonly string[],
    get pending() {
      return frames.length;
    },
    /** Runs the next frame and returns what happened in it. */
    turn(): readonly string[] {
      log.length = 0;
      for (const frame of frames.splice(0)) frame(true);
      for (const paint of paints.splice(0)) paint();
      return [...log];
    },
  };
}

const names = (log: readonly string[]): readonly string[] => log.filter((entry) => !entry.includes(' '));

describe('frames', () => {
  it('lets everything draw before anything measures the page, once each', () => {
    const { shared, drawer, turn, ...rest } = page(1);
    const [a, b] = [drawer('a'), drawer('b')];
    for (const one of [a, b, a]) shared.ask(one);
    expect(turn()).toEqual(['a', 'b', 'a settles', 'b settles']);
    expect(rest.pending).toBe(0);
    expect(turn()).toEqual([]);
  });

  it('accepts requests made while drawing, and lets a single drawer draw in every frame, whatever it costs', () => {
    const { shared, drawer, turn } = page(100);
    shared.ask(drawer('a', true));
    for (let frame = 0; frame < 5; frame += 1) expect(names(turn())).toEqual(['a']);
  });

  it('skips a dropped drawer, even if it is dropped within the same frame', () => {
    const { shared, drawer, turn } = page(1);
    const b = drawer('b');
    const a: Drawer = { draw: () => shared.drop(b), settle: () => undefined };
    shared.ask(a);
    shared.ask(b);
    expect(names(turn())).toEqual([]);
  });

  it('gives turns in the order of the requests, as many per frame as fit', () => {
    const { shared, drawer, turn } = page(2);
    const all = Array.from({ length: 20 }, (_, at) => drawer(`${at}`, true));
    for (const one of all) shared.ask(one);
    const counts = new Map<string, number>();
    let drawn: readonly string[] = [];
    for (let frame = 0; frame < 200; frame += 1) {
      drawn = names(turn());
      if (frame >= 40) for (const name of drawn) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(drawn.length * 2).toBeLessThan(16);
    expect(drawn.length).toBeGreaterThan(2);
    expect(counts.size).toBe(20);
    expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
  });

  it('continues with the others if one throws, and settles those that have drawn', () => {
    const { shared, drawer, turn, log } = page(1);
    shared.ask(drawer('first'));
    const broken: Drawer = {
      draw() {
        throw new Error('broken');
      },
      settle: () => undefined,
    };
    shared.ask(broken);
    shared.ask(drawer('a'));
    expect(() => turn()).toThrow('broken');
    expect(log).toEqual(['first', 'first settles']);
    expect(names(turn())).toEqual(['a']);
  });

  it('accepts requests made between two frames', () => {
    const {
      shared,
      drawer,
      turn,
    }: { shared: Frames; drawer: (name: string) => Drawer; turn: () => readonly string[] } = page(1);
    shared.ask(drawer('a'));
    turn();
    shared.ask(drawer('b'));
    expect(names(turn())).toEqual(['b']);
  });
});
