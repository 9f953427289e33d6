import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';
import '../testing/late-parts.js';
import { Reconciler } from './reconciler.js';
import type { PassInit } from './pass.js';

const BASE = Date.UTC(2026, 0, 1);

function line(message: string, ms: number, id?: string): DecodedLine {
  const time = BASE + ms;
  return {
    level: 'info',
    message,
    labels: {},
    raw: undefined,
    time,
    timestamp: new Date(time).toISOString(),
    ...(id === undefined ? {} : { id }),
  };
}

function create(identity: Identity, windowLines?: number): Reconciler {
  return new Reconciler({
    identity,
    identify: (one) => `${one.timestamp} ${one.message}`,
    overlapWindow: 5_000,
    ...(windowLines === undefined ? {} : { windowLines }),
  });
}

/** One whole pass. */
function pass(reconciler: Reconciler, lines: readonly DecodedLine[], init: PassInit = {}) {
  reconciler.begin(init);
  const first = reconciler.accept(lines);
  const rest = reconciler.settle();
  return {
    fresh: [...first.fresh, ...rest.fresh].map((one) => one.message),
    duplicates: first.duplicates + rest.duplicates,
    gap: first.gap ?? rest.gap,
  };
}

describe('counting lines without an id', () => {
  it('keeps two equal lines of one tick, and knows both again', () => {
    const reconciler = create('count');
    expect(pass(reconciler, [line('tick', 1), line('tick', 1)]).fresh).toEqual(['tick', 'tick']);
    expect(pass(reconciler, [line('tick', 1), line('tick', 1)])).toMatchObject({ fresh: [], duplicates: 2 });
    expect(pass(reconciler, [line('tick', 1), line('tick', 1), line('tick', 1)])).toMatchObject({
      fresh: ['tick'],
      duplicates: 2,
    });
  });

  it('ignores ids, because the source says that they identify nothing', () => {
    const reconciler = create('count');
    pass(reconciler, [line('a', 1, 'live 1')]);
    const again = [line('a', 1, 'row 7'), line('b', 2, 'live 1')];
    expect(pass(reconciler, again)).toMatchObject({ fresh: ['b'], duplicates: 1 });
  });

  it('does not take a line that is repeated within one pass for a duplicate', () => {
    const reconciler = create('count');
    reconciler.begin();
    expect(reconciler.accept([line('a', 1)]).fresh).toHaveLength(1);
    expect(reconciler.accept([line('a', 1)]).fresh).toHaveLength(1);
  });

  it('knows its lines again after a replay of many that lie before its start, within a tick or not', () => {
    const all = Array.from({ length: 5_000 }, (_, at) => line(`l${at}`, Math.floor(at / 40) * 50));
    for (const start of [4_950, 4_920, 4_905]) {
      const reconciler = create('count');
      pass(reconciler, all.slice(start));
      expect(pass(reconciler, [...all, line('new', 9_000)])).toMatchObject({
        fresh: ['new'],
        duplicates: all.length,
      });
    }
  });

  it.each([1, 100])(
    'knows its lines again if they begin in a tick of thousands of lines: %i ticks',
    (ticks) => {
      const all = Array.from({ length: 5_000 }, (_, at) => line(`l${at}`, at < 4_960 ? 0 : at % ticks));
      const reconciler = create('count');
      pass(reconciler, all.slice(4_950));
      expect(pass(reconciler, [...all, line('new', 9_000)])).toMatchObject({
        fresh: ['new'],
        duplicates: all.length,
      });
    },
  );

  it('tells by microseconds what lies before its start, when all it holds is of one millisecond', () => {
    const all = Array.from({ length: 50 }, (_, at) => ({
      ...line(`l${at}`, 1_000),
      timestamp: `1970-01-01T00:00:01.0000${String(at).padStart(2, '0')}Z`,
    }));
    for (const identity of ['id', 'count'] as const) {
      const reconciler = create(identity);
      pass(reconciler, all.slice(40));
      expect(pass(reconciler, [...all, line('new', 9_000)])).toMatchObject({
        fresh: ['new'],
        duplicates: all.length,
      });
    }
  });

  it('drops what a replay brings from before the window', () => {
    const reconciler = create('count', 3);
    const all = Array.from({ length: 10 }, (_, at) => line(`l${at}`, at * 1_000));
    pass(reconciler, all);
    expect(pass(reconciler, [...all, line('new', 11_000)])).toMatchObject({ fresh: ['new'], duplicates: 10 });
  });

  it('keeps a line whose clock stepped back, once the pass has met what is held', () => {
    const reconciler = create('count');
    pass(reconciler, [line('a', 10_000)]);
    expect(pass(reconciler, [line('a', 10_000), line('stepped back', 2_000)]).fresh).toEqual([
      'stepped back',
    ]);
  });
});

