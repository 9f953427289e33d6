/** How much of a line its row shows. Pure. */
import type { LogEntry } from '@tailrace/core';

/** Number of characters of a line that are shown at first. "Show more" shows ten times as many, and then adds at most `STEP` with each press, so that it stays quick. */
export const SHOWN_CHARACTERS = 10_000;

/** Cuts a text without splitting a surrogate pair. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

/** Maximum number of characters that one press adds. */
const STEP = 400_000;

/** How many characters to show after one more press. */
export function nextLimit(limit: number): number {
  return limit + Math.min(limit * 9, STEP);
}

/** Number of characters in which lines are counted. */
const COUNTED = 1_000_000;

/** Lines beyond the first, at most `limit` of them counted, of those in the first million characters. */
export function countFolded(text: string, limit = 100_000): number {
  let count = 0;
  let at = firstFeed(text);
  const last = text.length - 1;
  for (; at >= 0 && at < last && at < COUNTED && count < limit; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** Where the first line ends; −1 if there is only one line, or if the first is too long to be worth unfolding. */
function firstFeed(text: string): number {
  return text.length <= COUNTED ? text.indexOf('\n') : text.slice(0, COUNTED).indexOf('\n');
}

/** The first line of a message, which is shown while the others are folded. */
export function firstLine(text: string): string {
  const feed = firstFeed(text);
  return feed < 0 ? text : text.slice(0, feed);
}

/** Maximum number of characters of a line's origin, which should be a word. */
const ORIGIN = 200;

/** Where the line comes from, in a word. */
export function originOf(entry: LogEntry): string | undefined {
  const origin = entry.labels['step_name'] ?? entry.labels['task_name'];
  return origin === undefined ? undefined : cutText(origin, ORIGIN);
}

/** The number in the gutter: from 1 on. Older lines loaded later count down; lines that fill a gap of unknown size have none. */
export function lineNumber(seq: number): string {
  if (!Number.isInteger(seq)) return '';
  return seq >= 0 ? String(seq + 1) : `−${-seq}`;
}
