/** Cuts the styled spans of a line where matches begin and end, so that a mark may cross a change of colour. */

/** The half-open range of a match in the line's plain text. */
export type TextRange = readonly [start: number, end: number];

/** What is cut: text with whatever else belongs to it. */
export interface Cuttable {
  readonly text: string;
}

/** A piece of a span; `match` is the index of the range it lies in. */
export type Segment<S extends Cuttable> = S & { readonly match?: number };

/** The spans in pieces. `ranges` are in order and do not overlap. */
export function segmentSpans<S extends Cuttable>(
  spans: readonly S[],
  ranges: readonly TextRange[],
): readonly Segment<S>[] {
  if (ranges.length === 0) return spans;
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
      const text = span.text.slice(at - position, stop - position);
      segments.push(inside ? { ...span, text, match: next } : { ...span, text });
      at = stop;
    }
    position = end;
  }
  return segments;
}
