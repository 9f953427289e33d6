/** What a row shows of its line: how much of it, and what it keeps for later. Pure. */
import type { LogEntry } from '@tailrace/core';

/** Characters of a line that are shown at once, and that "show more" adds the first time; each further press adds ten times more. */
export const SHOWN_CHARACTERS = 10_000;

/** Cuts a text without splitting a surrogate pair. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

/** How many characters to show after one more press. */
export function nextLimit(limit: number): number {
  return limit * 10;
}

/** As few characters as show the one at `end`, in the steps of "show more". */
export function limitFor(end: number): number {
  let limit = SHOWN_CHARACTERS;
  while (limit < end) limit = nextLimit(limit);
  return limit;
}

/** Lines beyond the first, at most `limit` of them counted. */
export function countFolded(text: string, limit = 100_000): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && count < limit; at = text.indexOf('\n', at + 1)) count += 1;
  return text.endsWith('\n') ? Math.max(0, count - 1) : count;
}

/** Whether the message looks like a JSON object or array, without parsing it. */
export function looksLikeJson(message: string): boolean {
  const text = message.length > 1_000_000 ? '' : message.trim();
  return (text.startsWith('{') && text.endsWith('}')) || (text.startsWith('[') && text.endsWith(']'));
}

/** The JSON in a message; undefined when it is none. */
export function parseJsonMessage(message: string): unknown {
  if (!looksLikeJson(message)) return undefined;
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // Not JSON after all: an ordinary line in brackets.
    return undefined;
  }
}

/** Whether there is something behind the disclosure of a row. */
export function hasDetails(entry: LogEntry): boolean {
  if (entry.metadata !== undefined && Object.keys(entry.metadata).length > 0) return true;
  return looksLikeJson(entry.message);
}

/** Where the line comes from, in a word. */
export function originOf(entry: LogEntry): string | undefined {
  return entry.labels['step_name'] ?? entry.labels['task_name'];
}

/** The number in the gutter: from 1 on; lines loaded from before the first count down; fillers of a gap have none. */
export function lineNumber(seq: number): string {
  if (!Number.isInteger(seq)) return '';
  return seq >= 0 ? String(seq + 1) : `−${-seq}`;
}
