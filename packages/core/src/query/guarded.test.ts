/** Expressions that only a worker may run: filter and search with answers that come late, in part, or never. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DecodedLine, LogItem } from '../entry.js';
import { LogStreamError } from '../errors.js';
import type { Late } from '../lib/late.js';
import { createVirtualClock, settle as settleAll } from '../testing/virtual-clock.js';
import { createFilteredView } from './filtered-view.js';
import type { LogFilter } from './filter.js';
import { patternGuard } from './late-pattern-guard.js';
import { createSearch } from './search.js';
import { createBufferSource } from './testing/buffer-source.js';
import { createPackedSource } from './testing/packed-source.js';
import { stageWorkers } from './testing/staged-worker.js';

const line = (message: string, stream = 'stdout'): DecodedLine => ({
  level: 'info',
  message,
  labels: { stream },
  raw: undefined,
});
const messages = (items: Iterable<LogItem>): string[] =>
  [...items].map((item) => (item.kind === 'log' ? item.message : 'gap'));

/** Its form is risky; on these texts it is harmless. */
const RISKY = '(a+)+b';

function stage(lines: readonly DecodedLine[], bound?: number) {
  const { buffer, source, flush } = createBufferSource(bound);
  buffer.append(lines);
  flush();
  const clock = createVirtualClock();
  const workers = stageWorkers();
  const options = { clock, openWorker: workers.open };
  return {
    buffer,
    source,
    clock,
    workers,
    options,
    append(added: readonly DecodedLine[]) {
      buffer.append(added);
      flush();
    },
    flush,
    /** Answers until nothing is asked any more. */
    settle(most?: number) {
      for (let round = 0; round < 100; round++) {
        workers.answer(most);
        clock.advance(1);
      }
    },
  };
}

