/** Replays a recorded session to a stream, in place of the network. */
import { checkOptions, refuse } from '../lib/arguments.js';
import { systemClock, type Clock } from '../lib/clock.js';
import type { Recording } from './recording.js';
import { jumpingClock, scaledClock } from './replay-clock.js';
import { replayedFetch } from './replayed-fetch.js';
import { replayedSocket } from './replayed-socket.js';
import { createTimeline } from './timeline.js';

/** Options of {@link replay}. */
export interface ReplayOptions {
  /** The host's clock. Default: the real one. */
  readonly clock?: Clock;
  /** Speed relative to the recording; `max` does not wait at all. Default 1. */
  readonly speed?: number | 'max';
}

/** A running replay. Spread it into a stream's options: `createLogStream(source, { ...options, ...played })`. */
export interface Replay {
  /** Responds as the server did: same bytes, same chunks, same statuses and failures. Uses no network. */
  readonly fetch: typeof globalThis.fetch;
  /** Opens, sends, fails and closes as in the recording. Messages sent to it are discarded. */
  readonly WebSocket: typeof globalThis.WebSocket;
  /** Starts at the time of the recording and runs `speed` times as fast, so that the stream's own waits keep their proportions. */
  readonly clock: Clock;
  /** Resolves when everything was played, or when a request was made that the recording does not have. Connections stay open. */
  readonly ended: Promise<void>;
}

/**
 * Replays a recording to the stream that uses its `fetch`, `WebSocket` and `clock`. Use the source and the options of the
 * recorded stream: requests are matched by method, path and parameters, in order. Each response waits, up to 2 s,
 * until the stream has made the requests that preceded it. A request that was not recorded is refused for good
 * (410, close code 4410), so that the stream ends instead of retrying.
 *
 * Back-off delays are random again; for exactly the same delays pass the same `random` to both sessions.
 *
 * @throws `invalid-argument` for an invalid speed
 */
export function replay(recording: Recording, { clock = systemClock, speed = 1 }: ReplayOptions = {}): Replay {
  checkOptions(recording, 'recording');
  if (speed !== 'max' && !(typeof speed === 'number' && speed > 0 && Number.isFinite(speed)))
    refuse('speed', '"max" or a number above 0', speed);
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
