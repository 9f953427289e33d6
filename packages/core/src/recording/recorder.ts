/** Writes down what goes over the wire, so that a session can be played again elsewhere. */
import { invalidArgument } from '../errors.js';
import { systemClock, type Clock } from '../lib/clock.js';
import { encodeRecording } from './encode-recording.js';
import { recordedFetch } from './recorded-fetch.js';
import { recordedSocket } from './recorded-socket.js';
import type { Recording } from './recording.js';
import { createRecordingLog } from './recording-log.js';
import { createSecrets } from './secrets.js';

/** What {@link createRecorder} takes. */
export interface RecorderOptions {
  /** Default: the global one. */
  readonly fetch?: typeof globalThis.fetch;
  /** Default: the global one. */
  readonly WebSocket?: typeof globalThis.WebSocket;
  /** Default: the real one. */
  readonly clock?: Clock;
  /** Bytes kept, of payloads and 64 for each event. Default 16 MiB. What comes after that is not recorded, see `cut`. */
  readonly maxBytes?: number;
  /**
   * Notes for whoever replays it. `tailrace replay` reads `backend`, `baseUrl` and `id`; it must be told them where they are missing.
   */
  readonly about?: Readonly<Record<string, string>>;
  /** Further texts of at least 6 characters that must not stand in the recording, such as a token in a path. */
  readonly secrets?: readonly string[];
}

/** A recording under way. Spread it into a stream's options: `createLogStream(source, { ...options, ...recorder })`. */
export interface Recorder {
  /** Does what the one it was given does, and notes it. */
  readonly fetch: typeof globalThis.fetch;
  /** Does what the one it was given does, and notes it. Missing where the host has none. */
  readonly WebSocket?: typeof globalThis.WebSocket;
  /** `maxBytes` were reached: the end of the session is not in the recording. */
  readonly cut: boolean;
  /** Records no more. The stream goes on undisturbed. */
  stop(): void;
  /** What was recorded so far. */
  toJSON(): Recording;
  /** What was recorded so far, as the text of a file: one event a line. */
  toNdjson(): string;
}

const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Starts a recording of raw requests, answers and messages, with their timings.
 *
 * **What stands in it:** addresses with their ids and parameters, statuses, a few response headers (type, caching, encoding,
 * length, date, server, `Retry-After`), and the log's text, whole. Whoever gets the file reads the log.
 *
 * **What never does:** request headers (`Authorization`, cookies and all others), `Set-Cookie`, request bodies, user and
 * password of an address, and the values of query parameters that are named like secrets (`token`, `key`, `auth`, `session`, …).
 * A bearer token or token parameter seen on the way, and each of `secrets`, is starred out wherever else it stands, if it
 * has at least 6 characters.
 *
 * @throws `invalid-argument` where there is no `fetch`
 */
export function createRecorder(options: RecorderOptions = {}): Recorder {
  const fetch = options.fetch ?? globalThis.fetch;
  if (typeof fetch !== 'function')
    throw invalidArgument('This environment has no fetch: pass one as options.fetch.');
  const Base = options.WebSocket ?? globalThis.WebSocket;
  const clock = options.clock ?? systemClock;
  const secrets = createSecrets(options.secrets);
  const log = createRecordingLog(clock, secrets, options.maxBytes ?? MAX_BYTES);
  const startedAt = new Date(clock.now()).toISOString();

  const toJSON = (): Recording => ({
    tailrace: 'recording',
    version: 1,
    startedAt,
    about: Object.fromEntries(
      Object.entries(options.about ?? {}).map(([name, value]) => [name, secrets.cleanText(value)]),
    ),
    events: log.events(),
  });
  return {
    fetch: recordedFetch(fetch.bind(globalThis), log, secrets),
    ...(typeof Base === 'function' ? { WebSocket: recordedSocket(Base, log, secrets) } : {}),
    get cut() {
      return log.cut;
    },
    stop: () => log.stop(),
    toJSON,
    toNdjson: () => encodeRecording(toJSON()),
  };
}
