/**
 * The format of a recording: what went over the wire in one session, with its timings. A recorder writes it and {@link replay} plays it.
 *
 * As a file it is NDJSON. The first line is `{"tailrace":"recording","version":1,"startedAt":…,"about":{…}}`, every line
 * after it one {@link RecordedEvent}. A reader refuses a version it does not know.
 */

/** Bytes as they arrived: text if they are complete UTF-8, otherwise base64. A WebSocket message in base64 was binary. */
export type RecordedPayload = { readonly text: string } | { readonly base64: string };

/** One event. `t`: milliseconds since the start. `on`: number of the request or socket it belongs to, from 1. */
export type RecordedEvent = { readonly t: number } & (
  | ({ readonly on: number } & ExchangeEvent)
  /** The recorder's limit was reached at this many bytes; nothing was recorded after it. */
  | { readonly type: 'cut'; readonly bytes: number }
  /** `stop()` was called. */
  | { readonly type: 'stop' }
);

/** An event of one request or socket. */
export type ExchangeEvent =
  /** The client sent a request. The URL contains no token, see {@link createRecorder}. */
  | { readonly type: 'request'; readonly method: string; readonly url: string }
  /** Status and headers arrived; only headers that matter for streams are kept. */
  | { readonly type: 'response'; readonly status: number; readonly headers: Readonly<Record<string, string>> }
  /** A chunk of the body, as the host delivered it. */
  | ({ readonly type: 'chunk' } & RecordedPayload)
  /** The body ended. */
  | { readonly type: 'end' }
  /** The host reported a failure: before the response, during it, or on a socket. */
  | { readonly type: 'error'; readonly name: string; readonly code?: string; readonly status?: number }
  /** The client aborted. */
  | { readonly type: 'abort' }
  /** The client opened a WebSocket. */
  | { readonly type: 'socket'; readonly url: string }
  /** The host refused to create the WebSocket. */
  | { readonly type: 'refused'; readonly name: string }
  | { readonly type: 'open' }
  | ({ readonly type: 'message' } & RecordedPayload)
  | { readonly type: 'close'; readonly code: number; readonly reason: string; readonly clean: boolean };

/** A recorded session. */
export interface Recording {
  readonly tailrace: 'recording';
  readonly version: 1;
  /** When it started, ISO 8601. */
  readonly startedAt: string;
  /** The caller's notes, such as the backend and the id. */
  readonly about: Readonly<Record<string, string>>;
  /** In chronological order. */
  readonly events: readonly RecordedEvent[];
}

/** The client's beginning of a request or a socket. */
export type OpeningEvent = Extract<RecordedEvent, { readonly type: 'request' | 'socket' }>;

/** What the server, or the host for it, did. */
export type ReplyEvent = Exclude<
  RecordedEvent,
  { readonly type: 'request' | 'socket' | 'abort' | 'cut' | 'stop' }
>;

/** Whether an event is an {@link OpeningEvent}. */
export function isOpening(event: RecordedEvent): event is OpeningEvent {
  return event.type === 'request' || event.type === 'socket';
}

/** Whether an event is a {@link ReplyEvent}. */
export function isReply(event: RecordedEvent): event is ReplyEvent {
  return 'on' in event && event.type !== 'abort' && !isOpening(event);
}
