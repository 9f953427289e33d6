import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MatchCounts } from './match-counts.js';

const step = fc.oneof(
  fc.record({
    do: fc.constantFrom('append' as const, 'prepend' as const),
    matches: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ do: fc.constant('drop' as const), matches: fc.nat(30) }),
);

describe('the match counts of a search', () => {
  it('know the line of each match and the number of matches before each line, as lines are added and dropped', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const list = new MatchCounts();
        let held: { seq: number; matches: number }[] = [];
        let next = 0;
        for (const { do: what, matches } of steps) {
          if (what === 'append') {
            held.push({ seq: next, matches });
            list.append(next, matches);
            next += 2;
          } else if (what === 'prepend') {
            const first = (held[0]?.seq ?? next) - 2;
            held.unshift({ seq: first, matches });
            list.prepend(first, matches);
          } else {
            const before = (held[0]?.seq ?? 0) + matches - 5;
            held = held.filter(({ seq }) => seq >= before);
            list.dropBefore(before);
          }
          const order = held.flatMap((line, at) => Array.from({ length: line.matches }, () => at));
          expect(list.all()).toEqual(held.map(({ seq }) => seq));
          expect([list.length, list.matches]).toEqual([held.length, order.length]);
          expect(order.map((_, index) => list.lineOfMatch(index))).toEqual(order);
          held.forEach(({ seq }, at) => {
            expect([list.at(at), list.indexAtOrAfter(seq), list.indexAtOrAfter(seq - 1)]).toEqual([
              seq,
              at,
              at,
            ]);
            expect(list.matchesBefore(at)).toBe(order.filter((line) => line < at).length);
          });
        }
      }),
    );
  });

  it('free the memory of dropped lines in a long list, and stay exact', () => {
    const list = new MatchCounts();
    for (let seq = 0; seq < 20_000; seq++) list.append(seq, 2);
    list.dropBefore(15_000);
    list.append(20_000, 3);
    list.prepend(14_000, 1);
    expect([list.length, list.matches]).toEqual([5_002, 10_004]);
    expect([list.lineOfMatch(0), list.lineOfMatch(1), list.lineOfMatch(10_003)]).toEqual([0, 1, 5_001]);
    expect(list.all().slice(0, 2)).toEqual([14_000, 15_000]);
  });
});
