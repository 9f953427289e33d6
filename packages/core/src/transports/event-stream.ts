/**
 * Parses server-sent events from chunks of text. An event that exceeds the size limit is skipped, however it is split into
 * chunks, and the next one is parsed as usual.
 */
import { createParser } from 'eventsource-parser';
import type { Frame } from '../lib/frame.js';
import type { TransportSink } from './transport.js';
import { exceedsUtf8, utf8Length } from './utf8-length.js';

/** Two line ends that are not one CRLF. */
const EVENT_END = /\n\n|\n\r\n?|\r\r\n?/;
const AT_EVENT_END = /(?:\n\n|\n\r\n?|\r\r\n?)$/;

/** Characters parsed together. Limits the cost of searching the rest of a chunk for the end of an event. */
const SLICE = 65_536;

/** Room for field names, the event's name and its id, because the limit is for the data alone. */
const OTHER_FIELDS = 256;

/**
 * Returns a function that takes the text of one stream, chunk by chunk, and reports what is in it to `sink`, in order. An incomplete event at
 * the end of the stream is dropped, as the specification says.
 *
 * Large chunks are passed on in slices, because otherwise all lines of a flood would be alive together, and survive into the garbage
 * collector's old generation.
 */
export function createEventStream(
  maxBytes: number,
  sink: Pick<TransportSink, 'frames' | 'oversize' | 'retryDelay'>,
): (text: string) => void {
  let overflowed = false;
  /** Upper bound for the characters of the incomplete event, also while it is skipped; 0 if the text so far ends with an event. */
  let pending = 0;
  /** Bytes of the event being skipped so far; 0 if none is. */
  let skipped = 0;
  /** The last characters of the text so far, in which a line end may have begun. */
  let tail = '';
  let frames: Frame[] = [];

  /** Passes on the frames so far. Called before anything else is reported, to keep the order. */
  function flush(): void {
    const batch = frames;
    frames = [];
    sink.frames(batch);
  }

  function reportOversize(bytes: number): void {
    flush();
    sink.oversize(bytes);
  }

  const parser = createParser({
    maxBufferSize: maxBytes + OTHER_FIELDS,
    // Only collects, because an exception in here would make the parser lose the rest of the chunk.
    onEvent(message) {
      if (exceedsUtf8(message.data, maxBytes)) reportOversize(utf8Length(message.data));
      // The parser does not reuse its objects, so there is no need to copy them.
      else frames.push(message as Frame);
    },
    onRetry(ms) {
      flush();
      sink.retryDelay(ms);
    },
    onError(error) {
      // Unknown fields and invalid `retry` values are ignored, as the specification says.
      if (error.type === 'max-buffer-size-exceeded') overflowed = true;
    },
  });

  /** Where the first event in `text` ends, or −1. Looks back one character, because a line end may have begun before. */
  function eventEnd(text: string): number {
    const before = tail.slice(-1);
    const match = EVENT_END.exec(before + text);
    return match ? match.index + match[0].length - before.length : -1;
  }

  /** Feeds a piece that the parser can hold, or that belongs to a single event. */
  function feed(piece: string): void {
    if (skipped > 0) skipped += utf8Length(piece);
    else parser.feed(piece);
    tail = (tail + piece.slice(-3)).slice(-3);
    pending = AT_EVENT_END.test(tail) ? 0 : pending + piece.length;
    if (overflowed) {
      overflowed = false;
      parser.reset();
      skipped = Math.max(maxBytes + 1, utf8Length(piece));
    }
    if (skipped > 0 && pending === 0) {
      reportOversize(skipped);
      skipped = 0;
    }
  }

  function feedSlice(text: string): void {
    let rest = text;
    while (rest !== '') {
      // If an event overflows, the parser drops the rest of the piece, so an event that might overflow is fed alone.
      const alone = pending + rest.length > maxBytes;
      const end = alone ? eventEnd(rest) : -1;
      const piece = end > 0 ? rest.slice(0, end) : rest;
      feed(piece);
      rest = rest.slice(piece.length);
    }
  }

  return (text) => {
    for (let at = 0; at < text.length; at += SLICE) {
      feedSlice(text.slice(at, at + SLICE));
      flush();
    }
  };
}
