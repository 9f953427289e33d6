import { describe, expect, it } from 'vitest';
import type { Have, Held, TabMessage, Term } from './tab-protocol.js';
import { continues, tabTransition } from './tab-roles.js';
import { initialTabState, type TabEffect, type TabEvent, type TabState } from './tab-state.js';

const config = { id: 'me', ordered: false };
const term = (number: number, leader = 'them'): Term => ({ number, leader });
const held = (number: number, more: Partial<Held> = {}): Held => ({ term: term(number), start: 0, ...more });
const items = (of: Held, from: number, count: number): TabMessage => ({
  type: 'items',
  by: of.term.leader,
  held: of,
  from,
  items: Array.from({ length: count }, () => ({ kind: 'gap' as const, reason: 'outage' as const })),
});
const have = (by: string, more: Partial<Have>): TabMessage => ({
  type: 'have',
  by,
  to: 'me',
  position: 0,
  ...more,
});

/** Runs events one after the other; gives the last step. */
function run(state: TabState, ...events: (TabEvent<unknown> | TabMessage)[]) {
  let effects: readonly TabEffect<unknown>[] = [];
  for (const event of events) {
    const own = 'by' in event ? { type: 'message' as const, message: event, now: 1_000 } : event;
    ({ state, effects } = tabTransition(state, own, config));
  }
  return { state, effects: effects.map((effect) => effect.type) };
}

const following: TabState = {
  ...initialTabState,
  role: 'following',
  term: term(5),
  held: held(5),
  position: 10,
  inStep: true,
};
const claiming = run(following, { type: 'granted' }).state;

describe('a tab that follows', () => {
  it('takes what comes next, and nothing twice', () => {
    const step = run(following, items(held(5), 8, 5));
    expect(step).toMatchObject({ state: { position: 13 }, effects: ['take'] });
    expect(run(step.state, items(held(5), 8, 5)).effects).toEqual([]);
  });

  it('notices a hole, and takes nothing until it is answered', () => {
    const step = run(following, items(held(5), 11, 1));
    expect(step).toMatchObject({ state: { position: 10, inStep: false }, effects: ['ask'] });
    expect(run(step.state, items(held(5), 10, 1)).effects).toEqual([]);
  });

  it('does not believe an earlier leader', () => {
    expect(run(following, items(held(4), 10, 1))).toMatchObject({ state: { position: 10 }, effects: [] });
  });

  it('does not ask again because an earlier leader answers: that one would never stop answering', () => {
    const asked = run(following, { type: 'silence' });
    const { nonce } = asked.state;
    const answer: TabMessage = {
      type: 'sync',
      by: 'old',
      to: 'me',
      nonce,
      kind: 'judge',
      held: held(4),
      from: 0,
      until: 1,
      whole: true,
    };
    expect(run(asked.state, answer)).toMatchObject({ state: { position: 10, asked: nonce }, effects: [] });
  });

  it('goes on with a leader that goes on where the last one was', () => {
    const next = held(6, { previous: term(5), start: 10 });
    expect(run(following, items(next, 10, 2))).toMatchObject({
      state: { position: 12, held: next },
      effects: ['take'],
    });
  });

  it('asks a leader that goes on from less than it has itself', () => {
    const next = held(6, { previous: term(5), start: 9 });
    expect(run(following, items(next, 9, 3))).toMatchObject({
      state: { position: 10, inStep: false },
      effects: ['ask'],
    });
  });

  it('tells a tab that was given the lock how far it is', () => {
    expect(run(following, { type: 'claim', by: 'b' }).effects).toEqual(['have']);
  });

  it('queues anew when the lock was taken away before it heard of it', () => {
    expect(run(following, { type: 'stolen' })).toMatchObject({
      state: { role: 'following' },
      effects: ['queue', 'ask'],
    });
  });

  it('takes no answer to the question of another tab', () => {
    const asked = run(following, items(held(5), 11, 1)).state;
    const answer = { by: 'them', to: 'other', nonce: asked.nonce };
    const sync: TabMessage = {
      type: 'sync',
      ...answer,
      kind: 'continue',
      held: held(5),
      from: 10,
      until: 11,
      whole: true,
    };
    const rest: TabMessage = {
      type: 'sync-items',
      ...answer,
      from: 10,
      items: [{ kind: 'gap', reason: 'outage' }],
    };
    expect(run(asked, sync)).toEqual({ state: asked, effects: [] });
    const answered = run(asked, { ...sync, to: 'me' }).state;
    expect(run(answered, rest)).toEqual({ state: answered, effects: [] });
    expect(run(answered, { ...rest, to: 'me' })).toMatchObject({
      state: { position: 11 },
      effects: ['take'],
    });
    // Nor the rest of an answer once it leads.
    const leading = run(answered, { type: 'granted' }, { type: 'waited', now: 1_000 }).state;
    expect(run(leading, { ...rest, to: 'me' })).toEqual({ state: leading, effects: [] });
  });

  it('takes no answer to a question it no longer asks', () => {
    const asked = run(following, items(held(5), 11, 1)).state;
    const answer = { by: 'them', to: 'me', nonce: asked.nonce };
    const late: TabMessage = {
      type: 'sync-items',
      ...answer,
      from: 10,
      items: [{ kind: 'gap', reason: 'outage' }],
    };
    expect(run(asked, late).state.position).toBe(10);
    const leading = run(asked, { type: 'granted' }, { type: 'waited', now: 1_000 }).state;
    expect(run(leading, late).state.position).toBe(10);
  });

  it('asks a silent leader, then takes its lock', () => {
    const asked = run(following, { type: 'silence' });
    expect(asked.effects).toEqual(['ask']);
    expect(run(asked.state, { type: 'silence' }).effects).toEqual(['steal']);
    expect(run(asked.state, items(held(5), 10, 1), { type: 'silence' }).effects).toEqual(['ask']);
    const answer: TabMessage = {
      type: 'sync',
      by: 'them',
      to: 'me',
      nonce: asked.state.nonce,
      kind: 'continue',
      held: held(5),
      from: 10,
      until: 10,
      whole: true,
    };
    expect(run(asked.state, answer, { type: 'silence' }).effects).toEqual(['ask']);
  });
});

