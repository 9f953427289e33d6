import type { AnsiState } from '@tailrace/core';
import { parseAnsi } from '@tailrace/core';
import { Fragment, useMemo, type ReactElement } from 'react';
import { isSafeHref, linkify } from '../model/linkify.js';
import { segmentSpans, type Segment, type TextRange } from '../model/segments.js';
import { ansiProps, type AnsiProps } from './ansi-style.js';

/** Finds the matches in a plain text; undefined: nothing is searched. Its identity changes with the search. */
export type FindRanges = (text: string) => readonly TextRange[];

/** A run of characters with one look. */
export interface MessageSpan {
  readonly text: string;
  readonly href?: string;
  readonly look?: AnsiProps;
}

// Everything the terminal gives a meaning: without one of these the line is plain text.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** The spans of a message: ANSI styles and links, and nothing that could act. */
export function messageSpans(message: string, carried?: AnsiState): readonly MessageSpan[] {
  const plain = carried === undefined && !CONTROL.test(message);
  const spans: MessageSpan[] = plain
    ? [{ text: message }]
    : parseAnsi(message, carried).spans.map(({ text, style, href }) => ({
        text,
        look: ansiProps(style),
        ...(href !== undefined && isSafeHref(href) ? { href } : {}),
      }));
  return spans.flatMap((span) => (span.href === undefined ? linkify(span.text).map((piece) => ({ ...span, ...piece })) : [span]));
}

/** Props of {@link Message}. */
export interface MessageProps {
  readonly text: string;
  /** The SGR state at the start of the line. */
  readonly carried?: AnsiState | undefined;
  readonly find?: FindRanges | undefined;
  /** Which of its matches is the current one, if any. */
  readonly current?: number | undefined;
}

function segmentBody(segment: Segment<MessageSpan>, current: number | undefined): ReactElement | string {
  const text =
    segment.match === undefined ? (
      segment.text
    ) : (
      <mark data-tailrace="match" {...(segment.match === current ? { 'data-current': '' } : {})}>
        {segment.text}
      </mark>
    );
  if (segment.href === undefined && segment.look?.['data-ansi'] === undefined)
    return text;
  const body = <span {...segment.look}>{text}</span>;
  if (segment.href === undefined) return body;
  return (
    <a href={segment.href} target="_blank" rel="noopener noreferrer" tabIndex={-1}>
      {segment.look?.['data-ansi'] === undefined ? text : body}
    </a>
  );
}

/** The text of a line: styled, with its links and marks. Text nodes only. */
export function Message({ text, carried, find, current }: MessageProps): ReactElement {
  const spans = useMemo(() => messageSpans(text, carried), [text, carried]);
  const segments = useMemo(() => {
    if (!find) return spans;
    return segmentSpans(spans, find(spans.map((span) => span.text).join('')));
  }, [spans, find]);
  return (
    <>
      {segments.map((segment, index) => (
        <Fragment key={index}>{segmentBody(segment, current)}</Fragment>
      ))}
    </>
  );
}
