/** What a row shows of its line: how much of it, and what it keeps for later. Pure. */
import type { LogEntry } from '@tailrace/core';

/** Characters of a line that are shown at once. "Show more" shows ten times as many, and then so many more with each press that it stays quick. */
export const SHOWN_CHARACTERS = 10_000;

/** Cuts a text without splitting a surrogate pair. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

/** Characters that one more press adds at most. */
const STEP = 400_000;

/** How many characters to show after one more press. */
export function nextLimit(limit: number): number {
  return limit + Math.min(limit * 9, STEP);
}

/** Characters in which lines are counted. */
const COUNTED = 1_000_000;

/** Lines beyond the first, at most `limit` of them counted, of those in the first million characters. */
export function countFolded(text: string, limit = 100_000): number {
  let count = 0;
  let at = firstFeed(text);
  const last = text.length - 1;
  for (; at >= 0 && at < last && at < COUNTED && count < limit; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** Where the first line ends; −1 where there is one line, or one that is longer than anybody would unfold. */
function firstFeed(text: string): number {
  return text.length <= COUNTED ? text.indexOf('\n') : text.slice(0, COUNTED).indexOf('\n');
}

/** The first line of a message: what is drawn of it while the others are folded under it. */
export function firstLine(text: string): string {
  const feed = firstFeed(text);
  return feed < 0 ? text : text.slice(0, feed);
}

/** Characters of a line's origin: it is a word, whatever is sent. */
const ORIGIN = 200;

/** Where the line comes from, in a word. */
export function originOf(entry: LogEntry): string | undefined {
  const origin = entry.labels['step_name'] ?? entry.labels['task_name'];
  return origin === undefined ? undefined : cutText(origin, ORIGIN);
}

/** The number in the gutter: from 1 on; lines loaded from before the first count down; fillers of a gap have none. */
export function lineNumber(seq: number): string {
  if (!Number.isInteger(seq)) return '';
  return seq >= 0 ? String(seq + 1) : `−${-seq}`;
}
