/** The events recorded so far, in a bounded amount of memory. Secrets are masked when the events are read. */
import type { Clock } from '../lib/clock.js';
import { binaryPayload, payloadOf } from './payload.js';
import type { ExchangeEvent, RecordedEvent, RecordedPayload } from './recording.js';
import type { Secrets } from './secrets.js';

/** Bytes that arrived. `binary`: a message that was not text. */
type Arrival =
  | { readonly type: 'chunk'; readonly bytes: Uint8Array }
  | { readonly type: 'message'; readonly bytes: Uint8Array; readonly binary?: boolean };

/** An event to record: with raw bytes instead of an encoded payload. */
export type Note = Arrival | Exclude<ExchangeEvent, RecordedPayload>;

export interface RecordingLog {
  /** Records that a request or a socket was opened. Returns a function that records further events of it. */
  open(opening: ExchangeEvent & { type: 'request' | 'socket' }): (note: Note) => void;
  stop(): void;
  /** The size limit was reached. */
  readonly cut: boolean;
  events(): readonly RecordedEvent[];
}

/** Estimated size of an event without its bytes. */
const EVENT_BYTES = 64;

type Kept = { readonly t: number } & (
  | ({ readonly on: number } & Note)
  | { readonly type: 'cut'; readonly bytes: number }
  | { readonly type: 'stop' }
);

export function createRecordingLog(clock: Clock, secrets: Secrets, maxBytes: number): RecordingLog {
  const start = clock.now();
  const kept: Kept[] = [];
  let bytes = 0;
  let last = 0;
  let count = 0;
  let over = false;
  let cut = false;

  /** Never decreases, even if the clock is set back. */
  const time = (): number => (last = Math.max(last, clock.now() - start));

  function keep(on: number, note: Note): void {
    if (over) return;
    const size = EVENT_BYTES + ('bytes' in note ? note.bytes.length : 0);
    if (bytes + size > maxBytes) {
      over = cut = true;
      kept.push({ t: time(), type: 'cut', bytes });
      return;
    }
    bytes += size;
    kept.push({ t: time(), on, ...note });
  }

  return {
    open(opening) {
      const on = (count += 1);
      keep(on, opening);
      return (note) => keep(on, note);
    },
    stop() {
      if (over) return;
      over = true;
      kept.push({ t: time(), type: 'stop' });
    },
    get cut() {
      return cut;
    },
    events() {
      const clean = cleanArrivals(kept, secrets);
      return kept.map((event) => {
        const bytes = clean.get(event);
        if (event.type === 'chunk')
          return { ...head(event), type: 'chunk', ...payloadOf(bytes ?? event.bytes) };
        if (event.type !== 'message') return cleanTexts(event, secrets);
        const encode = event.binary ? binaryPayload : payloadOf;
        return { ...head(event), type: 'message', ...encode(bytes ?? event.bytes) };
      });
    },
  };
}

const head = ({ t, on }: { readonly t: number; readonly on: number }): { t: number; on: number } => ({
  t,
  on,
});

/** The bytes of every arrival with secrets masked. A body is searched as a whole, because a secret may be split into chunks. */
function cleanArrivals(kept: readonly Kept[], secrets: Secrets): ReadonlyMap<Kept, Uint8Array> {
  const together = new Map<number | Kept, (Kept & Arrival)[]>();
  for (const event of kept) {
    if (event.type !== 'chunk' && event.type !== 'message') continue;
    const key = event.type === 'chunk' ? event.on : event;
    const group = together.get(key);
    if (group) group.push(event);
    else together.set(key, [event]);
  }
  const clean = new Map<Kept, Uint8Array>();
  for (const group of together.values())
    secrets
      .cleanBytes(group.map((event) => event.bytes))
      .forEach((bytes, at) => clean.set(group[at] as Kept, bytes));
  return clean;
}

function cleanTexts(event: Exclude<Kept, Arrival>, secrets: Secrets): RecordedEvent {
  switch (event.type) {
    case 'request':
    case 'socket':
      return { ...event, url: secrets.cleanText(event.url) }; // again, because a secret may have become known later
    case 'close':
      return { ...event, reason: secrets.cleanText(event.reason) };
    case 'response':
      return {
        ...event,
        headers: Object.fromEntries(
          Object.entries(event.headers).map(([name, value]) => [name, secrets.cleanText(value)]),
        ),
      };
    default:
      return event;
  }
}
