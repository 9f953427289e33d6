/** Plays a recorded session to a stream, in the place of its network. */
import { invalidArgument } from '../errors.js';
import { systemClock, type Clock } from '../lib/clock.js';
import type { Recording } from './recording.js';
import { jumpingClock, scaledClock } from './replay-clock.js';
import { replayedFetch } from './replayed-fetch.js';
import { replayedSocket } from './replayed-socket.js';
import { createTimeline } from './timeline.js';

/** What {@link replay} takes. */
export interface ReplayOptions {
  /** The host's clock. Default: the real one. */
  readonly clock?: Clock;
  /** How many times as fast as it happened; `max`: nothing is waited for. Default 1. */
  readonly speed?: number | 'max';
}

/** A recording that is being played. Spread it into a stream's options: `createLogStream(source, { ...options, ...played })`. */
export interface Replay {
  /** Answers as the server did: same bytes, same borders of chunks, same statuses and failures. Touches no network. */
  readonly fetch: typeof globalThis.fetch;
  /** Opens, speaks, fails and closes as the server's did. What is sent to it goes nowhere. */
  readonly WebSocket: typeof globalThis.WebSocket;
  /** Begins when the recording began and runs `speed` times as fast, so that the stream's own waits keep their proportions. */
  readonly clock: Clock;
  /** Resolves when all was played, or when something was asked that the recording does not have. Connections stay open. */
  readonly ended: Promise<void>;
}

/**
 * Plays a recording to the stream that is given its `fetch`, `WebSocket` and `clock`. Use the source and the options of the
 * recorded stream: requests are recognised by method, path and parameters, and in their order. What the server said waits
 * until the stream has asked what it had asked before, 2 s at most. A request that was never recorded is refused for good
 * (410, close code 4410), so that the stream ends instead of asking again.
 *
 * The stream draws its back-off anew; for exactly the same waits give both sessions the same `random`.
 *
 * @throws `invalid-argument` for a speed that is none
 */
export function replay(recording: Recording, { clock = systemClock, speed = 1 }: ReplayOptions = {}): Replay {
  if (speed !== 'max' && !(typeof speed === 'number' && speed > 0 && Number.isFinite(speed)))
    throw invalidArgument(`speed must be "max" or a number above 0, not ${String(speed)}.`);
  const parsed = Date.parse(recording.startedAt);
  const start = Number.isNaN(parsed) ? clock.now() : parsed;
  const own = speed === 'max' ? jumpingClock(clock, start) : scaledClock(clock, start, speed);
  const timeline = createTimeline(recording, own);
  void timeline.ended.then(own.slowDown);
  return {
    fetch: replayedFetch(timeline),
    WebSocket: replayedSocket(timeline),
    clock: { now: own.now, schedule: own.schedule },
    ended: timeline.ended,
  };
}
