import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlaceList } from './place-list.js';

const step = fc.oneof(
  fc.record({
    do: fc.constantFrom('append' as const, 'prepend' as const),
    places: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ do: fc.constant('drop' as const), places: fc.nat(30) }),
);

describe('a list of places', () => {
  it('knows the line of each place and the places before each line, however lines come and go', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const list = new PlaceList();
        let held: { seq: number; places: number }[] = [];
        let next = 0;
        for (const { do: what, places } of steps) {
          if (what === 'append') {
            held.push({ seq: next, places });
            list.append(next, places);
            next += 2;
          } else if (what === 'prepend') {
            const first = (held[0]?.seq ?? next) - 2;
            held.unshift({ seq: first, places });
            list.prepend(first, places);
          } else {
            const before = (held[0]?.seq ?? 0) + places - 5;
            held = held.filter(({ seq }) => seq >= before);
            list.dropBefore(before);
          }
          const order = held.flatMap((line, at) => Array.from({ length: line.places }, () => at));
          expect(list.all()).toEqual(held.map(({ seq }) => seq));
          expect([list.lines, list.places]).toEqual([held.length, order.length]);
          expect(order.map((_, index) => list.lineOfPlace(index))).toEqual(order);
          held.forEach(({ seq }, at) => {
            expect([list.seq(at), list.lineAtOrAfter(seq), list.lineAtOrAfter(seq - 1)]).toEqual([
              seq,
              at,
              at,
            ]);
            expect(list.placesBefore(at)).toBe(order.filter((line) => line < at).length);
          });
        }
      }),
    );
  });

  it('forgets what went at the front of a long list, and counts on', () => {
    const list = new PlaceList();
    for (let seq = 0; seq < 20_000; seq++) list.append(seq, 2);
    list.dropBefore(15_000);
    list.append(20_000, 3);
    list.prepend(14_000, 1);
    expect([list.lines, list.places]).toEqual([5_002, 10_004]);
    expect([list.lineOfPlace(0), list.lineOfPlace(1), list.lineOfPlace(10_003)]).toEqual([0, 1, 5_001]);
    expect(list.all().slice(0, 2)).toEqual([14_000, 15_000]);
  });
});
