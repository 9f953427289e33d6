/**
 * Links to lines: `#L120-L140@…`. The numbers are for people. They count from the first line that a stream has loaded, which is
 * a different line for somebody who opens the log later. So the part after the `@` identifies the first and the last line: by
 * id; without one, by timestamp and a hash of the text; without a timestamp, by the hash alone. Pure.
 */
import type { LogEntry, LogView } from '@tailrace/core';

/** What identifies a line. */
interface LineMark {
  readonly id?: string;
  readonly timestamp?: string;
  readonly hash?: string;
  /** How many equal lines with the same timestamp precede it. */
  readonly copy?: number;
}

/** A parsed link. Numbers are sequence numbers. */
export interface Permalink {
  readonly from: number;
  readonly to: number;
  readonly first?: LineMark;
  readonly last?: LineMark;
}

/** The sequence numbers of the first and the last line that a link leads to. */
export interface FoundLines {
  readonly from: number;
  readonly to: number;
}

/** Rows compared without a pause. */
const SLICE = 8_192;

/** Number of characters of a message that are hashed, along with its length. */
const HASHED = 2_000;

/** Lines before a line that are compared with it. */
const TICK_LINES = 10_000;

/** FNV-1a. */
function hashOf(message: string): string {
  let hash = 0x811c9dc5 ^ message.length;
  const end = Math.min(message.length, HASHED);
  for (let at = 0; at < end; at += 1) hash = Math.imul(hash ^ message.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}

const escape = (text: string): string => encodeURIComponent(text).replaceAll('%3A', ':');

function unescape(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // Truncated or mistyped: not a valid link.
    return undefined;
  }
}

function copiesBefore(view: LogView, entry: LogEntry): number {
  const row = view.rowOf(entry.seq);
  let copies = 0;
  for (let at = row - 1; at >= 0 && at > row - TICK_LINES; at -= 1) {
    const item = view.at(at);
    if (item?.kind !== 'log' || item.timestamp !== entry.timestamp) break;
    if (item.message === entry.message) copies += 1;
  }
  return copies;
}

function writeMark(view: LogView, entry: LogEntry): string {
  if (entry.id !== undefined) return `i,${escape(entry.id)}`;
  const hash = hashOf(entry.message);
  if (entry.timestamp === undefined) return `m,${hash}`;
  const copy = copiesBefore(view, entry);
  return `t,${escape(entry.timestamp)},${hash}${copy === 0 ? '' : `,${copy}`}`;
}

function readMark(text: string | undefined): LineMark | undefined {
  const [kind, value = '', hash, copy] = text?.split(',') ?? [];
  const plain = unescape(value);
  if (plain === undefined || plain === '') return undefined;
  if (kind === 'i') return { id: plain };
  if (kind === 'm') return { hash: plain };
  if (kind !== 't' || hash === undefined) return undefined;
  return { timestamp: plain, hash, copy: Math.max(0, Number(copy ?? 0) || 0) };
}

// From 1 on; lines from before the first one loaded count down from −1, as in the gutter.
const toNumber = (seq: number): number => (seq >= 0 ? Math.floor(seq) + 1 : Math.floor(seq));
const toSeq = (number: number): number => (number > 0 ? number - 1 : number);

/** Creates the link to a range of lines, without the `#`. `prefix` distinguishes several viewers on a page. */
export function writeLink(first: LogEntry, last: LogEntry, view: LogView, prefix = ''): string {
  const head = prefix === '' ? '' : `${escape(prefix)}:`;
  if (first === last) return `${head}L${toNumber(first.seq)}@${writeMark(view, first)}`;
  const numbers = `L${toNumber(first.seq)}-L${toNumber(last.seq)}`;
  return `${head}${numbers}@${writeMark(view, first)};${writeMark(view, last)}`;
}

/** Parses a fragment, with or without its `#`; undefined if it is not a link of this viewer. */
export function readLink(fragment: string, prefix = ''): Permalink | undefined {
  const text = fragment.replace(/^#/, '');
  const head = prefix === '' ? '' : `${escape(prefix)}:`;
  if (!text.startsWith(head)) return undefined;
  const match = /^L(-?\d{1,15})(?:-L?(-?\d{1,15}))?(?:@([^;]*)(?:;(.*))?)?$/.exec(text.slice(head.length));
  if (!match) return undefined;
  const from = toSeq(Number(match[1]));
  const to = match[2] === undefined ? from : toSeq(Number(match[2]));
  const first = readMark(match[3]);
  const last = readMark(match[4]);
  return {
    from: Math.min(from, to),
    to: Math.max(from, to),
    ...(first ? { first } : {}),
    ...(last ? { last } : {}),
  };
}

function isMarked(entry: LogEntry, mark: LineMark): boolean {
  if (mark.id !== undefined) return entry.id === mark.id;
  if (mark.timestamp !== undefined && entry.timestamp !== mark.timestamp) return false;
  return hashOf(entry.message) === mark.hash;
}

/**
 * Finds the marked line among rows `from` to `to` (exclusive). If there is only a hash, the one whose number is nearest to `near`. The line with
 * that very number is the first to be looked at: in the log that the link was made from, it is the one.
 */
function* findMark(
  view: LogView,
  mark: LineMark,
  near: number,
  from: number,
  to: number,
): Generator<undefined, LogEntry | undefined> {
  const row = view.rowOf(near);
  const guess = row >= from && row < to ? view.at(row) : undefined;
  if (
    guess?.kind === 'log' &&
    isMarked(guess, mark) &&
    (mark.timestamp === undefined || copiesBefore(view, guess) === mark.copy)
  )
    return guess;
  let found: LogEntry | undefined;
  let copies = 0;
  for (let row = from; row < to; row += 1) {
    if (row % SLICE === SLICE - 1) yield;
    // Of a packed line only the message is read, unless it has the hash.
    const block = mark.hash === undefined ? undefined : view.blockAt?.(row);
    if (block && hashOf(block.message(row - block.base)) !== mark.hash) continue;
    const item = view.at(row);
    if (item?.kind !== 'log' || !isMarked(item, mark)) continue;
    if (mark.id !== undefined) return item;
    if (mark.timestamp !== undefined) {
      found = item;
      if (copies >= (mark.copy ?? 0)) return found;
      copies += 1;
    } else if (!found || Math.abs(item.seq - near) < Math.abs(found.seq - near)) found = item;
  }
  return found;
}

/**
 * Finds the first and the last line of a link; undefined if the first is not among rows `from` to `to` (exclusive). Yields now and
 * then, so that whoever runs it can let the page react in between.
 */
export function* findLink(
  view: LogView,
  link: Permalink,
  from = 0,
  to = view.length,
): Generator<undefined, FoundLines | undefined> {
  const length = link.to - link.from;
  if (!link.first) {
    const row = view.rowOf(link.from);
    return row >= from && row < to ? { from: link.from, to: link.to } : undefined;
  }
  const first = yield* findMark(view, link.first, link.from, from, to);
  if (!first) return undefined;
  const row = view.rowOf(first.seq);
  // Allow for lines that have filled a gap in between; a line much further on is a different one.
  const last =
    link.last &&
    (yield* findMark(
      view,
      link.last,
      first.seq + length,
      row,
      Math.min(view.length, row + 2 * length + 10_000),
    ));
  return { from: first.seq, to: last?.seq ?? first.seq + length };
}
