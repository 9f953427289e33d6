/**
 * One connection for all tabs that show the same log: the tab that holds the lock is connected, and tells the others what it
 * delivers. Runs the effects of the machine in tab-roles.ts; to its stream it looks like any other connection.
 */
import type { InGap } from '../continuity/verdict.js';
import type { LogItem } from '../entry.js';
import { LogStreamError, messageOf } from '../errors.js';
import type { TabChannel } from '../lib/tabs.js';
import type { Connection } from './connection.js';
import type { ConnectionState } from './machine.js';
import { watchFreezing } from './page-freeze.js';
import { answerTo, BATCH } from './tab-answer.js';
import { createTabDelivery } from './tab-delivery.js';
import type { TabConnectionParts } from './tab-host.js';
import { createTabLock } from './tab-lock.js';
import { share, TabLog, type TabItem } from './tab-log.js';
import { createTabPatience } from './tab-patience.js';
import { createTabPost } from './tab-post.js';
import {
  packError,
  packState,
  unpackError,
  unpackState,
  type Ask,
  type Held,
  type TabMessage,
} from './tab-protocol.js';
import { tabTransition } from './tab-roles.js';
import { initialTabState, type TabEffect, type TabEvent, type TabState } from './tab-state.js';

/** Milliseconds that a tab with the lock waits for the others to say what they have. */
const CLAIM_WAIT = 250;

/** A connection that has to be told what its stream has delivered. */
export interface TabConnection<Raw> extends Connection {
  /** The stream has delivered items; `read`: they did not arrive live. */
  delivered(items: readonly LogItem<Raw>[], read: boolean): void;
  /** The stream has placed lines in a gap. */
  placed(found: InGap<Raw>): void;
  /** The buffer has packed lines. */
  packed(): void;
  /** An error occurred that did not change the state. */
  troubled(error: LogStreamError): void;
  /** Whether the server has lines older than the first one. */
  older(more: boolean): void;
}

