import { describe, expect, it } from 'vitest';
import type { DecodedLine } from '../entry.js';
import { DeliveredLines, type ReconcilerOptions } from './delivered-lines.js';
import { Pass, type PassInit } from './pass.js';
import type { ToldGap } from './verdict.js';

function line(message: string, time: number | undefined, id?: string): DecodedLine {
  return {
    level: 'info',
    message,
    labels: {},
    raw: undefined,
    ...(time === undefined ? {} : { time, timestamp: new Date(time).toISOString() }),
    ...(id === undefined ? {} : { id }),
  };
}

/** A pass of a stream that has delivered these lines, and all that it ever had where they are `whole`. */
function after(
  lines: readonly DecodedLine[],
  init: PassInit = {},
  {
    identity = 'count',
    whole = false,
    gaps = [],
    notBefore,
  }: Partial<Pick<ReconcilerOptions<unknown>, 'identity' | 'notBefore'>> & {
    readonly whole?: boolean;
    readonly gaps?: readonly ToldGap[];
  } = {},
): Pass {
  const delivered = new DeliveredLines({
    identity,
    identify: (one) => `${one.timestamp} ${one.message}`,
    overlapWindow: 5_000,
    ...(notBefore === undefined ? {} : { notBefore }),
  });
  for (const one of lines) delivered.window.push(one);
  delivered.beginsHere(whole);
  delivered.gaps = gaps;
  return new Pass(delivered, init);
}

const judge = (pass: Pass, lines: readonly DecodedLine[]) => lines.map((one) => pass.judge(one));

describe('what a line of a pass is', () => {
  const held = [line('a', 10_000), line('b', 20_000)];

  it('is fresh where nothing was delivered, even if the pass brings it twice', () => {
    expect(judge(after([]), [line('a', 1), line('a', 1)])).toEqual(['fresh', 'fresh']);
  });

  it('is a repetition where it was delivered, or lies before the window or the start that was asked for', () => {
    expect(judge(after(held), [line('old', 5_000), ...held, line('c', 21_000)])).toEqual([
      'repeated',
      'repeated',
      'repeated',
      'fresh',
    ]);
    expect(judge(after([], {}, { notBefore: 2_000 }), [line('a', 1_999), line('b', 2_000)])).toEqual([
      'repeated',
      'fresh',
    ]);
  });

  it('lies before the start that was asked for also where only microseconds tell, and the server has left it out before', () => {
    const [asked, first] = [100, 500].map((micro) => ({
      ...line(`${micro}`, 10_000),
      timestamp: `1970-01-01T00:00:10.000${micro}Z`,
    })) as [DecodedLine, DecodedLine];
    const start = { notBefore: 10_000, whole: true };
    expect(judge(after([first], {}, start), [asked, first])).toEqual(['repeated', 'repeated']);
    expect(judge(after([], {}, start), [asked, first])).toEqual(['fresh', 'fresh']);
  });

  it('is a late line once the pass has come past the beginning of the window, or where that is the one of the log', () => {
    expect(judge(after(held), [...held, line('late', 5_000)]).at(-1)).toBe('fresh');
    expect(judge(after(held, {}, { whole: true }), [line('late', 5_000)])).toEqual(['fresh']);
  });

  it('is older than the window where it stands before it in the tick that the window begins within', () => {
    const before = line('before', 10_000);
    expect(judge(after(held), [before, ...held])).toEqual(['repeated', 'repeated', 'repeated']);
    expect(judge(after(held, {}, { whole: true }), [before, ...held])[0]).toBe('fresh');
  });

  it('is in doubt within that tick where there is no other, until it is known whether something known follows', () => {
    const tick = [line('a', 10_000), line('b', 10_000)];
    const between = line('between', 10_000);
    const pass = after(tick);
    expect(pass.judge(between)).toBe('doubtful');
    expect(pass.isDoubtRepeated(between)).toBe(false);
    expect(pass.judge(line('a', 10_000))).toBe('repeated');
    expect(pass.isDoubtRepeated(between)).toBe(true);
    expect(pass.judge(between)).toBe('fresh');
  });
});

describe('a pass that must repeat something', () => {
  const held = [line('a', 10_000), line('b', 20_000)];

  it('owes that until a delivered line comes; a line that could be a late one is in doubt till then', () => {
    const pass = after(held, { expectOverlap: 'evicted' });
    expect(judge(pass, [line('late', 15_000)])).toEqual(['doubtful']);
    expect(pass.owed).toBe('evicted');
    expect(pass.judge(line('b', 20_000))).toBe('repeated');
    expect(pass.owed).toBeUndefined();
  });

  it('owes it also where nothing was delivered: the log was empty when it was read before', () => {
    expect(after([], { expectOverlap: 'evicted' }).owed).toBe('evicted');
  });
});

describe('a known id with a newer stamp', () => {
  const held = [line('a', 10_000, '1'), line('b', 20_000, '2')];
  const byId = { identity: 'id' } as const;
  const again = line('new', 60_000, '2');

  it('begins the log anew where something known should come', () => {
    expect(after(held, { expectOverlap: 'evicted' }, byId).judge(again)).toBe('anew');
    expect(after(held, {}, byId).judge(again)).toBe('repeated');
  });

  it('was edited if it is the only line, and the last poll has succeeded', () => {
    const poll = { expectOverlap: 'evicted', followsPoll: true } as const;
    expect(after(held.slice(1), poll, byId).judge(again)).toBe('repeated');
    // The line before it would have come first.
    expect(after(held, poll, byId).judge(again)).toBe('anew');
  });
});

describe('a pass while gaps are open', () => {
  const [a, b] = [line('a', 10_000), line('b', 20_000)];
  const gap = { after: 1, from: 10_000, to: 20_000, end: '1970-01-01T00:00:20.000600Z' };

  it('has unknown lines in the gap until it is past it', () => {
    const pass = after([a, b], {}, { gaps: [gap], whole: true });
    const found = judge(pass, [line('x', 9_000), line('y', 10_000), line('z', 19_999), line('c', 21_000)]);
    expect(found).toEqual(['fresh', gap, gap, 'fresh']);
    expect(judge(pass, [line('stamped back', 15_000)])).toEqual(['fresh']);
  });

  it('has each unknown line in the gap in which it lies', () => {
    const c = line('c', 30_000);
    const newer = { after: 2, from: 20_000, to: 30_000, end: c.timestamp };
    const pass = after([a, b, c], {}, { gaps: [gap, newer] });
    const lines = [a, line('x', 15_000), b, line('y', 25_000), line('z', 26_000), c, line('d', 31_000)];
    expect(judge(pass, lines)).toEqual(['repeated', gap, 'repeated', newer, newer, 'repeated', 'fresh']);
  });

  it('has a line in the gap that is earlier in the millisecond in which it ends', () => {
    const stamped = (timestamp: string): DecodedLine => ({ ...line(timestamp, 20_000), timestamp });
    const pass = after([a, b], {}, { gaps: [gap], whole: true });
    const at = (micros: string): DecodedLine => stamped(`1970-01-01T00:00:20.000${micros}Z`);
    expect(judge(pass, [at('598'), at('599'), at('601'), at('599')])).toEqual([gap, gap, 'fresh', 'fresh']);
  });

  it('has none in it that was delivered', () => {
    expect(judge(after([a, b], {}, { gaps: [gap] }), [a, b])).toEqual(['repeated', 'repeated']);
  });

  it('knows whether something is missing before them', () => {
    const pass = after([a, b], {}, { gaps: [gap] });
    expect(pass.met).toBe(false);
    judge(pass, [a]);
    expect(pass.met).toBe(true);
  });
});
