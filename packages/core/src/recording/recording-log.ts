/** What a recorder has written down so far: bounded, and without secrets once it is read. */
import type { Clock } from '../lib/clock.js';
import { binaryPayload, payloadOf } from './payload.js';
import type { ExchangeEvent, RecordedEvent, RecordedPayload } from './recording.js';
import type { Secrets } from './secrets.js';

/** Bytes that came. `binary`: a message that was not text. */
type Arrival =
  | { readonly type: 'chunk'; readonly bytes: Uint8Array }
  | { readonly type: 'message'; readonly bytes: Uint8Array; readonly binary?: boolean };

/** What can be noted: bytes as they are, everything else as it is recorded. */
export type Note = Arrival | Exclude<ExchangeEvent, RecordedPayload>;

export interface RecordingLog {
  /** Notes that a request or a socket began. The answer takes what happens on it. */
  open(opening: ExchangeEvent & { type: 'request' | 'socket' }): (note: Note) => void;
  stop(): void;
  /** The limit was reached. */
  readonly cut: boolean;
  events(): readonly RecordedEvent[];
}

/** What an event weighs beside its bytes. */
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

  /** Clocks may step backwards; a recording does not. */
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

/** The bytes of every arrival without secrets. A body is looked at as a whole, a message by itself. */
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
      return { ...event, url: secrets.cleanText(event.url) }; // learnt after it was asked
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
