import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeqList } from './seq-list.js';

const step = fc.record({
  do: fc.constantFrom('append' as const, 'prepend' as const, 'drop' as const),
  count: fc.constantFrom(1, 3, 20),
});

describe('SeqList', () => {
  it('holds what was added and not dropped, and its snapshots never change', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const list = new SeqList();
        let held: number[] = [];
        const snapshots: (readonly [SeqList, readonly number[]])[] = [];
        for (const { do: what, count } of steps) {
          for (let n = 0; n < count && what !== 'drop'; n++) {
            const seq = what === 'append' ? (held.at(-1) ?? 0) + 2 : (held[0] ?? 0) - 2;
            held = what === 'append' ? [...held, seq] : [seq, ...held];
            if (what === 'append') list.append(seq);
            else list.prepend(seq);
          }
          if (what === 'drop') {
            const first = held[Math.min(count, held.length - 1)] ?? 0;
            const dropped = held.filter((seq) => seq < first).length;
            expect(list.dropBefore(first)).toBe(dropped);
            held = held.slice(dropped);
          }
          snapshots.push([list.snapshot(), held]);
        }
        for (const [snapshot, seqs] of snapshots) {
          expect(snapshot.length).toBe(seqs.length);
          expect(snapshot.all()).toEqual(seqs);
          expect(Array.from(seqs, (_, at) => snapshot.at(at))).toEqual(seqs);
          expect([snapshot.at(-1), snapshot.at(seqs.length)]).toEqual([undefined, undefined]);
          const middle = seqs[seqs.length >> 1];
          if (middle !== undefined) expect(snapshot.indexAtOrAfter(middle - 1)).toBe(seqs.length >> 1);
        }
      }),
    );
  });

  it('copies its arrays when many numbers were dropped, which snapshots survive', () => {
    const list = new SeqList();
    for (let seq = 0; seq < 10_000; seq++) list.append(seq);
    for (let seq = 1; seq <= 10_000; seq++) list.prepend(-seq);
    const snapshot = list.snapshot();
    expect(list.dropBefore(-10)).toBe(9_990);
    list.prepend(-11);
    expect([list.at(0), list.at(1), list.at(11), list.length]).toEqual([-11, -10, 0, 10_011]);
    expect(list.dropBefore(9_000)).toBe(9_011);
    list.append(10_000);
    expect(list.all()).toEqual(Array.from({ length: 1_001 }, (_, at) => 9_000 + at));
    expect([snapshot.length, snapshot.at(0), snapshot.at(10_000), snapshot.at(19_999)]).toEqual([
      20_000, -10_000, 0, 9_999,
    ]);
  });
});
