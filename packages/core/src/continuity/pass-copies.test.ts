import { describe, expect, it } from 'vitest';
import type { DecodedLine } from '../entry.js';
import { DeliveredLines } from './delivered-lines.js';
import { createPassCopies } from './pass-copies.js';

const line = (message: string, id?: string): DecodedLine => ({
  level: 'info',
  message,
  labels: {},
  raw: undefined,
  ...(id === undefined ? {} : { id }),
});

function create(identity: 'id' | 'count', lines: readonly DecodedLine[]) {
  const looks = { count: 0 };
  const delivered = new DeliveredLines({
    identity,
    identify(one) {
      looks.count += 1;
      return one.message;
    },
    overlapWindow: 5_000,
  });
  const deliver = (more: readonly DecodedLine[]): void => {
    for (const one of more) delivered.window.push(one);
  };
  deliver(lines);
  return { delivered, deliver, looks };
}

describe('copies that a pass may repeat', () => {
  it('are as many as were delivered before it, and none of its own', () => {
    const { delivered } = create('count', [line('a'), line('a')]);
    const copies = createPassCopies(delivered, 0);
    const a = line('a');
    expect([copies.isRepeated(a), copies.isRepeated(a), copies.isRepeated(a)]).toEqual([true, true, false]);
    copies.noteNow(a);
    expect(copies.isRepeated(a)).toBe(false);
  });

  it('are counted once something is to be looked up, which lines with ids are not', () => {
    const { delivered, looks } = create('id', [line('a', '1'), line('b')]);
    const copies = createPassCopies(delivered, 0);
    copies.noteBefore(line('c', '2'));
    expect(looks.count).toBe(1);
    expect(copies.isRepeated(line('b'))).toBe(true);
    expect(looks.count).toBe(2);
  });

  it('are none any more once it has left them behind, until they are asked for again', () => {
    const { delivered } = create('count', [line('a')]);
    const copies = createPassCopies(delivered, 0);
    copies.leaveBehind();
    expect(copies.isRepeated(line('a'))).toBe(false);
    copies.recall();
    expect(copies.isRepeated(line('a'))).toBe(true);
  });
});

describe('what another pass delivered meanwhile', () => {
  it('can be repeated as well, also by one that has left the rest behind', () => {
    for (const isPast of [false, true]) {
      const { delivered, deliver } = create('count', [line('a')]);
      const copies = createPassCopies(delivered, 0);
      if (isPast) copies.leaveBehind();
      else expect(copies.has(line('a'))).toBe(true);
      deliver([line('b')]);
      copies.addSince(1);
      expect(copies.isRepeated(line('b'))).toBe(true);
      expect(copies.isRepeated(line('a'))).toBe(!isPast);
    }
  });
});
