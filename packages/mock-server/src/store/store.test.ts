import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createTestClock } from '../lib/test-clock.js';
import { lineId, sentStamp } from './log-line.js';
import { Ring } from './ring.js';
import { createStore } from './store.js';

describe('the ring', () => {
  it('holds the end of what an unbounded list would hold', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        fc.array(fc.oneof(fc.constant('push'), fc.nat(90))),
        (capacity, steps) => {
          const ring = new Ring<number>(capacity);
          const all: number[] = [];
          let first = 0;
          for (const step of steps) {
            if (step === 'push') {
              ring.push(all.length);
              all.push(all.length);
            } else {
              const dropped = ring.dropBefore(Number(step));
              const from = Math.min(Math.max(Number(step), first), all.length);
              expect(dropped).toBe(from - first);
              first = from;
            }
            first = Math.max(first, all.length - capacity);
            expect([ring.first, ring.next, ring.size]).toEqual([first, all.length, all.length - first]);
            expect(ring.slice(0, Infinity)).toEqual(all.slice(first));
            expect(ring.get(first - 1)).toBeUndefined();
            expect(ring.get(all.length)).toBeUndefined();
          }
        },
      ),
    );
  });

  it('refuses a capacity of 0', () => {
    expect(() => new Ring(0)).toThrow(RangeError);
  });
});

describe('the store', () => {
  it('gives lines increasing timestamps even if the clock stands still or steps back', () => {
    const clock = createTestClock();
    const run = createStore({ clock }).createRun({ id: 'r' });
    run.append(['a', 'b']);
    clock.jump(-5000);
    run.append('c');
    const micros = run.slice(0).map(({ moment }) => moment.micros);
    expect(micros).toEqual([...new Set(micros)].sort((a, b) => a - b));
  });

  it('sends a dictated timestamp exactly, or none', () => {
    const run = createStore().createRun({ id: 'r' });
    run.append([
      { message: 'odd', timestamp: '2026-01-15 10:30:45,5+01' },
      { message: 'nano', timestamp: '2026-01-15T10:30:45.123456789+01:00' },
      { message: 'none', timestamp: null },
    ]);
    const [odd, nano, none] = run.slice(0);
    const format = { digits: 3, zone: 'Z' };
    expect(odd && sentStamp(odd, format)).toBe('2026-01-15 10:30:45,5+01');
    expect(nano && sentStamp(nano, format)).toBe('2026-01-15T10:30:45.123456789+01:00');
    expect(nano?.moment).toEqual({ micros: Date.UTC(2026, 0, 15, 9, 30, 45) * 1000 + 123_456, nanos: 789 });
    expect(none && sentStamp(none, format)).toBeNull();
  });

  it('gives the same ids in every process', () => {
    const ids = ['a', 'b'].map((id) => {
      const run = createStore().createRun({ id });
      run.append('x');
      return run.slice(0).map(lineId)[0];
    });
    expect(ids[0]).not.toBe(ids[1]);
    const again = createStore().createRun({ id: 'a' });
    again.append('anything');
    expect(again.slice(0).map(lineId)).toEqual([ids[0]]);
  });

  it('calls listeners once per append, however many lines it has', () => {
    const store = createStore();
    const heard = vi.fn();
    const stop = store.subscribe((run, change) => {
      heard(run.id, change);
    });
    const run = store.createRun({ id: 'r', status: 'queued' });
    run.append(['a', 'b', 'c']);
    run.setStatus('running');
    run.setService({ health: 'unhealthy' });
    store.removeRun('r');
    stop();
    run.append('unheard');
    expect(heard.mock.calls).toEqual([
      ['r', 'created'],
      ['r', 'lines'],
      ['r', 'status'],
      ['r', 'service'],
      ['r', 'removed'],
    ]);
  });

  it('keeps the feed of all runs in the order in which it was written', () => {
    const store = createStore({ memoryLines: 3, rows: 3 });
    const [a, b] = [store.createRun({ id: 'a' }), store.createRun({ id: 'b' })];
    a.append('1');
    b.append('2');
    store.system.append('3');
    a.append('4');
    const { feed } = store;
    const rows = Array.from({ length: feed.next - feed.first }, (_, i) => feed.get(feed.first + i));
    expect(rows.map((line) => line && [line.row, line.runId, line.message])).toEqual([
      [2, 'b', '2'],
      [3, 'system', '3'],
      [4, 'a', '4'],
    ]);
  });

  it('refuses a second run with the same id', () => {
    const store = createStore();
    store.createRun({ id: 'r' });
    expect(() => store.createRun({ id: 'r' })).toThrow(/already a run "r"/);
  });
});
