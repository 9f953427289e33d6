import { describe, expect, it } from 'vitest';
import type { LogItem } from '../entry.js';
import { answerTo, BATCH } from './tab-answer.js';
import { TabLog } from './tab-log.js';
import type { Ask, Held, SyncItems, TabMessage } from './tab-protocol.js';
import { initialTabState } from './tab-state.js';

const held: Held = { term: { number: 5, leader: 'me' }, start: 0 };
const ask = (more: Partial<Ask>): Ask => ({
  type: 'ask',
  by: 'them',
  nonce: 3,
  position: 0,
  fresh: false,
  ...more,
});
const line = (seq: number): LogItem => ({
  kind: 'log',
  seq,
  level: 'info',
  message: String(seq),
  labels: {},
  raw: undefined,
});

/** Answers as the leader of a log of `lines` lines, of which it keeps about `kept`. */
function answer(question: Partial<Ask>, { lines = 10, kept = 10_000, history = 4 } = {}) {
  const log = new TabLog({ lines: kept, bytes: 1e9 });
  for (let at = 0; at < lines; at++) log.push([line(at)]);
  const [first, ...rest] = answerTo(ask(question), {
    config: { id: 'me', ordered: false },
    state: { ...initialTabState, role: 'leading', held, position: lines },
    log,
    host: { memory: (skip) => ({ lines: [], delivered: lines - skip }) },
    history,
    more: false,
  });
  const sent = (rest as (TabMessage & SyncItems)[]).flatMap(({ items }) =>
    items.map((item) => (item.kind === 'log' ? Number(item.message) : item.kind)),
  );
  return { first, sent, messages: rest.length, log };
}

describe('the answer to a tab', () => {
  it('that missed the last lines is these', () => {
    const { first, sent } = answer({ held, position: 8 });
    expect(first).toMatchObject({ kind: 'continue', from: 8, until: 10 });
    expect(sent).toEqual([8, 9]);
  });

  it('that has nothing yet is as many lines as it begins with, and what is known of those before', () => {
    const { first, sent } = answer({ fresh: true });
    expect(first).toMatchObject({ kind: 'fresh', from: 6, until: 10, memory: { delivered: 6 }, more: true });
    expect(sent).toEqual([6, 7, 8, 9]);
    expect(answer({ fresh: true }, { history: 20 }).first).toMatchObject({ from: 0, more: false });
  });

  it('that has lines of another log is everything, to compare', () => {
    const { first, sent } = answer({ position: 3, held: { ...held, term: { number: 4, leader: 'you' } } });
    expect(first).toMatchObject({ kind: 'judge', from: 0, whole: true });
    expect(sent).toHaveLength(10);
  });

  it('that missed lines which are no longer kept is what is left, to compare', () => {
    const { first, sent, log } = answer({ held, position: 8 }, { lines: 2_000, kept: 20 });
    expect(log.start).toBeGreaterThan(8);
    expect(first).toMatchObject({ kind: 'judge', from: log.start, until: 2_000, whole: false });
    expect(sent[0]).toBe(log.start);
    expect(sent.at(-1)).toBe(1_999);
  });

  it('is split into messages of a bounded size, in order', () => {
    const { sent, messages } = answer({ fresh: true }, { lines: 2 * BATCH + 1, history: 10_000 });
    expect(messages).toBe(3);
    expect(sent).toEqual(Array.from({ length: 2 * BATCH + 1 }, (_, at) => at));
  });

  it('ends where the log has dropped lines while it was sent', () => {
    const log = new TabLog({ lines: 3 * BATCH, bytes: 1e9 });
    const push = (lines: number): void => {
      for (let n = 0; n < lines; n++) log.push([line(log.next)]);
    };
    push(2 * BATCH);
    const { state, config } = { state: { ...initialTabState, held }, config: { id: 'me', ordered: false } };
    const host = { memory: () => ({ lines: [], delivered: 0 }) };
    const messages = answerTo(ask({ fresh: true }), {
      config,
      state,
      log,
      host,
      history: 9_999,
      more: false,
    });
    messages.next();
    expect((messages.next().value as SyncItems).items[0]).toMatchObject({ message: '0' });
    push(3 * BATCH);
    expect(log.start).toBeGreaterThan(BATCH);
    // Lines with other numbers than it says would be shown twice.
    expect(messages.next().done).toBe(true);
  });
});
