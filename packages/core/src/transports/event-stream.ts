/**
 * Server-sent events from text chunks, with a cap on the size of one event. An event over the cap is skipped, whatever
 * the chunks it came in, and the next one is read as usual.
 */
import { createParser } from 'eventsource-parser';
import type { Frame } from '../lib/frame.js';
import { exceedsUtf8, utf8Length } from './utf8-length.js';

/** What comes out of the stream, in its order. */
export interface EventStreamHandlers {
  /**
   * Complete events with data, of one slice of the text. Not of all that a browser hands over at once: the lines of a flood would
   * all be alive together, and outlive the first looks of the collector of garbage.
   */
  frames(frames: readonly Frame[]): void;
  /** An event was skipped; `bytes` is its size, or what is known of it when it came in several chunks. */
  oversize(bytes: number): void;
  /** A `retry:` field, milliseconds. */
  retry(ms: number): void;
}

/** Takes the text of one stream, chunk by chunk. What is left at the end of a stream is no event and is never handed on. */
export interface EventStream {
  push(text: string): void;
}

/** Two line ends that are not one CRLF. */
const EVENT_END = /\n\n|\n\r\n?|\r\r\n?/;
const AT_EVENT_END = /(?:\n\n|\n\r\n?|\r\r\n?)$/;

/** Characters that are read together: looking for an event's end costs as much as is left of them. */
const SLICE = 65_536;

/** Room for field names, the event's name and its id, so that the cap speaks of the data alone. */
const OTHER_FIELDS = 256;

export function createEventStream(maxBytes: number, handlers: EventStreamHandlers): EventStream {
  let overflowed = false;
  /** An event ended in the piece at hand. */
  let ended = false;
  /** Characters of the event that the stream ends inside of, at most. */
  let pending = 0;
  /** Bytes of the event being skipped; 0 when none is. */
  let skipped = 0;
  /** The stream so far ends inside an event. */
  let partial = false;
  /** The last characters before the text at hand, where a line end may have begun. */
  let tail = '';
  let frames: Frame[] = [];

  /** What came before anything else that is told is told before it. */
  function handOn(): void {
    const batch = frames;
    frames = [];
    if (batch.length > 0) handlers.frames(batch);
  }

  function tellOversize(bytes: number): void {
    handOn();
    handlers.oversize(bytes);
  }

  const parser = createParser({
    maxBufferSize: maxBytes + OTHER_FIELDS,
    // Only hands on: a throw in here would lose the rest of the chunk inside the parser.
    onEvent(message) {
      ended = true;
      if (exceedsUtf8(message.data, maxBytes)) tellOversize(utf8Length(message.data));
      // The parser's own object: it keeps none of them, and a copy would be one more a line.
      else frames.push(message as Frame);
    },
    onRetry(ms) {
      handOn();
      handlers.retry(ms);
    },
    onError(error) {
      // Unknown fields and bad `retry` values are ignored, as the specification says.
      if (error.type === 'max-buffer-size-exceeded') overflowed = true;
    },
  });

  /** Where the first event in `text` ends, or −1. Looks back one character, for a line end that began before. */
  function eventEnd(text: string): number {
    const before = tail.slice(-1);
    const match = EVENT_END.exec(before + text);
    return match ? match.index + match[0].length - before.length : -1;
  }

  /** Feeds a piece that the parser can hold, or that is part of one event only. */
  function feed(piece: string): void {
    if (skipped > 0) skipped += utf8Length(piece);
    else parser.feed(piece);
    tail = (tail + piece.slice(-3)).slice(-3);
    partial = !AT_EVENT_END.test(tail);
    pending = partial ? (ended ? 0 : pending) + piece.length : 0;
    ended = false;
    if (overflowed) {
      overflowed = false;
      parser.reset();
      skipped = Math.max(maxBytes + 1, utf8Length(piece));
    }
    if (skipped > 0 && !partial) {
      tellOversize(skipped);
      skipped = 0;
    }
  }

  function feedSlice(text: string): void {
    let rest = text;
    while (rest !== '') {
      // The parser drops the rest of what it was fed when an event overflows, so an event that could is fed alone.
      const alone = skipped > 0 || pending + rest.length > maxBytes;
      const end = alone ? eventEnd(rest) : -1;
      const piece = end > 0 ? rest.slice(0, end) : rest;
      feed(piece);
      rest = rest.slice(piece.length);
    }
  }

  return {
    push(text) {
      for (let at = 0; at < text.length; at += SLICE) {
        feedSlice(text.slice(at, at + SLICE));
        handOn();
      }
    },
  };
}
