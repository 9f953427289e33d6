import { Fragment, useMemo, type ReactElement, type ReactNode } from 'react';
import { marksAround, segmentSpans, type Segment, type TextRange } from '../model/segments.js';
import { VisibleText } from './visible-text.js';
import { maxSpans, type MessageSpan } from './shown-message.js';

/** Finds the matches in a plain text; undefined: nothing is searched. Its identity changes with the search. */
export type FindRanges = (text: string) => readonly TextRange[];

/** Props of {@link Message}. */
export interface MessageProps {
  readonly spans: readonly MessageSpan[];
  /** Characters that are shown at most. */
  readonly limit: number;
  readonly find?: FindRanges | undefined;
  /** Which of its matches is the current one, if any. */
  readonly current?: number | undefined;
}

function segmentBody(segment: Segment<MessageSpan>, current: number | undefined): ReactNode {
  const { text, match, href, look, glyph } = segment;
  const shown = glyph === undefined ? text : <VisibleText>{text}</VisibleText>;
  const marked =
    match === undefined ? (
      shown
    ) : (
      <mark data-tailrace="match" {...(match === current ? { 'data-current': '' } : {})}>
        {shown}
      </mark>
    );
  const body = look?.['data-ansi'] === undefined ? marked : <span {...look}>{marked}</span>;
  if (href === undefined) return body;
  return (
    // Where a text only says that it leads elsewhere, the title tells.
    <a href={href} target="_blank" rel="noopener noreferrer" tabIndex={-1} title={href}>
      {body}
    </a>
  );
}

/** The text of a line: styled, with its links and marks. Text nodes only. */
export function Message({ spans, limit, find, current }: MessageProps): ReactElement {
  const ranges = useMemo(() => find?.(spans.map((span) => span.text).join('')) ?? [], [find, spans]);
  const segments = useMemo(
    () => segmentSpans(spans, marksAround(ranges, current, maxSpans(limit))),
    [spans, ranges, current, limit],
  );
  return (
    <>
      {segments.map((segment, index) => (
        <Fragment key={index}>{segmentBody(segment, current)}</Fragment>
      ))}
    </>
  );
}
