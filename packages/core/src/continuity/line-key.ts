/** The keys by which lines are recognised, short enough to be stored and sent. */
import type { DecodedLine } from '../entry.js';

/**
 * FNV-1a over UTF-16 units, twice with different seeds: 64 bits in total, so that among the ten thousand lines of a window the
 * probability of a collision is about 10⁻¹¹.
 */
export function hashText(text: string): string {
  // Signed integers from the start: otherwise the engine uses doubles in the loop, which is four times as slow.
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

/** A key of bounded length that does not reveal the text, because it goes into resume tokens. */
export function shortenKey(key: string): string {
  return `${hashText(key)}.${key.length.toString(36)}`;
}

/** A delivered line of which only what is needed to recognise it was kept. */
export interface RememberedLine {
  readonly id?: string;
  readonly timestamp?: string;
  readonly time?: number;
  readonly key: string;
}

/** An entry of the window of delivered lines. */
export type DeliveredLine<Raw> = DecodedLine<Raw> | RememberedLine;

/** Whether only the key of a line was kept. */
export function isRemembered<Raw>(line: DeliveredLine<Raw>): line is RememberedLine {
  return 'key' in line;
}
