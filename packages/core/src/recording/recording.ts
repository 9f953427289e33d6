/**
 * What went over the wire in one session, with its timings: what a recorder writes and {@link replay} plays.
 *
 * As a file it is NDJSON. The first line is `{"tailrace":"recording","version":1,"startedAt":…,"about":{…}}`, every line
 * after it one {@link RecordedEvent}. A reader refuses a version it does not know.
 */

/** Bytes as they came: text where they are whole UTF-8, else base64. A message in base64 was a binary one. */
export type RecordedPayload = { readonly text: string } | { readonly base64: string };

/** One thing that happened. `t`: milliseconds since the start. `on`: the request or socket it belongs to, counted from 1. */
export type RecordedEvent = { readonly t: number } & (
  | ({ readonly on: number } & ExchangeEvent)
  /** The recorder's limit was reached at so many bytes; nothing after it was kept. */
  | { readonly type: 'cut'; readonly bytes: number }
  /** `stop()` was called. */
  | { readonly type: 'stop' }
);

/** What can happen on one request or socket. */
export type ExchangeEvent =
  /** The client asked. The URL is without token, see {@link createRecorder}. */
  | { readonly type: 'request'; readonly method: string; readonly url: string }
  /** Status and headers came; only headers that matter for streams are kept. */
  | { readonly type: 'response'; readonly status: number; readonly headers: Readonly<Record<string, string>> }
  /** A piece of the body, cut where the host cut it. */
  | ({ readonly type: 'chunk' } & RecordedPayload)
  /** The body ended. */
  | { readonly type: 'end' }
  /** The host reported a failure: before the answer, within it, or on a socket. */
  | { readonly type: 'error'; readonly name: string; readonly code?: string; readonly status?: number }
  /** The client let go. */
  | { readonly type: 'abort' }
  /** The client opened a WebSocket. */
  | { readonly type: 'socket'; readonly url: string }
  /** The host would not make that WebSocket. */
  | { readonly type: 'refused'; readonly name: string }
  | { readonly type: 'open' }
  | ({ readonly type: 'message' } & RecordedPayload)
  | { readonly type: 'close'; readonly code: number; readonly reason: string; readonly clean: boolean };

/** A recorded session. */
export interface Recording {
  readonly tailrace: 'recording';
  readonly version: 1;
  /** When it began, ISO 8601. */
  readonly startedAt: string;
  /** What the caller noted about it, such as the backend and the id. */
  readonly about: Readonly<Record<string, string>>;
  /** In the order in which it happened. */
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
