/**
 * Which tab of a log leads and which follow, as a pure state machine: an event goes in, the next state and its effects
 * come out. The lock decides who leads; terms make tabs ignore late messages of an earlier leader.
 */
import {
  compareTerms,
  type Have,
  type Held,
  type Items,
  type SyncItems,
  type TabMessage,
} from './tab-protocol.js';
import type { TabClaim, TabConfig, TabEffect, TabEvent, TabState, TabStep } from './tab-state.js';

/** Whether `position` in the log of `held` is the same place in the log of `other`. */
export function continues(
  held: Held | undefined,
  position: number,
  other: Held | undefined,
  ordered: boolean,
): boolean {
  if (!held || !other) return false;
  if (compareTerms(held.term, other.term) === 0) return true;
  if (!other.previous || compareTerms(held.term, other.previous) !== 0) return false;
  // Items delivered after the next leader began may have reached it in another order.
  return ordered || position <= other.start;
}

/** The transition for one event. Events that do not apply to a state change nothing. */
export function tabTransition<Raw>(state: TabState, event: TabEvent<Raw>, config: TabConfig): TabStep<Raw> {
  switch (event.type) {
    case 'join':
      if (state.role !== 'away') return stay(state);
      return ask(
        { ...state, ...(event.own ? { held: undefined, exact: false } : {}), role: 'following' },
        undefined,
        [{ type: 'queue' }],
      );
    case 'leave':
      return away(state);
    case 'granted':
      if (state.role !== 'following') return stay(state);
      return {
        state: { ...state, role: 'claiming', claim: { answers: [] } },
        effects: [{ type: 'claim' }, { type: 'wait' }, { type: 'count' }],
      };
    case 'stolen': {
      if (state.role === 'away') return stay(state);
      const left = away<Raw>(state);
      return ask({ ...left.state, role: 'following' }, undefined, [...left.effects, { type: 'queue' }]);
    }
    case 'counted': {
      if (!state.claim || state.claim.asked !== undefined) return stay(state);
      const counted = { ...state, claim: { ...state.claim, expected: event.others } };
      return event.others <= state.claim.answers.length ? decide(counted, config, event.now) : stay(counted);
    }
    case 'waited':
      if (!state.claim) return stay(state);
      return state.claim.asked === undefined
        ? decide(state, config, event.now)
        : lead(state, config, event.now);
    case 'silence':
      if (state.role !== 'following') return stay(state);
      if (!state.doubt) return ask({ ...state, doubt: true });
      return { state: { ...state, doubt: false }, effects: [{ type: 'steal' }] };
    case 'delivered':
      return stay(state.role === 'leading' ? { ...state, position: state.position + event.count } : state);
    case 'message':
      return state.role === 'away' ? stay(state) : heard(state, event.message, config, event.now);
  }
}

function stay<Raw>(state: TabState, effects: readonly TabEffect<Raw>[] = []): TabStep<Raw> {
  return { state, effects };
}

/**
 * A leader may have delivered items that no other tab received, so it cannot continue under the common numbers later. Nor does the term
 * that it knew count then: whoever leads by now may not have heard of it, and have a clock that is behind.
 */
function away<Raw>(state: TabState): TabStep<Raw> {
  const led = state.role === 'leading';
  return {
    state: {
      ...state,
      role: 'away',
      term: undefined,
      inStep: false,
      doubt: false,
      claim: undefined,
      held: led ? undefined : state.held,
      exact: state.exact && !led,
    },
    effects: led ? [{ type: 'stop' }] : [],
  };
}

function ask<Raw>(state: TabState, to?: string, before: readonly TabEffect<Raw>[] = []): TabStep<Raw> {
  const nonce = state.nonce + 1;
  return {
    state: { ...state, nonce, asked: nonce, answer: undefined },
    effects: [...before, { type: 'ask', ...(to === undefined ? {} : { to }) }],
  };
}

/** All tabs have answered, or the wait is over: the tab that is furthest ahead sends what is missing here. */
function decide<Raw>(state: TabState, config: TabConfig, now: number): TabStep<Raw> {
  const claim = state.claim as TabClaim;
  let best: Pick<Have, 'held' | 'position' | 'by'> = {
    by: config.id,
    position: state.position,
    ...(state.held ? { held: state.held } : {}),
  };
  for (const peer of claim.answers) {
    const order = compareTerms(peer.held?.term, best.held?.term);
    // Without a common log positions cannot be compared, but a tab with lines may have some that are missing here.
    const further = peer.held
      ? peer.position > best.position
      : peer.position > 0 && peer.position >= best.position;
    if (order > 0 || (order === 0 && further)) best = peer;
  }
  if (best.by === config.id) return lead(state, config, now);
  return ask({ ...state, claim: { ...claim, asked: best.by } }, best.by, [{ type: 'wait' }]);
}

