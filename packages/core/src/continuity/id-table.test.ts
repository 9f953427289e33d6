import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdTable } from './id-table.js';

/** A ring of ids and its table, as the window of delivered lines uses them. */
function createRing(capacity: number) {
  const ids: (string | undefined)[] = [];
  const table = new IdTable(ids);
  let at = 0;
  return {
    ids,
    push(id: string | undefined) {
      if (ids[at] !== undefined) table.remove(at);
      ids[at] = id;
      if (id !== undefined) table.add(at);
      at = (at + 1) % capacity;
    },
    find: (id: string) => table.find(id),
  };
}

describe('an id table', () => {
  it('knows what the ring holds, and nothing that left it', () => {
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
        (capacity, pushed) => {
          const ring = createRing(capacity);
          const held: string[] = [];
          for (const one of pushed) ring.push(one);
          for (const one of pushed.slice(-capacity)) if (one !== undefined) held.push(one);
          for (const one of pushed) {
            if (one === undefined) continue;
            const slot = ring.find(one);
            if (held.includes(one)) expect(ring.ids[slot]).toBe(one);
            else expect(slot).toBe(-1);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('finds the newest of equal ids, also after it grew, and the older one once the newest is gone', () => {
    const ids = ['same', 'same', ...Array.from({ length: 1_000 }, (_, n) => `other ${n}`)];
    const table = new IdTable(ids);
    for (const slot of ids.keys()) table.add(slot);
    expect(table.find('same')).toBe(1);
    table.remove(1);
    expect(table.find('same')).toBe(0);
    expect(table.find('other 999')).toBe(1_001);
    table.clear();
    expect(table.find('same')).toBe(-1);
  });

  it('tells ids apart whose hashes are equal', () => {
    const [one, other] = ['log-163378', 'log-1200306'] as const;
    const ids: string[] = [one];
    const table = new IdTable(ids);
    table.add(0);
    expect(table.find(other)).toBe(-1);
    ids.push(other);
    table.add(1);
    expect([one, other].map((id) => table.find(id))).toEqual([0, 1]);
  });
});