describe('ids', () => {
  it('knows a line by its id, whatever else changed', () => {
    const reconciler = create('id');
    pass(reconciler, [line('a', 1, '1'), line('b', 2, '2')]);
    expect(pass(reconciler, [line('B', 2, '2'), line('c', 3, '3')])).toMatchObject({
      fresh: ['c'],
      duplicates: 1,
    });
  });

  it('holds no more ids than its window', () => {
    const reconciler = create('id', 100);
    for (let at = 0; at < 1_000; at++) reconciler.note([line('x', at, String(at))]);
    expect(pass(reconciler, [line('x', 999, '999')]).duplicates).toBe(1);
    const known = Array.from({ length: 1_000 }, (_, at) => reconciler.recognises(line('x', at, String(at))));
    expect(known.indexOf(true)).toBe(900);
    expect(known.lastIndexOf(false)).toBe(899);
  });
});

describe('aligning a replayed tail', () => {
  const words = (text: string): DecodedLine[] =>
    [...text].map((message) => ({ level: 'info', message, labels: {}, raw: undefined }));
  const replay = (held: string, tail: string): { fresh: string; gap: boolean } => {
    const reconciler = create('align');
    pass(reconciler, words(held));
    const { fresh, gap } = pass(reconciler, words(tail), {
      expectOverlap: 'evicted',
      replayLines: tail.length,
    });
    return { fresh: fresh.join(''), gap: gap !== undefined };
  };

  it('finds the longest overlap', () => {
    expect(replay('abcdef', 'defgh')).toEqual({ fresh: 'gh', gap: false });
    expect(replay('abcabc', 'abcabcd')).toEqual({ fresh: 'd', gap: false });
    expect(replay('aaaa', 'aaaab')).toEqual({ fresh: 'b', gap: false });
  });

  it('finds what is held inside a longer replay', () => {
    expect(replay('cd', 'abcdef')).toEqual({ fresh: 'ef', gap: false });
  });

  it('tells a gap where they do not meet', () => {
    expect(replay('abc', 'xyz')).toEqual({ fresh: 'xyz', gap: true });
  });

  it('finds what is held after a gap, if it contains what is missing there', () => {
    const reconciler = create('align');
    pass(reconciler, words('ab'));
    reconciler.gaps = [{ after: 2, from: 0, to: 0, end: undefined }];
    pass(reconciler, words('xyz'), { expectOverlap: 'evicted', replayLines: 3 });
    const next = pass(reconciler, words('abcdxyzu'), { expectOverlap: 'evicted', replayLines: 8 });
    expect(next).toMatchObject({ fresh: ['u'], duplicates: 7, gap: undefined });
  });

  it('goes straight through when the replay is over', () => {
    const reconciler = create('align');
    pass(reconciler, words('ab'));
    reconciler.begin({ replayLines: 2 });
    expect(reconciler.accept(words('a')).fresh).toHaveLength(0);
    expect(reconciler.holding).toBe(true);
    expect(reconciler.accept(words('b')).fresh).toHaveLength(0);
    expect(reconciler.accept(words('b')).fresh).toHaveLength(1);
  });
});

