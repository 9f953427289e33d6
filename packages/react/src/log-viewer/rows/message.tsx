import type { AnsiState } from '@tailrace/core';
import { parseAnsi } from '@tailrace/core';
import { Fragment, useMemo, type ReactElement } from 'react';
import { isSafeHref, linkify } from '../model/linkify.js';
import { segmentSpans, type Segment, type TextRange } from '../model/segments.js';
import { cutText } from './row-text.js';
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

/** The spans of the first `limit` characters of a message: ANSI styles and links, and nothing that could act. */
export function messageSpans(message: string, limit: number, carried?: AnsiState): readonly MessageSpan[] {
  // Control sequences are not shown, so more is read than the limit; but not a megabyte of them.
  const head = cutText(message, limit * 4);
  const plain = carried === undefined && !CONTROL.test(head);
  const spans: MessageSpan[] = plain
    ? [{ text: cutText(message, limit) }]
    : cutSpans(parseAnsi(head, carried).spans, limit).map(({ text, style, href }) => ({
        text,
        look: ansiProps(style),
        ...(href !== undefined && isSafeHref(href) ? { href } : {}),
      }));
  return spans.flatMap((span) =>
    span.href === undefined ? linkify(span.text).map((piece) => ({ ...span, ...piece })) : [span],
  );
}

/** As many of the spans as have room in `limit` characters. */
function cutSpans<S extends { readonly text: string }>(spans: readonly S[], limit: number): readonly S[] {
  const cut: S[] = [];
  let room = limit;
  for (const span of spans) {
    if (room <= 0) break;
    cut.push(span.text.length <= room ? span : { ...span, text: cutText(span.text, room) });
    room -= span.text.length;
  }
  return cut;
}

/** Props of {@link Message}. */
export interface MessageProps {
  readonly text: string;
  /** Characters that are shown. */
  readonly limit: number;
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
  if (segment.href === undefined && segment.look?.['data-ansi'] === undefined) return text;
  const body = <span {...segment.look}>{text}</span>;
  if (segment.href === undefined) return body;
  return (
    <a href={segment.href} target="_blank" rel="noopener noreferrer" tabIndex={-1}>
      {segment.look?.['data-ansi'] === undefined ? text : body}
    </a>
  );
}

/** The text of a line: styled, with its links and marks. Text nodes only. */
export function Message({ text, limit, carried, find, current }: MessageProps): ReactElement {
  const spans = useMemo(() => messageSpans(text, limit, carried), [text, limit, carried]);
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