describe('a filter with an expression that runs in a worker', () => {
  it('shows the lines of the previous filter until the first answer', () => {
    const { source, options, workers, settle, clock } = stage(
      ['aab', 'x', 'ab', 'b'].map((each) => line(each)),
    );
    const filtered = createFilteredView(source, { text: 'a' }, options);
    expect(workers.opened).toBe(0);
    const told: number[] = [];
    filtered.observe((change, view) => void (change.replaced && told.push(view.length)));
    filtered.setFilter({ regex: RISKY });
    expect(messages(filtered.getView())).toEqual(['aab', 'ab']);
    expect(filtered.getSnapshot()).toMatchObject({ pending: true, error: undefined });
    settle();
    expect(messages(filtered.getView())).toEqual(['aab', 'ab']);
    expect(filtered.pending).toBe(false);
    expect(told).toEqual([2]);
    filtered.dispose();
    expect([workers.running, clock.pending]).toEqual([0, 0]);
  });

  it('stays exact when lines arrive and leave while it waits, and answers are partial', () => {
    const { source, options, append, workers, clock, settle, buffer } = stage(
      Array.from({ length: 50 }, (_, at) => line(at % 3 ? 'x' : `aab ${at}`)),
      60,
    );
    const filtered = createFilteredView(source, { regex: RISKY }, options);
    for (let round = 0; round < 40; round++) {
      append([line(`ab new ${round}`), line('c')]);
      workers.answer(3);
      clock.advance(1);
    }
    settle(7);
    const expected = messages(buffer.view()).filter((each) => each.includes('ab'));
    expect(messages(filtered.getView())).toEqual(expected);
  });

  it('checks the clock often, because a single line may take a millisecond', () => {
    const { source, clock } = stage(Array.from({ length: 500 }, (_, at) => line(`ab ${at}`)));
    let looks = 0;
    const slow = { ...clock, now: () => clock.now() + looks++ * 5 };
    const filtered = createFilteredView(source, {}, { clock: slow });
    filtered.setFilter({ regex: 'a+b' });
    expect(filtered.pending).toBe(true);
    expect(filtered.getView().length).toBeLessThan(20);
    filtered.setFilter({ text: 'ab' });
    expect(filtered.getView().length).toBe(500);
  });

  it('checks the clock as often for packed lines, unless many of them are cheap together', () => {
    const text = `a${'-'.repeat(58)}b`;
    const { source, clock } = stage(Array.from({ length: 500 }, () => line(text)));
    let looks = 0;
    const slow = { ...clock, now: () => clock.now() + looks++ * 5 };
    const filtered = createFilteredView(createPackedSource(source, [100]), {}, { clock: slow });
    filtered.setFilter({ regex: 'a.*-.*b' });
    expect(filtered.pending).toBe(true);
    expect(filtered.getView().length).toBeLessThan(20);
    filtered.setFilter({ regex: '-b' });
    expect(filtered.getView().length).toBeGreaterThan(99);
  });

  it('asks the worker only about lines that pass the other conditions', () => {
    const { source, options, workers } = stage([line('aab', 'stderr'), line('ab')]);
    const filtered = createFilteredView(source, { regex: RISKY, streams: ['system'] }, options);
    expect(filtered.getView().length).toBe(0);
    expect(filtered.pending).toBe(false);
    expect(workers.opened).toBe(0);
  });

  it('returns to the previous filter and reports an error if an expression takes too long', () => {
    const { source, options, workers, clock, settle, append } = stage(
      ['aab', 'hang', 'x'].map((each) => line(each)),
    );
    const filtered = createFilteredView(source, { text: 'x' }, options);
    filtered.setFilter({ regex: RISKY });
    workers.answer();
    clock.advance(249);
    expect(workers.opened).toBe(1);
    clock.advance(1);
    // It may have been a busy machine, or many lines together, so it tries again line by line.
    workers.answer();
    expect(workers.opened).toBe(2);
    clock.advance(1);
    workers.answer();
    clock.advance(250);
    settle();
    clock.advance(250);
    settle();
    clock.advance(1_000);
    const { error, view, pending } = filtered.getSnapshot();
    expect(error).toMatchObject({ kind: 'invalid-argument' });
    expect(error?.message).toMatch(/takes too long \(more than 250 ms on one line\)/);
    expect(messages(view)).toEqual(['x']);
    expect(pending).toBe(false);
    expect(filtered.filter).toEqual({ text: 'x' });
    expect([workers.running, clock.pending]).toEqual([0, 0]);
    append([line('xx')]);
    expect(messages(filtered.getView())).toEqual(['x', 'xx']);
    filtered.setFilter({ text: 'aab' });
    expect(filtered.getSnapshot().error).toBeUndefined();
  });

  it('terminates at most two workers to find the one slow line among many', () => {
    const { source, options, workers, clock } = stage(
      Array.from({ length: 900 }, (_, at) => line(at === 70 ? 'hang' : `aab ${at}`)),
    );
    const filtered = createFilteredView(source, {}, options);
    filtered.setFilter({ regex: RISKY });
    for (let kill = 0; kill < 2; kill++) {
      workers.answer();
      clock.advance(250);
    }
    expect(filtered.getSnapshot().error?.message).toMatch(/too long/);
    expect(filtered.getView().length).toBe(900);
    expect(workers.running).toBe(0);
  });

  it('shows all lines if a line that arrives later takes too long', () => {
    const { source, options, clock, settle, append } = stage([line('aab'), line('x')]);
    const filtered = createFilteredView(source, { regex: RISKY }, options);
    settle();
    expect(messages(filtered.getView())).toEqual(['aab']);
    append([line('hang')]);
    for (let round = 0; round < 4; round++) {
      settle();
      clock.advance(250);
    }
    expect(filtered.getSnapshot().error?.message).toMatch(/too long/);
    expect(messages(filtered.getView())).toEqual(['aab', 'x', 'hang']);
  });

  it('refuses expressions that may never end if there is no worker', () => {
    const { source, clock } = stage([line('aab'), line('x'), line(`q${'-'.repeat(2_000)}q`)]);
    for (const openWorker of [
      () => undefined,
      () => {
        throw new Error('refused by the policy');
      },
    ]) {
      const filtered = createFilteredView(source, { text: 'x' }, { clock, openWorker });
      filtered.setFilter({ regex: RISKY });
      expect(filtered.getSnapshot().error?.message).toMatch(/no worker is available/);
      expect(messages(filtered.getView())).toEqual(['x']);
      // An expression with a bounded cost still runs.
      filtered.setFilter({ regex: 'q.*q' });
      expect(filtered.getSnapshot().error).toBeUndefined();
      expect(filtered.getView().length).toBe(1);
    }
  });

  it('treats a worker that reports an error as none', () => {
    const { source, clock } = stage([line('aab')]);
    let fail: (() => void) | undefined;
    const filtered = createFilteredView(
      source,
      {},
      {
        clock,
        openWorker: () => ({
          onmessage: null,
          set onerror(listener: ((event: object) => void) | null) {
            fail = () => listener?.({});
          },
          postMessage: () => undefined,
          terminate: () => undefined,
        }),
      },
    );
    filtered.setFilter({ regex: RISKY });
    expect(filtered.pending).toBe(true);
    fail?.();
    expect(filtered.getSnapshot()).toMatchObject({ pending: false });
    expect(filtered.getSnapshot().error?.message).toMatch(/worker-src blob:/);
  });

  it.each<[LogFilter, string[]]>([
    [{ not: { regex: RISKY } }, ['x', 'ac']],
    [{ any: [{ regex: RISKY }, { text: 'x' }] }, ['aab', 'x']],
    [{ all: [{ regex: '(a+)+' }, { not: { regex: RISKY } }] }, ['ac']],
    [{ query: '/(a+)+b/ | x' }, ['aab', 'x']],
  ])('knows expressions anywhere in a filter: %j', (filter, expected) => {
    const { source, options, settle } = stage(['aab', 'x', 'ac'].map((each) => line(each)));
    const filtered = createFilteredView(source, filter, options);
    settle(1);
    expect(messages(filtered.getView())).toEqual(expected);
  });
});