/** See the file's head. Does nothing until `connect()`, and leaves nothing running after `disconnect()`. */
export function createTabConnection<Raw>(parts: TabConnectionParts<Raw>): TabConnection<Raw> {
  const { host, clock, environment } = parts;
  const id = `${parts.random().toString(36).slice(2)}${parts.random().toString(36).slice(2)}`;
  const config = { id, ordered: parts.ordered };
  const inner = parts.open(innerChanged);
  const log = new TabLog<Raw>(parts.keep, !host.fresh, parts.view);
  const delivery = createTabDelivery(host, clock, log);
  const patience = createTabPatience(clock, parts.random, () => dispatch({ type: 'silence' }));
  const lock = createTabLock(environment.locks, parts.name, {
    granted: () => dispatch({ type: 'granted' }),
    stolen: () => dispatch({ type: 'stolen' }),
    refused: () => goAlone(),
  });
  let state: TabState = initialTabState;
  let shown: ConnectionState = inner.state;
  let channel: TabChannel | undefined;
  /** Sharing is not possible here: this tab uses its own connection for good. */
  let alone = false;
  let asleep = false;
  /** Items from other tabs are being stored. */
  let applying = false;
  let more: boolean | undefined;
  let unwatch: (() => void) | undefined;
  let cancelWait: (() => void) | undefined;

  function dispatch(event: TabEvent<Raw>): void {
    const step = tabTransition(state, event, config);
    state = step.state;
    for (const effect of step.effects) {
      // A listener may have disconnected in the meantime.
      if (state.role === 'away' && effect.type !== 'stop') return;
      run(effect);
    }
  }

  function run(effect: TabEffect<Raw>): void {
    switch (effect.type) {
      case 'queue':
        lock.queue();
        return patience.start();
      case 'steal':
        return lock.steal();
      case 'claim':
        return post({ type: 'claim', by: id });
      case 'wait':
        cancelWait?.();
        cancelWait = clock.schedule(() => dispatch({ type: 'waited', now: clock.now() }), CLAIM_WAIT);
        return;
      case 'count':
        return void lock.others().then((others) => dispatch({ type: 'counted', others, now: clock.now() }));
      case 'ask':
        return post({
          type: 'ask',
          by: id,
          nonce: state.nonce,
          fresh: host.fresh,
          ...where(),
          ...(effect.to === undefined ? {} : { to: effect.to }),
        });
      case 'have':
        return post({ type: 'have', by: id, to: effect.to, ...where() });
      case 'serve':
        return serve(effect.message);
      case 'lead':
        return lead();
      case 'stop':
        outbox.drop();
        return inner.disconnect();
      case 'retry':
        return inner.retryNow();
      case 'begin':
        return begin(effect.message);
      case 'take':
        return quietly(() => delivery.take(effect.items, effect.exact, effect.read));
      case 'show':
        learn(effect.message.more);
        show(unpackState(effect.message.state, shown.error));
        if (shown.phase === 'open') host.begun();
        if (shown.phase === 'complete') leave();
        return;
      case 'error':
        return host.error(unpackError(effect.message.error));
    }
  }

  const where = (): { readonly position: number; readonly held?: Held } => ({
    position: state.position,
    ...(state.held ? { held: state.held } : {}),
  });

  function learn(news: boolean | undefined): void {
    if (news === undefined || log.truncated) return;
    more = news;
    host.older(news);
  }

  function show(next: ConnectionState): void {
    shown = next;
    host.changed(next);
  }

  const outbox = createTabPost<TabMessage<Raw>>(clock, (message) => {
    try {
      channel?.postMessage(message);
    } catch (thrown) {
      goAlone();
      host.error(
        new LogStreamError(
          'unsupported',
          `A line cannot be sent to other tabs (${messageOf(thrown)}); this tab goes on with a connection of its own.`,
        ),
      );
    }
  });
  const post = (message: TabMessage<Raw>): void => outbox.send([message]);

  /** As leader, posts its state. */
  function tell(): void {
    if (state.held)
      post({
        type: 'state',
        by: id,
        held: state.held,
        position: state.position,
        state: packState(shown),
        ...(more === undefined ? {} : { more }),
      });
  }

  function serve(ask: Ask): void {
    outbox.send(answerTo(ask, { config, state, log, host, history: parts.history, more }));
    if (state.role === 'leading') tell();
  }

  function delivered(items: readonly TabItem<Raw>[], read: boolean): void {
    log.push(items);
    if (applying || state.role !== 'leading' || !state.held) return;
    const from = state.position;
    dispatch({ type: 'delivered', count: items.length });
    for (let at = 0; at < items.length; at += BATCH)
      post({
        type: 'items',
        by: id,
        held: state.held,
        from: from + at,
        ...(read ? { read } : {}),
        items: share(items.slice(at, at + BATCH)),
      });
  }

  function begin(message: Extract<TabMessage, { type: 'sync' }>): void {
    quietly(delivery.settle);
    delivery.expect(message.until - message.from);
    if (message.kind === 'judge') {
      return host.beginJudging(message.whole);
    }
    outbox.drop(); // by the old numbers
    log.reset(message.from, message.more === true);
    if (message.memory) host.restore(message.memory);
    more = message.more;
    if (more !== undefined) host.older(more);
  }

  /** Runs `work` without passing the items it stores on to other tabs. */
  function quietly(work: () => void): void {
    applying = true;
    try {
      work();
    } finally {
      applying = false;
    }
  }

  function lead(): void {
    cancelWait?.();
    patience.stop();
    outbox.drop();
    log.renumber(state.position);
    shown = { ...shown, phase: 'connecting' };
    tell();
    delivery.settle();
    // What it has from a tab that was not connected either may have a gap, too.
    if (state.position > 0) host.begun();
    inner.connect();
  }

  function innerChanged(next: ConnectionState): void {
    if (alone) return show(next);
    if (state.role !== 'leading') return;
    show({ ...next, everOpened: next.everOpened || shown.everOpened });
    // A failure stays in this tab, because another one may have a better token or a better network.
    if (next.phase !== 'failed') tell();
    if (next.phase === 'complete' || next.phase === 'failed') leave();
  }

  function enter(): void {
    try {
      const opened = new environment.BroadcastChannel(parts.name);
      opened.addEventListener('message', ({ data }) => {
        if (channel !== opened) return;
        const message = data as TabMessage<Raw>;
        dispatch({ type: 'message', message, now: clock.now() });
        // Messages for other tabs do not prove that our question was received.
        const fromLeader = message.type === 'items' || message.type === 'state' || message.type === 'sync';
        if (fromLeader && state.inStep) patience.heard();
      });
      channel = opened;
    } catch {
      // Channels are forbidden here (a sandboxed frame): same as if there were none.
      return goAlone();
    }
    unwatch ??= watchFreezing({ frozen, thawed }, environment.page);
    // Lines that were read while it was not connected are no part of a common log.
    const own = !host.fresh && log.linesFrom(0) === 0;
    if (own) log.reset(log.next, true);
    dispatch({ type: 'join', own });
  }

  /** Releases everything that other tabs could wait for. */
  function withdraw(): void {
    cancelWait?.();
    patience.stop();
    quietly(delivery.settle);
    dispatch({ type: 'leave' });
    lock.drop();
    outbox.drop();
    channel?.close();
    channel = undefined;
  }

  function leave(): void {
    asleep = false;
    unwatch?.();
    unwatch = undefined;
    withdraw();
  }

  function goAlone(): void {
    const leading = state.role === 'leading';
    alone = true;
    // If it was the leader, its own connection stays open.
    state = initialTabState;
    leave();
    if (!leading) inner.connect();
  }

  function frozen(): void {
    withdraw();
    asleep = true;
    show({ ...shown, phase: 'connecting', delay: undefined });
  }

  function thawed(): void {
    if (!asleep) return;
    asleep = false;
    enter();
  }

  return {
    get state() {
      return alone ? inner.state : shown;
    },
    connect() {
      if (alone) return inner.connect();
      if (shown.phase === 'connecting' || shown.phase === 'open' || shown.phase === 'waiting') return;
      show({
        ...shown,
        phase: 'connecting',
        failures: 0,
        everOpened: false,
        error: undefined,
        outcome: undefined,
        delay: undefined,
      });
      enter();
    },
    disconnect() {
      if (alone) return inner.disconnect();
      if (shown.phase === 'idle' || shown.phase === 'closed' || shown.phase === 'complete') return;
      // Before its own connection ends, so that the stream knows that a caller ended it.
      shown = { ...shown, phase: 'closed', error: undefined, delay: undefined };
      leave();
      show(shown);
    },
    retryNow() {
      if (state.role === 'following') post({ type: 'retry', by: id });
      else inner.retryNow();
    },
    delivered,
    placed({ gap: { to }, ...found }) {
      // What came from another tab is in the log already.
      if (!applying) delivered([{ ...found, kind: 'placed', to }], true);
    },
    packed: () => log.pack(),
    troubled(error) {
      if (state.role === 'leading' && state.held)
        post({ type: 'error', by: id, held: state.held, error: packError(error) });
    },
    older(isMore) {
      more = isMore;
    },
  };
}
