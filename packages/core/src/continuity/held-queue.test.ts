import { describe, expect, it, vi } from 'vitest';
import type { DecodedLine } from '../entry.js';
import { HeldQueue } from './held-queue.js';

const line = (message: string): DecodedLine => ({ level: 'info', message, labels: {}, raw: message });
const lines = (from: number, to: number): DecodedLine[] =>
  Array.from({ length: to - from }, (_, at) => line(`line ${from + at}`));
const create = (
  bounds: { lines: number; bytes: number },
  isDelivered = (_: DecodedLine) => false,
  isNewest = isDelivered,
  isOlder = (_: DecodedLine) => false,
  isBeforeStart = (_: DecodedLine) => false,
) =>
  new HeldQueue(bounds, (one) => one.message, {
    recognises: isDelivered,
    isNewest,
    isBeforeWindow: isOlder,
    isBeforeStart,
  });

describe('live lines that wait', () => {
  it('are held in a bounded number, the newest of them', () => {
    const queue = create({ lines: 100, bytes: 1e9 });
    for (const one of lines(0, 50_000)) queue.push(one);
    expect([...queue]).toHaveLength(100);
    expect(queue.head?.message).toBe('line 49900');
    expect(queue).toMatchObject({ dropped: 49_900, missing: 49_900 });
  });

  it('are held in a bounded number of bytes, whatever they carry', () => {
    const queue = create({ lines: 10_000, bytes: 1_000_000 });
    for (let n = 0; n < 1_000; n++)
      queue.push({
        ...line(`line ${n}`),
        raw: { message: `line ${n}`, metadata: { dump: 'x'.repeat(50_000) } },
      });
    expect([...queue].length).toBeLessThan(10);
    expect([...queue].length).toBeGreaterThan(5);
    expect([...queue].length + queue.dropped).toBe(1_000);
  });

  it('are held if one alone exceeds the bound', () => {
    const queue = create({ lines: 10, bytes: 10 });
    for (const one of lines(0, 3)) queue.push(one);
    expect([...queue]).toEqual(lines(2, 3));
  });

  it('are not missed as far as REST brings them', () => {
    const queue = create({ lines: 10, bytes: 1e9 });
    for (const one of lines(0, 100)) queue.push(one);
    queue.pass(lines(-50, 30));
    expect(queue).toMatchObject({ dropped: 90, missing: 60 });
    queue.pass(lines(30, 95));
    expect(queue.missing).toBe(0);
  });

  it('are missed once if the server sends each twice', () => {
    for (const bound of [9, 10]) {
      const queue = create({ lines: bound, bytes: 1e9 });
      for (const one of lines(0, 20)) for (const id of [one.message, one.message]) queue.push({ ...one, id });
      expect(queue).toMatchObject({ dropped: 40 - bound, missing: 15 });
    }
  });

  it('are not missed if they are from before the time at which the stream begins', () => {
    const never = (): boolean => false;
    const isOld = ({ message }: DecodedLine): boolean => Number(message.slice(5)) < 30;
    const queue = create({ lines: 10, bytes: 1e9 }, never, never, never, isOld);
    for (const one of lines(0, 45)) queue.push(one);
    expect(queue).toMatchObject({ dropped: 35, missing: 5 });
    queue.pass(lines(30, 35));
    expect(queue.missing).toBe(0);
  });

  it('are not missed once REST has reached those that are left, or had brought the first of these', () => {
    const never = (): boolean => false;
    const queue = create({ lines: 10, bytes: 1e9 }, ({ message }) => message === 'line 90', never);
    for (const one of lines(0, 50)) queue.push(one);
    queue.pass(lines(0, 5));
    expect(queue).toMatchObject({ dropped: 40, missing: 35 });
    queue.reached();
    expect(queue.missing).toBe(0);
    for (const one of lines(50, 60)) queue.push(one);
    queue.pass(lines(20, 40));
    expect(queue).toMatchObject({ dropped: 50, missing: 10 });
    queue.pass(lines(40, 45));
    expect(queue.missing).toBe(5);
    for (const one of lines(60, 100)) queue.push(one);
    expect(queue).toMatchObject({ dropped: 90, missing: 0 });
  });

  it('are not missed when REST had brought them before they went', () => {
    const never = (): boolean => false;
    const queue = create({ lines: 10, bytes: 1e9 }, ({ message }) => Number(message.slice(5)) < 20, never);
    for (const one of lines(0, 100)) queue.push(one);
    expect(queue).toMatchObject({ dropped: 90, missing: 70 });
  });

  it.each([0, 50])('are not missed as far as they repeat what is older, %i lines to the newest', (older) => {
    const newest = ({ message }: DecodedLine): boolean => message === `line ${older}`;
    const queue = create({ lines: 10, bytes: 1e9 }, newest);
    for (const one of lines(0, 100)) queue.push(one);
    expect(queue).toMatchObject({ dropped: 90, missing: 89 - older });
    queue.pass(lines(older + 1, 95));
    expect(queue.missing).toBe(0);
  });

  it('are not missed while the stream still repeats what is older than all that is remembered', () => {
    const never = (): boolean => false;
    const older = ({ message }: DecodedLine): boolean => Number(message.slice(5)) < 1_000;
    const queue = create({ lines: 10, bytes: 1e9 }, never, never, older);
    for (const one of lines(0, 100)) queue.push(one);
    expect(queue).toMatchObject({ dropped: 90, missing: 0 });
    for (const one of lines(100, 1_050)) queue.push(one);
    expect(queue).toMatchObject({ dropped: 1_040, missing: 1_040 });
  });

  it('are found where they are, however many have gone before them', () => {
    const queue = create({ lines: 10, bytes: 1e9 });
    for (let n = 0; n < 5_000; n++) {
      queue.push(line(`line ${n}`));
      if (n >= 10) expect(queue.meet([line(`line ${n - 4}`)])?.skipped).toHaveLength(5);
    }
    expect(queue.meet(lines(4_992, 5_000))).toMatchObject({ at: 0, skipped: lines(4_990, 4_992) });
  });

  it('are not looked for while there are none, however many rows REST brings', () => {
    const key = vi.fn((one: DecodedLine) => one.message);
    const never = (): boolean => false;
    const queue = new HeldQueue({ lines: 10, bytes: 1e9 }, key, {
      recognises: never,
      isNewest: never,
      isBeforeWindow: never,
      isBeforeStart: never,
    });
    expect(queue.meet(lines(0, 10_000))).toBeUndefined();
    expect(key).not.toHaveBeenCalled();
    for (const one of lines(9_000, 9_001)) queue.push(one);
    expect(queue.meet(lines(0, 10_000))?.at).toBe(9_000);
  });

  it('are not taken for reached by a row that has left them, or was brought before', () => {
    const queue = create({ lines: 3, bytes: 1e9 }, ({ message }) => message === 'd');
    for (const message of ['a', 'b', 'c']) queue.push(line(message));
    expect(queue.meet([line('b')])).toMatchObject({ at: 0, inside: true, skipped: [line('a')] });
    for (const message of ['d', 'b', 'e']) queue.push(line(message));
    expect(queue.meet([line('a'), line('c'), line('d')])).toBeUndefined();
    expect(queue.meet([line('d'), line('b')])).toMatchObject({ at: 1, inside: true, skipped: [line('d')] });
  });

  it('are not taken for reached where a row agrees with several of them', () => {
    const queue = create({ lines: 3, bytes: 1e9 });
    for (const message of ['a', 'b', 'c', 'same', 'same']) queue.push(line(message));
    expect(queue.meet([line('c')])).toMatchObject({ at: 0, inside: false, skipped: [] });
    expect(queue.meet([line('x'), line('same')])).toMatchObject({ at: 1, inside: true, skipped: [] });
  });

  it('keep payloads that were too large in their place', () => {
    const queue = create({ lines: 3, bytes: 1e9 });
    for (const item of [line('a'), 2_000_000, line('b'), 3_000_000]) queue.push(item);
    expect([...queue]).toEqual([2_000_000, line('b'), 3_000_000]);
    expect(queue.head?.message).toBe('b');
  });
});