describe('a search with an expression that runs in a worker', () => {
  it('counts from the answers, and has the ranges to draw once it was asked for them', () => {
    const { source, options, settle, append, clock } = stage(['aab ab', 'x', 'ab'].map((each) => line(each)));
    const search = createSearch(source, options);
    search.find('ab');
    expect(search.getState()).toMatchObject({ term: 'ab', total: 3 });
    search.find(RISKY, { regex: true });
    expect(search.getState()).toMatchObject({ term: 'ab', total: 3, pending: true });
    expect(search.rangesIn('aab ab')).toEqual([
      [1, 3],
      [4, 6],
    ]);
    settle(1);
    expect(search.getState()).toMatchObject({ term: RISKY, total: 3, current: 1, pending: false });
    expect(search.rangesIn('x aab')).toEqual([]);
    const { learnt } = search.getState();
    settle();
    expect(search.getState().learnt).toBeGreaterThan(learnt);
    expect(search.rangesIn('x aab')).toEqual([[2, 5]]);
    append([line('aaab')]);
    settle();
    expect(search.getState().total).toBe(4);
    search.dispose();
    expect(clock.pending).toBe(0);
  });

  it('returns to the previous result if an expression takes too long', () => {
    const { source, options, settle, clock } = stage(['ab', 'hang ab', 'ab'].map((each) => line(each)));
    const search = createSearch(source, options);
    search.find('ab');
    search.next();
    search.find(RISKY, { regex: true });
    for (let round = 0; round < 4; round++) {
      settle();
      clock.advance(250);
    }
    expect(search.getState()).toMatchObject({ term: 'ab', total: 3, current: 2, pending: false });
    expect(search.getState().error?.message).toMatch(/takes too long/);
    expect(search.rangesIn('ab')).toEqual([[0, 2]]);
    search.find('hang');
    expect(search.getState()).toMatchObject({ error: undefined, total: 1 });
  });

  it('runs a cheap expression at once', () => {
    const { source, options, workers } = stage(['aab', 'x', 'ab'].map((each) => line(each)));
    const search = createSearch(source, options);
    search.find('a+b', { regex: true });
    expect(search.getState()).toMatchObject({ total: 2, pending: false });
    expect(workers.opened).toBe(0);
  });
});

