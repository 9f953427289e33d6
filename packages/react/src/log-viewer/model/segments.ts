/** Cuts the styled spans of a line where matches begin and end, so that a mark may cross a change of colour. */
import type { TextRange } from '@tailrace/core';

/** What is cut: text with whatever else belongs to it. */
export interface Cuttable {
  readonly text: string;
}

/** A piece of a span; `match` is the index of the range it lies in. */
export type Segment<S extends Cuttable> = S & { readonly match?: number };

/** The ranges that are marked, and the index of the first of them. */
export interface Marks {
  readonly ranges: readonly TextRange[];
  readonly first: number;
}

/** At most `max` of the ranges: the first ones, or where one is the current match those around it. A mark is an element, and a line of a million letters may hold a million matches. */
export function marksAround(ranges: readonly TextRange[], current: number | undefined, max: number): Marks {
  if (ranges.length <= max) return { ranges, first: 0 };
  const first = Math.max(0, Math.min((current ?? 0) - Math.floor(max / 2), ranges.length - max));
  return { ranges: ranges.slice(first, first + max), first };
}

/** What belongs to the character before it: marks, variants, and joiners with what they join. */
const SEQUEL = /(?:[\p{M}\p{Emoji_Modifier}\ufe00-\ufe0f]|\u200d\p{Extended_Pictographic})*/uy;

/** Whether a cut at this place goes through a surrogate pair. */
function splits(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

/** The range with whole characters at its ends. */
function whole(text: string, [start, end]: TextRange, after: number): TextRange {
  if (end <= start) return [Math.max(start, after), Math.max(start, after)];
  SEQUEL.lastIndex = splits(text, end) ? end + 1 : end;
  const to = SEQUEL.test(text) ? SEQUEL.lastIndex : end;
  const from = Math.max(after, splits(text, start) ? start - 1 : start);
  return [from, Math.max(from, to)];
}

/**
 * The spans in pieces. `marks.ranges` are in order and do not overlap. What is marked is whole characters: an expression
 * may find half of an emoji, or a letter without its accent.
 */
export function segmentSpans<S extends Cuttable>(
  spans: readonly S[],
  { ranges: found, first }: Marks,
): readonly Segment<S>[] {
  if (found.length === 0) return spans;
  const text = spans.map((span) => span.text).join('');
  const ranges: TextRange[] = [];
  for (const range of found) ranges.push(whole(text, range, ranges.at(-1)?.[1] ?? 0));
  const segments: Segment<S>[] = [];
  let position = 0;
  let next = 0;
  for (const span of spans) {
    const end = position + span.text.length;
    let at = position;
    while (at < end) {
      while (next < ranges.length && (ranges[next] as TextRange)[1] <= at) next += 1;
      const range = ranges[next];
      const inside = range !== undefined && range[0] <= at;
      const stop = range === undefined ? end : Math.min(end, inside ? range[1] : range[0]);
      const part = span.text.slice(at - position, stop - position);
      segments.push(inside ? { ...span, text: part, match: first + next } : { ...span, text: part });
      at = stop;
    }
    position = end;
  }
  return segments;
}
