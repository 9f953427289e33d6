import { describe, expect, it } from 'vitest';
import { LogBuffer } from '../buffer/log-buffer.js';
import type { DecodedLine, LogGap } from '../entry.js';
import { DeliveredLines } from './delivered-lines.js';
import { createToldGaps } from './told-gaps.js';
import type { ToldGap } from './verdict.js';
import { timedLine as line } from '../testing/timed-line.js';

function create(lines: number, nextSeq = 0) {
  const buffer = new LogBuffer({ lines, bytes: 1e6 }, nextSeq);
  const delivered = new DeliveredLines({
    identity: 'id',
    identify: ({ message }) => message,
    overlapWindow: 5_000,
  });
  let count = 0;
  const told: LogGap[] = [];
  const gaps = createToldGaps(buffer, delivered, (more, gap) => {
    count += more;
    if (gap) told.push(gap);
  });
  const store = (...more: readonly DecodedLine[]): void => {
    for (const one of more) delivered.window.push(one);
    buffer.append(more);
  };
  return { buffer, delivered, gaps, told, store, count: () => count };
}

describe('a gap', () => {
  it('is told behind what is stored, and counts until it is closed', () => {
    const { gaps, told, store, buffer, count } = create(10);
    store(line('1', 1_000));
    gaps.addMissed(5, line('7', 7_000).timestamp);
    expect(told).toEqual([
      {
        kind: 'gap',
        seq: 1,
        reason: 'overflow',
        missing: 5,
        from: line('1', 1_000).timestamp,
        to: line('7', 7_000).timestamp,
      },
    ]);
    expect(buffer.nextSeq).toBe(6);
    expect(count()).toBe(1);
    gaps.close(1);
    expect(count()).toBe(0);
  });

  it('has ids start again behind it, until it is closed', () => {
    const { gaps, delivered, store } = create(10);
    store(line('1', 1_000));
    const again = line('1', 60_000);
    expect(delivered.knows(again)).toBe(true);
    gaps.add({ reason: 'evicted' });
    expect(delivered.knows(again)).toBe(false);
    gaps.close(1);
    expect(delivered.knows(again)).toBe(true);
  });

  it('has ids start again behind it, until lines have taken its place', () => {
    const { gaps, delivered, store } = create(10);
    store(line('1', 1_000));
    const again = line('1', 60_000);
    const next = line('9', 9_000);
    gaps.add({ reason: 'evicted', to: next.timestamp as string });
    store(next);
    const gap = delivered.gaps[0] as ToldGap;
    gaps.place({ gap, lines: [line('4', 4_000)], follows: true });
    expect(delivered.knows(again)).toBe(false);
    gaps.place({ gap, lines: [line('5', 5_000)], follows: true, closed: true });
    expect(delivered.knows(again)).toBe(true);
  });

  it('begins behind lines of its first tick that were shown before it, which are not held after a reload', () => {
    const { gaps, delivered, store, buffer, count } = create(10, 8);
    const shown = ['2', '3', '4'].map((message) => line(message, 4_000));
    const from = line('4', 4_000).timestamp as string;
    const to = line('9', 9_000).timestamp as string;
    const edge = shown.map((one) => delivered.shortened(one));
    gaps.resume([{ gap: { kind: 'gap', seq: 3, reason: 'evicted', from, to }, after: 4, edge }]);
    store(line('9', 9_000));
    gaps.place({ gap: delivered.gaps[0] as ToldGap, lines: shown, follows: false });
    expect(buffer.view().slice()).toMatchObject([
      { message: '2' },
      { message: '3' },
      { message: '4' },
      { kind: 'gap', from, to },
      { message: '9' },
    ]);
    expect(count()).toBe(1);
  });

  it('takes lines that lie in it, and is split by them until nothing is missing around them', () => {
    const { gaps, delivered, store, buffer, count } = create(10);
    store(line('1', 1_000));
    const at = (ms: number): string => new Date(ms).toISOString();
    gaps.add({ reason: 'evicted', from: at(1_000), to: at(9_000) });
    const gap = delivered.gaps[0] as ToldGap;
    expect(gap).toEqual({ after: 1, from: 1_000, to: 9_000, end: at(9_000) });
    store(line('9', 9_000));
    const texts = (): (string | undefined)[] =>
      [...buffer.view()].map((item) => (item.kind === 'log' ? item.message : `${item.from} ${item.to}`));
    gaps.place({ gap, lines: [line('4', 4_000)], follows: false });
    expect(texts()).toEqual(['1', `${at(1_000)} ${at(4_000)}`, '4', `${at(4_000)} ${at(9_000)}`, '9']);
    expect(count()).toBe(2);
    gaps.place({ gap, lines: [line('5', 5_000)], follows: true });
    expect(texts()).toEqual(['1', `${at(1_000)} ${at(4_000)}`, '4', '5', `${at(5_000)} ${at(9_000)}`, '9']);
    gaps.place({ gap, lines: [line('6', 6_000)], follows: true, closed: true });
    expect(texts()).toEqual(['1', `${at(1_000)} ${at(4_000)}`, '4', '5', '6', '9']);
    expect(count()).toBe(1);
    gaps.close(1);
    expect(gaps.place({ gap, lines: [line('7', 7_000)], follows: true })).toBeUndefined();
  });

  it('takes lines along that lie in it, if it was cleared', () => {
    const { gaps, delivered, store, buffer } = create(10);
    store(line('1', 1_000));
    gaps.add({ reason: 'evicted' });
    const gap = delivered.gaps[0] as ToldGap;
    store(line('9', 9_000));
    buffer.clear();
    gaps.cleared();
    expect(gaps.place({ gap, lines: [line('4', 4_000)], follows: false })).toEqual([]);
  });

  it('is left behind once it has left the buffer: what stood before it is waited for no more', () => {
    const { gaps, delivered, store } = create(2);
    store(line('1', 1_000), line('2', 2_000));
    gaps.add({ reason: 'evicted' });
    store(line('3', 3_000));
    expect(gaps.leaveBehind()).toBe(false);
    store(line('4', 4_000));
    expect(gaps.leaveBehind()).toBe(true);
    expect([...delivered.window].map(({ id }) => id)).toEqual(['3', '4']);
  });

  it('stands for the lines that left the buffer before anybody saw them', () => {
    const { gaps, store, buffer, count } = create(2);
    store(line('1', 1_000), line('2', 2_000));
    expect(gaps.addPassedBy(2, undefined)).toBeUndefined();
    store(line('3', 3_000), line('4', 4_000), line('5', 5_000));
    expect(gaps.addPassedBy(2, line('2', 2_000))).toMatchObject({
      reason: 'overflow',
      missing: 1,
      seq: 2,
    });
    expect(buffer.view().at(0)).toMatchObject({ kind: 'gap' });
    expect(count()).toBe(1);
  });

  it('does not say how many lines left the buffer unseen if that is not known of a gap among them', () => {
    const { gaps, store, buffer } = create(2);
    store(line('1', 1_000));
    gaps.add({ reason: 'evicted', missing: 2 });
    store(line('4', 4_000), line('5', 5_000));
    expect(gaps.addPassedBy(1, undefined)).toMatchObject({ missing: 2 });
    gaps.add({ reason: 'evicted' });
    store(line('7', 7_000), line('8', 8_000));
    const gap = gaps.addPassedBy(5, undefined);
    expect(gap).not.toHaveProperty('missing');
    expect(buffer.view().at(0)).toBe(gap);
  });
});