describe('gaps', () => {
  it('tells one when the overlap that must be there is not', () => {
    const reconciler = create('count');
    pass(reconciler, [line('a', 1_000), line('b', 2_000)]);
    const { gap, fresh } = pass(reconciler, [line('y', 60_000)], { expectOverlap: 'evicted' });
    expect(fresh).toEqual(['y']);
    expect(gap).toMatchObject({
      reason: 'evicted',
      from: line('b', 2_000).timestamp,
      to: line('y', 60_000).timestamp,
    });
  });

  it('tells one before lines that come twice, each of which it keeps once', () => {
    const reconciler = create('id');
    pass(reconciler, [line('0', 0, '0'), line('1', 9, '1')]);
    const twice = [line('late', 5, '4'), line('late', 5, '4'), line('2', 20, '2'), line('2', 20, '2')];
    expect(pass(reconciler, twice, { expectOverlap: 'evicted' })).toMatchObject({
      fresh: ['late', '2'],
      duplicates: 2,
      gap: { reason: 'evicted' },
    });
  });

  it('tells none when it is, even if a late line comes before it', () => {
    const reconciler = create('count');
    pass(reconciler, [line('a', 1_000), line('b', 2_000)]);
    const answer = pass(reconciler, [line('late', 1_500), line('b', 2_000), line('c', 3_000)], {
      expectOverlap: 'evicted',
    });
    expect(answer).toMatchObject({ fresh: ['late', 'c'], gap: undefined });
  });
});

it('makes the key of a line once, although it is judged and counted by it', () => {
  let keys = 0;
  const reconciler = new Reconciler({
    identity: 'count',
    identify(one) {
      keys += 1;
      return `${one.timestamp} ${one.message}`;
    },
    overlapWindow: 5_000,
  });
  pass(reconciler, [line('a', 0)]);
  reconciler.begin();
  keys = 0;
  const flood = Array.from({ length: 500 }, (_, at) => line(`b${at}`, at));
  expect(reconciler.accept(flood).fresh).toHaveLength(500);
  // Besides, it is asked a few times for the newest line.
  expect(keys).toBeLessThan(510);
});

describe('a seam that is read again beside a live stream', () => {
  /** A live stream that has come past all that was there before it, and how often a line of it was looked at. */
  function live() {
    let looks = 0;
    const reconciler = new Reconciler({
      identity: 'count',
      identify(one) {
        looks += 1;
        return `${one.timestamp} ${one.message}`;
      },
      overlapWindow: 5_000,
    });
    pass(reconciler, [line('a', 0)]);
    pass(reconciler, [line('b', 60_000)]);
    const looksFor = (lines: readonly DecodedLine[]): number => {
      const before = looks;
      expect(reconciler.accept(lines).fresh).toHaveLength(lines.length);
      return looks - before;
    };
    return { reconciler, looksFor };
  }
  const flood = Array.from({ length: 500 }, (_, at) => line(`c${at}`, 60_001 + at));

  it('costs the stream nothing where it brings nothing', () => {
    const { reconciler, looksFor } = live();
    reconciler.aside(() => reconciler.accept([line('a', 0), line('b', 60_000)]));
    expect(looksFor(flood)).toBe(0);
  });

  it('has the stream know what it brings', () => {
    const { reconciler, looksFor } = live();
    const late = line('late', 59_000);
    reconciler.aside(() => reconciler.accept([late, line('b', 60_000)]));
    expect(looksFor(flood)).toBeGreaterThan(0);
    expect(reconciler.accept([late]).duplicates).toBe(1);
  });

  it.each([true, false])('proves that nothing is missing only if it was read since: %s', (proves) => {
    const reconciler = create('count');
    pass(reconciler, [line('a', 0), line('b', 1_000)]);
    reconciler.begin({ expectOverlap: 'outage' });
    reconciler.aside(() => reconciler.accept([line('a', 0), line('b', 1_000)]), undefined, proves);
    const { gap, fresh } = reconciler.accept([line('c', 60_000)]);
    expect(gap?.reason).toBe(proves ? undefined : 'outage');
    expect(fresh.map(({ message }) => message)).toEqual(['c']);
  });
});

