import { describe, expect, it } from 'vitest';
import { createLines, makeLines, serialOf, TERMS } from './lines.ts';

describe('the log that every bench reads', () => {
  const lines = makeLines(30_000);

  it('is the same for the same seed, and different for another', () => {
    expect(makeLines(50, { seed: 3 })).toEqual(makeLines(50, { seed: 3 }));
    expect(makeLines(50, { seed: 3 })).not.toEqual(makeLines(50, { seed: 4 }));
    expect(createLines({ seed: 3 })(20)).toEqual(makeLines(50, { seed: 3 })[20]);
  });

  it('has lines of 160 characters, and one in fifty of 2,000', () => {
    const long = lines.filter(({ message }) => message.length > 1_900);
    expect(long).toHaveLength(600);
    const others = lines.filter(({ message }) => message.length <= 1_900);
    for (const { message } of others) expect(Math.abs(message.length - 160)).toBeLessThanOrEqual(8);
  });

  it('has the terms in the documented lines', () => {
    const holding = (term: string): number => lines.filter(({ message }) => message.includes(term)).length;
    expect(holding(TERMS.common)).toBe(10_000);
    expect(holding(TERMS.rare)).toBe(4); // 17, 9,990, 19,963 and 29,936
    expect(holding(TERMS.absent)).toBe(0);
  });

  it('shows the number in each line, and never repeats an id', () => {
    lines.forEach(({ message }, n) => expect(message.startsWith(serialOf(n))).toBe(true));
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  });
});
