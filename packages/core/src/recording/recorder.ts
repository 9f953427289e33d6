/** Records what goes over the wire, so that a session can be replayed elsewhere. */
import { invalidArgument } from '../errors.js';
import { systemClock, type Clock } from '../lib/clock.js';
import { encodeRecording } from './encode-recording.js';
import { recordedFetch } from './recorded-fetch.js';
import { recordedSocket } from './recorded-socket.js';
import type { Recording } from './recording.js';
import { createRecordingLog } from './recording-log.js';
import { createSecrets } from './secrets.js';

/** Options of {@link createRecorder}. */
export interface RecorderOptions {
  /** Used for the actual requests. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** Used for the actual connections. Default: the global `WebSocket`. */
  readonly WebSocket?: typeof globalThis.WebSocket;
  /** Default: the real clock. */
  readonly clock?: Clock;
  /** Size limit in bytes: payloads plus 64 for each event. Default 16 MiB. Whatever comes later is not recorded, see `cut`. */
  readonly maxBytes?: number;
  /**
   * Notes for whoever replays the recording. `tailrace replay` reads `backend`, `baseUrl` and `id`; without them it needs them as arguments.
   */
  readonly about?: Readonly<Record<string, string>>;
  /** Further strings of at least 6 characters to mask in the recording, such as a token in a path. */
  readonly secrets?: readonly string[];
}

/** A running recording. Spread it into a stream's options: `createLogStream(source, { ...options, ...recorder })`. */
export interface Recorder {
  /** Performs the request and records it. */
  readonly fetch: typeof globalThis.fetch;
  /** Opens the connection and records it. Absent if the host has no WebSocket. */
  readonly WebSocket?: typeof globalThis.WebSocket;
  /** `maxBytes` was reached: the end of the session is not in the recording. */
  readonly cut: boolean;
  /** Stops recording. The stream continues undisturbed. */
  stop(): void;
  /** The recording so far. */
  toJSON(): Recording;
  /** The recording so far as the text of an NDJSON file: one event per line. */
  toNdjson(): string;
}

const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Starts a recording of raw requests, responses and messages, with their timings.
 *
 * **It contains:** URLs with their ids and parameters, statuses, a few response headers (type, caching, encoding,
 * length, date, server, `Retry-After`), and the complete text of the log. Whoever has the file can read the log.
 *
 * **It never contains:** request headers (`Authorization`, cookies and all others), `Set-Cookie`, request bodies, user and
 * password of a URL, and the values of query parameters whose names suggest a secret (`token`, `key`, `auth`, `session`, …).
 * A bearer token or token parameter seen in a request, and each of `secrets`, is masked with `***` wherever else it occurs, if it
 * has at least 6 characters.
 *
 * @throws `invalid-argument` if there is no `fetch`
 */
export function createRecorder(options: RecorderOptions = {}): Recorder {
  const fetch = options.fetch ?? globalThis.fetch;
  if (typeof fetch !== 'function')
    throw invalidArgument('This environment has no fetch. Pass one as options.fetch.');
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