describe('the cursor', () => {
  it('is the exact stamp of an older delivered line, so that the newest tick comes whole', () => {
    const reconciler = create('count');
    const lines = [line('a', 0), line('b', 1_000), line('c', 9_000), line('d', 9_000)];
    pass(reconciler, lines);
    expect(reconciler.cursor()).toMatchObject({
      since: lines[1]?.timestamp,
      lastTimestamp: lines[3]?.timestamp,
      delivered: 4,
    });
  });

  it('asks from the start when everything held is of one tick', () => {
    const reconciler = create('count');
    pass(reconciler, [line('a', 5), line('b', 5)]);
    expect(reconciler.cursor()).toEqual({ delivered: 2, lastTimestamp: line('a', 5).timestamp });
    expect(create('count').cursor()).toBeUndefined();
  });
});

describe('lines that fill a gap after the lines behind it have left the window', () => {
  it('move neither the cursor nor what is known', () => {
    const reconciler = create('id', 4);
    const lines = Array.from({ length: 6 }, (_, at) => line(`${at}`, at * 10_000, `${at}`));
    pass(reconciler, lines);
    const before = reconciler.cursor();
    reconciler.noteFilled([line('filled', 15_000, 'filled')], lines[1] as DecodedLine);
    expect(reconciler.cursor()).toEqual(before);
    expect(pass(reconciler, lines.slice(2)).fresh).toEqual([]);
  });
});

describe('lines that are older than all delivered ones where one must be repeated', () => {
  it('are not waited for endlessly', () => {
    const reconciler = create('id');
    reconciler.beginsHere(true);
    pass(reconciler, [line('newest', 1e9, 'newest')]);
    reconciler.begin({ expectOverlap: 'evicted' });
    const older = Array.from({ length: 10_001 }, (_, at) => line('older', at, `${at}`));
    expect(reconciler.accept(older.slice(1)).fresh).toEqual([]);
    expect(reconciler.accept(older.slice(0, 1))).toMatchObject({ gap: { reason: 'evicted' } });
    expect(reconciler.holding).toBe(false);
  });
});

describe('the log of another tab that has stayed behind', () => {
  it('brings nothing new, even if the oldest lines that are remembered came from a download, without timestamps', () => {
    const reconciler = create('count');
    const { timestamp: _timestamp, time: _time, ...downloaded } = line('downloaded', 0);
    const lines = [downloaded, line('newer', 10_000), line('newest', 10_001)];
    reconciler.restore({
      lines: lines.map((one) => ({ ...one, key: reconciler.keyOf(one) })),
      delivered: 500,
    });
    const older = [line('older', 5_000), line('old', 5_001)];
    const news = pass(reconciler, older, { expectOverlap: 'evicted', isOther: true });
    expect(news).toEqual({ fresh: [], duplicates: 2, gap: undefined });
  });
});

describe('live lines of a log that was empty, which REST has forgotten by then', () => {
  const at = (micros: number): DecodedLine => ({
    ...line(`${micros}`, 1),
    timestamp: `2026-01-01T00:00:00.001${micros}Z`,
  });

  it('come before the rows after them, once', () => {
    const reconciler = create('count');
    reconciler.beginsHere(true);
    reconciler.begin();
    const [forgotten, row, next] = [at(100), at(200), line('next', 2)];
    expect(reconciler.interject([forgotten], row).fresh).toEqual([forgotten]);
    expect(reconciler.accept([row]).fresh).toEqual([row]);
    expect(reconciler.interject([forgotten], next).fresh).toEqual([]);
    expect(pass(reconciler, [forgotten, row, next])).toMatchObject({ fresh: ['next'], duplicates: 2 });
  });

  it('are not wanted by a stream that begins with the newest lines of a log', () => {
    const reconciler = create('count');
    reconciler.begin();
    expect(reconciler.interject([at(100)], at(200)).fresh).toEqual([]);
  });
});

