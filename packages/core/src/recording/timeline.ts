/**
 * Plays the events of a recording in order. An event of the server waits for its time, and until the client has made the requests that
 * preceded it, so that a stream sees the same order at any speed.
 */
import type { Clock } from '../lib/clock.js';
import {
  isOpening,
  isReply,
  type OpeningEvent,
  type RecordedEvent,
  type Recording,
  type ReplyEvent,
} from './recording.js';
import { withoutSecrets } from './secrets.js';

/** One request or socket of the recording. */
export interface Track {
  readonly opening: OpeningEvent;
  /** Its first event, if there is one. */
  readonly first: ReplyEvent | undefined;
}

export interface Timeline {
  /**
   * Finds the recorded request for a request of the client: one with the same parameters that was not claimed yet, or else one with the
   * same path. undefined if the recording has none.
   */
  claim(kind: OpeningEvent['type'], method: string, url: string): Track | undefined;
  /** From now on `take` receives the replies of the track. Returns a function that detaches it. */
  attach(track: Track, take: (reply: ReplyEvent) => void): () => void;
  /** Resolves when everything was played, or when a request was made that the recording does not have. */
  readonly ended: Promise<void>;
}

/** Milliseconds to wait for a request of the client while other connections have replies to receive. */
const PATIENCE = 2_000;

/** The same if there are none: as long as a stream's longest delay. */
const LAST_PATIENCE = 60_000;

interface Player extends Track {
  first: ReplyEvent | undefined;
  readonly kind: OpeningEvent['type'];
  readonly address: string;
  readonly path: string;
  claimed: boolean;
  /** The client did not make this request in time. */
  skipped: boolean;
  take: ((reply: ReplyEvent) => void) | undefined;
  left: boolean;
  readonly waiting: ReplyEvent[];
}

/** What requests are matched by: neither the host nor a token is part of it. */
function addressOf(method: string, url: string): { address: string; path: string } {
  const [path = '', query = ''] = withoutSecrets(url)
    .replace(/^[a-z+]+:\/\/[^/?]*/i, '')
    .split('?', 2);
  const parameters = query.split('&').filter((parameter) => parameter !== '' && !parameter.endsWith('=***'));
  return { address: `${method} ${path}?${parameters.join('&')}`, path: `${method} ${path}` };
}

const methodOf = (opening: OpeningEvent): string => (opening.type === 'request' ? opening.method : 'SOCKET');

function playerOf(opening: OpeningEvent): Player {
  return {
    opening,
    first: undefined,
    kind: opening.type,
    ...addressOf(methodOf(opening), opening.url),
    claimed: false,
    skipped: false,
    take: undefined,
    left: false,
    waiting: [],
  };
}

export function createTimeline(recording: Recording, clock: Clock): Timeline {
  const { events } = recording;
  const players = new Map<number, Player>();
  for (const event of events) {
    if (isOpening(event)) players.set(event.on, playerOf(event));
    else if (isReply(event)) {
      const player = players.get(event.on);
      if (player) player.first ??= event;
    }
  }

  let finish!: () => void;
  const ended = new Promise<void>((resolve) => (finish = resolve));
  let at = 0;
  /** The recording's start on the clock. Moves if the client makes a request later or earlier than it did. */
  let origin = clock.now();
  let previous: number | undefined;
  let cancelWait: (() => void) | undefined;
  /** The request that the replay is waiting for. */
  let missing: Player | undefined;

  function wait(ms: number): void {
    cancelWait = clock.schedule(() => {
      cancelWait = undefined;
      if (missing) missing.skipped = true;
      missing = undefined;
      play();
    }, ms);
  }

  function deliver(reply: ReplyEvent): void {
    const player = players.get(reply.on);
    if (!player || player.left) return;
    if (player.take) player.take(reply);
    else player.waiting.push(reply);
  }

  /** Whether other connections have replies after the missing request. */
  function othersWait(): boolean {
    for (let later = at + 1; later < events.length; later++) {
      const event = events[later] as RecordedEvent;
      if (!isReply(event)) continue;
      const player = players.get(event.on);
      if (player?.claimed && !player.left) return true;
    }
    return false;
  }

  /** Whether a request was made or given up. If not, waits for it. */
  function isClaimed(player: Player, event: RecordedEvent): boolean {
    if (!player.claimed && !player.skipped) {
      missing = player;
      const due = Math.max(0, origin + event.t - clock.now());
      wait(due + (othersWait() ? PATIENCE : LAST_PATIENCE));
      return false;
    }
    origin = clock.now() - event.t;
    return true;
  }

  /** Whether a reply's time has come. If not, waits for it. */
  function isDue(event: ReplyEvent): boolean {
    // Between replies of two connections the client gets a turn of the event loop to handle the first one.
    const turn = previous !== undefined && previous !== event.on;
    previous = event.on;
    const due = origin + event.t - clock.now();
    if (due <= 0 && !turn) return true;
    wait(Math.max(0, due));
    return false;
  }

  function play(): void {
    if (cancelWait) return;
    for (let event = events[at]; event; event = events[at]) {
      if (isOpening(event) && !isClaimed(players.get(event.on) as Player, event)) return;
      if (isReply(event)) {
        if (!isDue(event)) return;
        deliver(event);
      }
      at += 1;
    }
    finish();
  }

  return {
    ended,
    claim(kind, method, url) {
      const { address, path } = addressOf(method, url);
      const free = [...players.values()].filter((player) => player.kind === kind && !player.claimed);
      const player = free.find((one) => one.address === address) ?? free.find((one) => one.path === path);
      if (!player) {
        finish();
        return undefined;
      }
      player.claimed = true;
      return player;
    },
    attach(track, take) {
      const player = track as Player;
      clock.schedule(() => {
        player.take = take;
        for (const reply of player.waiting.splice(0)) deliver(reply);
        if (missing) {
          cancelWait?.();
          cancelWait = missing = undefined; // checked again: the request was made, or another connection waits now
        }
        play();
      }, 0);
      return () => void (player.left = true);
    },
  };
}