describe('expressions before their code is loaded', () => {
  /** Makes the code unavailable; returns functions that let the load succeed or fail. */
  function takeAway() {
    const whole = patternGuard.here;
    const waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
    const here = vi.spyOn(patternGuard as Late<unknown>, 'here', 'get').mockReturnValue(undefined);
    vi.spyOn(patternGuard as Late<unknown>, 'load').mockImplementation(
      () => new Promise((resolve, reject) => waiting.push({ resolve: () => resolve(whole), reject })),
    );
    return {
      async come() {
        here.mockReturnValue(whole);
        for (const { resolve } of waiting.splice(0)) resolve();
        await settleAll();
      },
      async fail() {
        for (const { reject } of waiting.splice(0)) reject(new LogStreamError('network', 'not loaded'));
        await settleAll();
      },
    };
  }
  afterEach(() => void vi.restoreAllMocks());
  const lines = ['took 12 ms', 'took long', 'took 345 ms'].map((each) => line(each));

  it('show the lines of the previous filter first', async () => {
    const code = takeAway();
    const { source, options, workers } = stage(lines);
    const filtered = createFilteredView(source, { text: 'long' }, options);
    filtered.setFilter({ regex: String.raw`\d+ ms` });
    expect(messages(filtered.getSnapshot().view)).toEqual(['took long']);
    expect(filtered.getSnapshot().pending).toBe(true);
    await code.come();
    expect(messages(filtered.getSnapshot().view)).toEqual(['took 12 ms', 'took 345 ms']);
    expect(filtered.getSnapshot().pending).toBe(false);
    expect(workers.opened).toBe(0);
    filtered.dispose();
  });

  it('are sent to a worker once the code is loaded, if they are risky', async () => {
    const code = takeAway();
    const { source, options, workers, settle } = stage(['aab', 'x'].map((each) => line(each)));
    const search = createSearch(source, options);
    search.find(RISKY, { regex: true });
    expect(search.getState()).toMatchObject({ total: 0, pending: true });
    await code.come();
    settle();
    expect(workers.opened).toBe(1);
    expect(search.getState()).toMatchObject({ total: 1, pending: false });
    search.dispose();
  });

  it('are refused if the code cannot be loaded, and the next expression tries again', async () => {
    const code = takeAway();
    const { source, options } = stage(lines);
    const filtered = createFilteredView(source, { text: 'long' }, options);
    filtered.setFilter({ regex: 'ms$' });
    await code.fail();
    expect(filtered.getSnapshot().error).toMatchObject({ kind: 'network', retryable: true });
    expect(messages(filtered.getSnapshot().view)).toEqual(['took long']);
    filtered.setFilter({ regex: 'ms$' });
    await code.come();
    expect(filtered.getSnapshot().error).toBeUndefined();
    expect(messages(filtered.getSnapshot().view)).toEqual(['took 12 ms', 'took 345 ms']);
    filtered.dispose();
  });

  it('do nothing if the code arrives after the view was disposed', async () => {
    const code = takeAway();
    const { source, options } = stage(lines);
    const filtered = createFilteredView(source, { regex: 'ms$' }, options);
    filtered.setFilter({ text: 'long' });
    await code.come();
    expect(messages(filtered.getSnapshot().view)).toEqual(['took long']);
    filtered.dispose();
  });
});