describe('lines of a gap that REST has told of while they waited', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name, at) => line(name, at * 1_000, name)) as [
    DecodedLine,
    DecodedLine,
    DecodedLine,
    DecodedLine,
  ];

  /** `a` is delivered, and `d` behind a gap. Then the lines that waited are judged. */
  function judge(...waiting: readonly DecodedLine[]) {
    const reconciler = create('id');
    pass(reconciler, [a]);
    reconciler.begin({ expectOverlap: 'evicted' });
    expect(reconciler.accept([d]).gap).toMatchObject({ reason: 'evicted' });
    reconciler.begin();
    const verdict = reconciler.accept(waiting);
    return { ...verdict, again: pass(reconciler, [a, ...waiting]).duplicates };
  }

  it('are in it, and known from then on', () => {
    expect(judge(b, c)).toMatchObject({
      fresh: [],
      inGaps: [{ gap: { after: 1 }, lines: [b, c], follows: false }],
      again: 3,
    });
    expect(judge(b).inGaps[0]).not.toHaveProperty('closed');
  });

  it('are not the newest: what was too large after them was told with the lines after the gap', () => {
    const reconciler = create('id');
    pass(reconciler, [a]);
    pass(reconciler, [d], { expectOverlap: 'evicted' });
    reconciler.begin();
    expect(reconciler.accept([b]).inGaps).toHaveLength(1);
    reconciler.begin();
    reconciler.accept([a, b]);
    const { oversize } = reconciler.oversize(5_000);
    expect([...oversize, ...reconciler.accept([d]).oversize]).toEqual([]);
  });

  it('are not those of its tick that are older than a log that began in the middle of it', () => {
    const reconciler = create('id');
    const old = [0, 1, 2, 3].map((at) => line(`old ${at}`, 0, `old ${at}`));
    const [missed, next] = [line('missed', 5, 'missed'), line('next', 9, 'next')];
    pass(reconciler, old.slice(3));
    pass(reconciler, [next], { expectOverlap: 'evicted' });
    reconciler.begin();
    const { inGaps, fresh, duplicates } = reconciler.accept([...old, missed, next]);
    expect(inGaps.map(({ lines }) => lines)).toEqual([[missed]]);
    expect({ fresh, duplicates }).toEqual({ fresh: [], duplicates: 5 });
  });

  it('leave nothing missing before them if the line before the gap comes first, nor behind them if the one after it is next', () => {
    expect(judge(a, b).inGaps).toMatchObject([{ lines: [b], follows: true }]);
    expect(judge(b, d).inGaps).toMatchObject([{ lines: [b], follows: false, closed: true }]);
    expect(judge(a, d)).toMatchObject({
      duplicates: 2,
      inGaps: [{ lines: [], follows: true, closed: true }],
    });
    expect(judge(d).inGaps).toEqual([]);
  });
});

describe('any server that replays, cut anywhere', () => {
  for (const identity of ['id', 'count'] as const) {
    for (const inclusive of [true, false]) {
      it(`loses and doubles nothing: ${identity}, since ${inclusive ? 'inclusive' : 'exclusive'}`, () => {
        fc.assert(
          fc.property(
            fc.array(
              fc.record({ step: fc.integer({ min: 0, max: 3 }), word: fc.constantFrom('a', 'b', 'c') }),
              { maxLength: 60 },
            ),
            fc.array(fc.record({ cut: fc.nat(60), replay: fc.boolean() }), { maxLength: 8 }),
            (steps, cuts) => {
              let ms = 0;
              const log = steps.map(({ step, word }, at) =>
                line(word, (ms += step * 700), identity === 'id' ? String(at) : undefined),
              );
              const reconciler = create(identity);
              const shown: DecodedLine[] = [];
              for (const { cut, replay } of [...cuts, { cut: log.length, replay: false }]) {
                const since = replay ? undefined : reconciler.cursor()?.sinceTime;
                const served = log
                  .slice(0, cut)
                  .filter(
                    (one) =>
                      since === undefined ||
                      (inclusive ? (one.time as number) >= since : (one.time as number) > since),
                  );
                reconciler.begin(reconciler.delivered > 0 ? { expectOverlap: 'evicted' } : {});
                const verdict = reconciler.accept(served);
                expect(verdict.gap).toBeUndefined();
                expect(verdict.fresh.length + verdict.duplicates).toBe(served.length);
                shown.push(...verdict.fresh);
              }
              expect(shown.map((one) => `${one.time} ${one.message}`)).toEqual(
                log.map((one) => `${one.time} ${one.message}`),
              );
            },
          ),
          { numRuns: 2_000 },
        );
      });
    }
  }
});
