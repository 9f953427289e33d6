import { expect, it } from 'vitest';
import { Reconciler } from '../continuity/reconciler.js';
import type { LogGap } from '../entry.js';
import { bridgeToMemory } from './bridge-delivered.js';
import { keyOf, linesOf, textOf } from './testing/short-lines.js';

const gap: LogGap = { kind: 'gap', seq: 3, reason: 'evicted', from: 't3', to: 't9' };

/** What the rows have for the gap of a resumed stream. `before`: the last lines before it; `after`: what is held after it. */
function found(rows: string, before: string, after: string) {
  const reconciler = new Reconciler({ identity: 'count', identify: keyOf, overlapWindow: 5_000 });
  const sides = { before: linesOf(before), after: linesOf(after) };
  const about = { isWhole: false, isAll: true, isOlder: true };
  const { lines, meetsBefore, meetsAfter } = bridgeToMemory(reconciler, gap, linesOf(rows), sides, about);
  return { text: textOf(lines), meetsBefore, meetsAfter };
}

it('finds what is between the lines before the gap and those after it', () => {
  const expected = { text: 'd4 e5', meetsBefore: true, meetsAfter: true };
  expect(found('a1 b2 c3 d4 e5 f9 g9', 'a1 b2 c3', 'f9')).toEqual(expected);
});

it('finds nothing if the line after the gap comes before those before it: neither tells where it is', () => {
  const expected = { text: '', meetsBefore: false, meetsAfter: false };
  expect(found('a1 b2 c3 d4 e5', 'a1 b2 c3', 'b2 c3')).toEqual(expected);
});
