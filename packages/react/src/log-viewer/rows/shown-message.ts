/**
 * What a row shows of a message: styled pieces, links, names for invisible characters; of a long line only a limited
 * part. The cost does not depend on the part that is not shown.
 */
import { parseAnsi, type AnsiSpan, type AnsiState } from '@tailrace/core';
import { isSafeHref, linkify } from '../model/linkify.js';
import { ansiProps, UNSTYLED, type AnsiProps } from './ansi-style.js';
import { showHidden } from './hidden-characters.js';
import { cutText, nextLimit } from './row-text.js';

/** A run of characters in one style. */
export interface MessageSpan {
  readonly text: string;
  readonly href?: string;
  readonly look?: AnsiProps;
  /** The characters are invisible: this name is shown in their place. */
  readonly glyph?: string;
}

/** See the file's head. */
export interface ShownMessage {
  readonly spans: readonly MessageSpan[];
  /** Number of characters of the message that are not shown. */
  readonly hidden: number;
}

/** Maximum number of characters read per shown one: sequences are not shown, but a megabyte of them must not be read for that. */
const READ = 4;
/** Minimum number of shown characters per piece, because pieces are elements and cost more than characters. */
const PER_SPAN = 20;
/** Longest sequence that a cut may go through. */
const SEQUENCE = 2_048;

/** Maximum number of elements in a row when this many characters are shown. */
export function maxSpans(limit: number): number {
  return Math.ceil(limit / PER_SPAN);
}

/** A single line without invisible, styled or overwritten text. */
const PLAIN = /^[\t -~]*$/;
/** What every address begins with that becomes a link. */
const ADDRESSED = /:\/\/|mailto:/i;

/** The first `limit` characters of a message. `carried`: the style it begins with. */
export function showMessage(message: string, limit: number, carried?: AnsiState): ShownMessage {
  // Most lines are plain text, and cost only this check.
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

/** The smallest limit, from `limit` on in steps of "show more", that shows the character before `end`. */
export function limitShowing(message: string, end: number, limit: number): number {
  for (let enough = limit; ; enough = nextLimit(enough)) {
    const { spans, hidden } = showMessage(message, enough);
    if (hidden === 0 || spans.reduce((sum, span) => sum + span.text.length, 0) >= end) return enough;
  }
}

/** The part of a message that determines what is shown, and the number of characters after it. */
function partToRead(message: string, room: number): { readonly text: string; readonly rest: number } {
  if (message.length <= room) return { text: message, rest: 0 };
  const feed = message.indexOf('\n');
  const end = feed < 0 ? message.length : feed;
  // For a line that is overwritten again and again, such as a progress bar, its end counts.
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

/** As many of the spans as fit into `limit` characters. */
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
    // Stop at the first span that does not fit, even if a shorter one would.
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

/** Whether a link whose text is an address leads to a different place than it says. */
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