describe('a tab that was given the lock', () => {
  it('leads at once when nobody else is there', () => {
    expect(run(claiming, { type: 'counted', others: 0, now: 1_000 })).toMatchObject({
      state: {
        role: 'leading',
        held: { term: { number: 1_000, leader: 'me' }, previous: term(5), start: 10 },
      },
      effects: ['lead'],
    });
  });

  it('waits for all others, and asks the one that is further', () => {
    const waiting = run(
      claiming,
      { type: 'counted', others: 2, now: 1_000 },
      have('a', { held: held(5), position: 10 }),
    );
    expect(waiting).toMatchObject({ state: { role: 'claiming' }, effects: [] });
    const asking = run(waiting.state, have('b', { held: held(5), position: 12 }));
    expect(asking).toMatchObject({
      state: { role: 'claiming', claim: { asked: 'b' } },
      effects: ['wait', 'ask'],
    });
    const answer = { by: 'b', to: 'me', nonce: asking.state.nonce };
    const step = run(
      asking.state,
      {
        type: 'sync',
        ...answer,
        kind: 'continue',
        held: held(5),
        from: 10,
        until: 12,
        whole: true,
      },
      {
        type: 'sync-items',
        ...answer,
        from: 10,
        items: [
          { kind: 'gap', reason: 'outage' },
          { kind: 'gap', reason: 'outage' },
        ],
      },
    );
    expect(step).toMatchObject({
      state: { role: 'leading', position: 12, held: { start: 12 } },
      effects: ['take', 'lead'],
    });
  });

  it.each<[string, Partial<TabState>, Partial<Have>, Partial<Have>]>([
    ['has more lines', {}, { held: held(5), position: 12 }, { held: held(5), position: 11 }],
    ['heard of a later leader', {}, { held: held(6), position: 3 }, { held: held(5), position: 12 }],
    ['has lines of its own', { held: undefined, position: 1 }, { position: 1 }, { position: 0 }],
  ])('asks the tab that %s, whichever answers last', (_what, own, ahead, behind) => {
    const counted = run({ ...claiming, ...own }, { type: 'counted', others: 2, now: 1_000 }).state;
    for (const answers of [
      [have('ahead', ahead), have('behind', behind)],
      [have('behind', behind), have('ahead', ahead)],
    ])
      expect(run(counted, ...answers).state.claim?.asked).toBe('ahead');
  });

  it('asks nobody who has less, and begins a term after those of all', () => {
    const counted = run(claiming, { type: 'counted', others: 2, now: 1_000 }).state;
    const ahead = have('other', { to: 'other', held: held(5), position: 20 });
    const less = have('less', { held: held(5), position: 9 });
    const old = have('old', { held: held(4), position: 20 });
    expect(run(counted, ahead, less).state.role).toBe('claiming');
    expect(run(counted, less, old)).toMatchObject({
      state: { role: 'leading', term: { number: 1_000 } },
      effects: ['lead'],
    });
    const newer = have('newer', { held: held(7_000), position: 1 });
    const asking = run(counted, less, newer).state;
    expect(asking.claim?.asked).toBe('newer');
    expect(run(asking, { type: 'waited', now: 1_000 }).state.term?.number).toBe(7_001);
  });

  it('does not count the others once it is gone', () => {
    const gone = run(claiming, { type: 'leave' }).state;
    for (const late of [
      { type: 'counted', others: 0, now: 1_000 } as const,
      { type: 'waited', now: 1_000 } as const,
    ])
      expect(run(gone, late)).toEqual({ state: gone, effects: [] });
  });

  it('leads when those that are further do not answer', () => {
    const step = run(claiming, { type: 'waited', now: 1_000 });
    expect(step).toMatchObject({ state: { role: 'leading' }, effects: ['lead'] });
  });

  it('begins anew where the numbers are not those of the lines it has', () => {
    expect(run({ ...claiming, exact: false }, { type: 'waited', now: 1_000 }).state.held).toEqual({
      term: { number: 1_000, leader: 'me' },
      start: 10,
    });
  });

  it('begins a term after every one it heard of, whatever its clock says', () => {
    const ahead = { ...claiming, term: term(5_000) };
    expect(run(ahead, { type: 'waited', now: 1_000 }).state.term).toEqual({ number: 5_001, leader: 'me' });
  });
});

describe('a tab that led', () => {
  const leading = run(claiming, { type: 'waited', now: 1_000 }).state;

  it('may have what nobody else has: it compares when it comes back', () => {
    const back = run(leading, { type: 'leave' }, { type: 'join' });
    expect(back.state).toMatchObject({ role: 'following', held: undefined, exact: false });
    expect(back.effects).toEqual(['queue', 'ask']);
  });

  it('believes whoever leads when it comes back, even one whose clock is behind', () => {
    const back = run(leading, { type: 'leave' }, { type: 'join' });
    expect(run(back.state, items(held(900), 3, 1)).state.term).toEqual(term(900));
  });

  it('stops when the lock is taken from it, and queues again', () => {
    expect(run(leading, { type: 'stolen' })).toMatchObject({
      state: { role: 'following' },
      effects: ['stop', 'queue', 'ask'],
    });
  });
});

it('numbers of a log whose order is always the same hold beyond the place where it was continued', () => {
  const next = held(6, { previous: term(5), start: 9 });
  expect(continues(held(5), 10, next, false)).toBe(false);
  expect(continues(held(5), 10, next, true)).toBe(true);
  expect(continues(held(4), 1, next, true)).toBe(false);
  expect(continues(undefined, 0, next, true)).toBe(false);
});
