/**
 * Plays the events of a recording in their order: what the server did waits for its time, and for the client to have asked
 * what it had asked before. So a stream meets the same order of things however fast it is played.
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
  /** The first thing that happened on it, if anything did. */
  readonly first: ReplyEvent | undefined;
}

export interface Timeline {
  /**
   * The client asks: the recorded request to the same address that nobody took yet, or else to the same path. `take` gets
   * its replies. undefined: the recording has none.
   */
  claim(kind: OpeningEvent['type'], method: string, url: string): Track | undefined;
  /** `take` gets what the server did on the track from now on. The answer ends that. */
  attach(track: Track, take: (reply: ReplyEvent) => void): () => void;
  /** All was played, or something was asked that the recording does not have. */
  readonly ended: Promise<void>;
}

/** Milliseconds that a client may be late with a request while others have something to get. */
const PATIENCE = 2_000;

/** The same while nobody else has: longer than any stream waits by itself. */
const LAST_PATIENCE = 60_000;

interface Player extends Track {
  first: ReplyEvent | undefined;
  readonly kind: OpeningEvent['type'];
  readonly address: string;
  readonly path: string;
  claimed: boolean;
  /** The replay went on without it. */
  skipped: boolean;
  take: ((reply: ReplyEvent) => void) | undefined;
  left: boolean;
  readonly waiting: ReplyEvent[];
}

/** Neither the host nor a token is part of what addresses are told apart by. */
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
  /** Where the recording's time lies on the clock. Moves when the client asks later or sooner than it did. */
  let origin = clock.now();
  let previous: number | undefined;
  let cancelWait: (() => void) | undefined;
  /** The request that everything waits for. */
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

  /** Somebody waits for what comes after the request that is missing. */
  function othersWait(): boolean {
    for (let later = at + 1; later < events.length; later++) {
      const event = events[later] as RecordedEvent;
      if (!isReply(event)) continue;
      const player = players.get(event.on);
      if (player?.claimed && !player.left) return true;
    }
    return false;
  }

  /** Whether the request was made, or is given up. */
  function asked(player: Player, event: RecordedEvent): boolean {
    if (!player.claimed && !player.skipped) {
      missing = player;
      const due = Math.max(0, origin + event.t - clock.now());
      wait(due + (othersWait() ? PATIENCE : LAST_PATIENCE));
      return false;
    }
    origin = clock.now() - event.t;
    return true;
  }

  /** Whether a reply's time has come. */
  function isDue(event: ReplyEvent): boolean {
    // Between two connections the client gets a turn of the host: what it does with one comes first.
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
      if (isOpening(event) && !asked(players.get(event.on) as Player, event)) return;
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
          cancelWait = missing = undefined; // looked at anew: it was asked, or somebody else waits now
        }
        play();
      }, 0);
      return () => void (player.left = true);
    },
  };
}
