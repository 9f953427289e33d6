/**
 * What a row shows of a message: styled pieces, links, the names of what cannot be seen; and of a long line no more than
 * its share. Nothing here costs in proportion to what is not shown.
 */
import { parseAnsi, type AnsiSpan, type AnsiState } from '@tailrace/core';
import { isSafeHref, linkify } from '../model/linkify.js';
import { ansiProps, UNSTYLED, type AnsiProps } from './ansi-style.js';
import { showHidden } from './hidden-characters.js';
import { cutText, nextLimit } from './row-text.js';

/** A run of characters with one look. */
export interface MessageSpan {
  readonly text: string;
  readonly href?: string;
  readonly look?: AnsiProps;
  /** The characters cannot be seen: this is shown in their place. */
  readonly glyph?: string;
}

/** See the file's head. */
export interface ShownMessage {
  readonly spans: readonly MessageSpan[];
  /** Characters of the message that are not shown; 0: all of it is. */
  readonly hidden: number;
}

/** Characters read for one that is shown: sequences are not shown, but a megabyte of them is not read for that. */
const READ = 4;
/** Shown characters for one piece at least: pieces are elements, and cost what characters do not. */
const PER_SPAN = 20;
/** Longest sequence that a cut may go through. */
const SEQUENCE = 2_048;

/** Elements that a row may have when this many characters are shown. */
export function maxSpans(limit: number): number {
  return Math.ceil(limit / PER_SPAN);
}

/** One line in which nothing is hidden, styled or written over. */
const PLAIN = /^[\t -~]*$/;
/** What every address begins with that becomes a link. */
const ADDRESSED = /:\/\/|mailto:/i;

/** The first `limit` characters of a message. `carried`: the look it begins with. */
export function showMessage(message: string, limit: number, carried?: AnsiState): ShownMessage {
  // Most lines are words, and to see that is all they cost.
  if (carried === undefined && message.length <= limit && PLAIN.test(message) && !ADDRESSED.test(message))
    return { spans: message === '' ? [] : [{ text: message, look: UNSTYLED }], hidden: 0 };
  const { text, rest } = partToRead(message, limit * READ);
  const { spans, hidden } = cutSpans(parseAnsi(text, carried).spans, limit);
  const pieces: MessageSpan[] = [];
  const max = maxSpans(limit);
  let beyond = 0;
  for (const span of spans) {
    const room = max - pieces.length;
    const own = room > 0 ? piecesOf(span, room) : [];
    for (const piece of own) pieces.push(piece);
    beyond += own.reduce((left, piece) => left - piece.text.length, span.text.length);
  }
  return { spans: pieces, hidden: hidden + beyond + rest };
}

/** As few characters, from `limit` on and in the steps of "show more", as show the one before `end`. */
export function limitShowing(message: string, end: number, limit: number): number {
  for (let enough = limit; ; enough = nextLimit(enough)) {
    const { spans, hidden } = showMessage(message, enough);
    if (hidden === 0 || spans.reduce((sum, span) => sum + span.text.length, 0) >= end) return enough;
  }
}

/** The part of a message that decides what is shown of it, and how many characters come after it. */
function partToRead(message: string, room: number): { readonly text: string; readonly rest: number } {
  if (message.length <= room) return { text: message, rest: 0 };
  const feed = message.indexOf('\n');
  const end = feed < 0 ? message.length : feed;
  // A line that is written over again and again, as progress is: what counts is how it ends.
  const again = end > room ? message.indexOf('\r', end - room) : -1;
  if (again >= 0 && again < end - 1) {
    const to = Math.min(message.length, again + room);
    return { text: message.slice(again, to), rest: message.length - to };
  }
  const head = cutText(message, room);
  const escape = head.lastIndexOf('\u001b');
  const text = escape > room - SEQUENCE ? head.slice(0, escape) : head; // half a sequence would be text
  return { text, rest: message.length - text.length };
}

/** As many of the spans as have room in `limit` characters. */
function cutSpans(
  spans: readonly AnsiSpan[],
  limit: number,
): { readonly spans: readonly AnsiSpan[]; readonly hidden: number } {
  const cut: AnsiSpan[] = [];
  let room = limit;
  let hidden = 0;
  for (const span of spans) {
    const text = room > 0 ? cutText(span.text, room) : '';
    if (text !== '') cut.push(text === span.text ? span : { ...span, text });
    hidden += span.text.length - text.length;
    // What has no room ends it, though something shorter would have.
    room = text === span.text ? room - text.length : 0;
  }
  return { spans: cut, hidden };
}

/** At most `max` pieces of a span, from its beginning. */
function piecesOf({ text, style, href }: AnsiSpan, max: number): readonly MessageSpan[] {
  const look = ansiProps(style);
  const written = linkify(text);
  const linked =
    href !== undefined && isSafeHref(href) && !written.some((piece) => leadsElsewhere(piece.href, href))
      ? [{ text, href }]
      : written;
  const pieces: MessageSpan[] = [];
  for (const piece of linked)
    for (const part of showHidden(piece.text, max - pieces.length)) {
      pieces.push({ ...piece, ...part, look });
      if (pieces.length === max) return pieces;
    }
  return pieces;
}

/** Whether a text that is an address would lead to another place than it says. */
function leadsElsewhere(written: string | undefined, href: string): boolean {
  if (written === undefined) return false;
  const [said, meant] = [originOf(written), originOf(href)];
  return said === undefined || said !== meant;
}

function originOf(address: string): string | undefined {
  try {
    const { protocol, host, pathname } = new URL(address);
    return protocol === 'mailto:' ? pathname : host;
  } catch {
    return undefined;
  }
}
