/** What a line is recognised by, short enough to be kept and sent. */
import type { DecodedLine } from '../entry.js';

/**
 * FNV-1a over UTF-16 units, twice with different seeds: 64 bits in all, so that among the ten thousand lines of a window two
 * different ones meet with a chance of one in 10¹¹.
 */
export function hashText(text: string): string {
  // As signed numbers from the start: the engine would take the loop's for doubles, which makes it four times as slow.
  let a = 0x811c9dc5 | 0;
  let b = 0x9747b28c | 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`;
}

/** A key of bounded length that tells nothing of the text: it goes into resume tokens. */
export function shortenKey(key: string): string {
  return `${hashText(key)}.${key.length.toString(36)}`;
}

/** A line that was delivered before this stream began: all that is left of it is how to recognise it. */
export interface RememberedLine {
  readonly id?: string;
  readonly timestamp?: string;
  readonly time?: number;
  readonly key: string;
}

/** What the window of delivered lines holds. */
export type DeliveredLine<Raw> = DecodedLine<Raw> | RememberedLine;

/** Whether only the memory of a line is left. */
export function isRemembered<Raw>(line: DeliveredLine<Raw>): line is RememberedLine {
  return 'key' in line;
}