function lead<Raw>(state: TabState, config: TabConfig, now: number): TabStep<Raw> {
  const known = (state.claim?.answers ?? []).reduce(
    (newest, peer) => Math.max(newest, peer.held?.term.number ?? 0),
    state.term?.number ?? 0,
  );
  // Based on the clock, so that the term of a tab that knows of no other is still newer than earlier ones.
  const term = { number: Math.max(Math.floor(now), known + 1), leader: config.id };
  const previous = state.exact ? state.held?.term : undefined;
  const held: Held = { term, start: state.position, ...(previous ? { previous } : {}) };
  return {
    state: {
      ...state,
      role: 'leading',
      term,
      held,
      inStep: true,
      exact: true,
      asked: undefined,
      answer: undefined,
      claim: undefined,
    },
    effects: [{ type: 'lead' }],
  };
}

function heard<Raw>(state: TabState, message: TabMessage<Raw>, config: TabConfig, now: number): TabStep<Raw> {
  switch (message.type) {
    case 'ask':
      return stay(state, isAnswerer(state, message.to, config) ? [{ type: 'serve', message }] : []);
    case 'claim':
      return stay(state, state.role === 'following' ? [{ type: 'have', to: message.by }] : []);
    case 'have': {
      if (message.to !== config.id || !state.claim || state.claim.asked !== undefined) return stay(state);
      const claim = { ...state.claim, answers: [...state.claim.answers, message] };
      const complete = claim.expected !== undefined && claim.answers.length >= claim.expected;
      return complete ? decide({ ...state, claim }, config, now) : stay({ ...state, claim });
    }
    case 'retry':
      return stay(state, state.role === 'leading' ? [{ type: 'retry' }] : []);
    case 'sync':
      return message.to === config.id && message.nonce === state.asked
        ? begin(state, message, config, now)
        : stay(state);
    case 'sync-items': {
      if (message.to !== config.id || message.nonce !== state.answer) return stay(state);
      if (message.from > state.position) return ask(state, state.claim?.asked);
      return proceed(take(state, message), config, now);
    }
    case 'items':
    case 'state':
    case 'error':
      return state.role === 'leading' ? stay(state) : fromLeader(state, message, config);
  }
}

function isAnswerer(state: TabState, to: string | undefined, config: TabConfig): boolean {
  return to === undefined ? state.role === 'leading' : to === config.id;
}

function begin<Raw>(
  state: TabState,
  message: Extract<TabMessage<Raw>, { type: 'sync' }>,
  config: TabConfig,
  now: number,
): TabStep<Raw> {
  const asPeer = state.claim !== undefined && state.claim.asked === message.by;
  // Another tab has started to lead while this answer was on its way, and answers as well.
  if (!asPeer && compareTerms(message.held?.term, state.term) < 0) return stay(state);
  if (message.kind === 'continue' && message.from > state.position) return ask(state, state.claim?.asked);
  const anew = message.kind !== 'continue';
  const term = compareTerms(message.held?.term, state.term) > 0 ? message.held?.term : state.term;
  const next: TabState = {
    ...state,
    term,
    held: message.held,
    position: anew ? message.from : state.position,
    exact: anew ? message.kind === 'fresh' : state.exact,
    inStep: true,
    asked: undefined,
    answer: message.nonce,
    doubt: false,
    claim: asPeer && state.claim ? { ...state.claim, until: message.until } : state.claim,
  };
  return proceed({ state: next, effects: anew ? [{ type: 'begin', message }] : [] }, config, now);
}

/** A tab that has received its missing items leads now. */
function proceed<Raw>(step: TabStep<Raw>, config: TabConfig, now: number): TabStep<Raw> {
  const { claim, position } = step.state;
  if (claim?.until === undefined || position < claim.until) return step;
  const next = lead<Raw>(step.state, config, now);
  return { state: next.state, effects: [...step.effects, ...next.effects] };
}

function take<Raw>(state: TabState, message: Items<Raw> | SyncItems<Raw>): TabStep<Raw> {
  const { from, items } = message;
  const news = items.slice(state.position - from);
  if (news.length === 0) return stay(state);
  return {
    state: { ...state, position: state.position + news.length },
    effects: [{ type: 'take', items: news, exact: state.exact, read: 'read' in message }],
  };
}

function fromLeader<Raw>(
  state: TabState,
  message: Extract<TabMessage<Raw>, { readonly held: Held }>,
  config: TabConfig,
): TabStep<Raw> {
  const order = compareTerms(message.held.term, state.term);
  if (order < 0) return stay(state);
  let current: TabState = { ...state, doubt: false };
  if (order > 0) {
    current = { ...current, term: message.held.term, answer: undefined };
    // A tab that is about to lead has already asked the one it needs.
    if (state.claim) return stay({ ...current, inStep: false });
    if (!continues(state.held, state.position, message.held, config.ordered)) {
      // A leader's first message is its state. A tab that receives its lines first was opened later, and its question will be answered.
      const awaited = state.asked !== undefined && message.type === 'items';
      return awaited ? stay({ ...current, inStep: false }) : ask({ ...current, inStep: false });
    }
    current = { ...current, held: message.held, inStep: true, asked: undefined };
  }
  if (message.type === 'error') return stay(current, [{ type: 'error', message }]);
  if (!current.inStep) return stay(current);
  const at = message.type === 'items' ? message.from : message.position;
  if (at > current.position) return ask({ ...current, inStep: false });
  if (message.type === 'items') return take(current, message);
  return stay(current, [{ type: 'show', message }]);
}
