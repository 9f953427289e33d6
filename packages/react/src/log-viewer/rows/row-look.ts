/** Computes how a row draws its line. Pure, except that it caches the last result. */
import type { AnsiState, LogLevel } from '@tailrace/core';
import type { IconName } from '../icons.js';
import type { ViewerLabels } from '../labels.js';
import { marksAround, segmentSpans, type Segment } from '../model/segments.js';
import { hasDetails } from './json-message.js';
import type { RowLineLook } from './row-line.js';
import { countFolded, firstLine, lineNumber, originOf, SHOWN_CHARACTERS } from './row-text.js';
import { timeTitle, timeValue, timeWords, type TimestampStyle } from './row-time.js';
import type { FindRanges, LogViewerRowProps } from './row.js';
import { maxSpans, showMessage, type MessageSpan, type ShownMessage } from './shown-message.js';

/** Kinds of lines of an agent's run; each has an icon of this name. */
const KINDS: readonly IconName[] = ['thinking', 'coding', 'info', 'error', 'success'];

/** Beyond Latin there are stacking marks, and letters taller than a row. */
const TALL = /[\u0300-\uffff]/;

const AS_SENT: TimestampStyle = Object.freeze({});

/** Lines under the first that are counted. */
const MAX_FOLDED = 9_999;

const isAlarm = (level: LogLevel): level is 'warn' | 'error' | 'fatal' =>
  level === 'warn' || level === 'error' || level === 'fatal';

/** The message of a row, as far as it is shown. */
interface RowMessage extends ShownMessage {
  readonly tall: boolean;
}

/** Memoises the last result of a function. */
function remember<Asked extends readonly unknown[], Answer>(
  answer: (...asked: Asked) => Answer,
): (...asked: Asked) => Answer {
  let last: { readonly asked: Asked; readonly answer: Answer } | undefined;
  return (...asked) => {
    const before = last?.asked;
    if (!before || asked.some((one, at) => one !== before[at])) last = { asked, answer: answer(...asked) };
    return (last as { readonly answer: Answer }).answer;
  };
}

function shownOf(message: string, folded: boolean, limit: number, carried?: AnsiState): RowMessage {
  const shown = showMessage(folded ? firstLine(message) : message, limit, carried);
  return { ...shown, tall: shown.spans.some(({ text }) => TALL.test(text)) };
}

function segmentsOf(
  { spans }: RowMessage,
  limit: number,
  find: FindRanges | undefined,
  current: number | undefined,
): readonly Segment<MessageSpan>[] {
  if (!find) return spans;
  const ranges = find(spans.map((span) => span.text).join(''));
  return segmentSpans(spans, marksAround(ranges, current, maxSpans(limit)));
}

/** Computes how a row draws a line. `now`: epoch milliseconds, for relative timestamps. */
export type LookOfRow = (props: LogViewerRowProps, labels: ViewerLabels, now: number) => RowLineLook;

/** Creates the function for one row: the pieces of its message stay the same objects until they have to be redrawn. */
export function createRowLook(): LookOfRow {
  const detailsOf = remember(hasDetails);
  const messageOf = remember(shownOf);
  const piecesOf = remember(segmentsOf);
  return (props, labels, now) => {
    const { entry, timestamps, timestampStyle = AS_SENT, previousTime, previousTimestamp } = props;
    const { wrap, expanded, selected, current, limit = SHOWN_CHARACTERS, carried, find } = props;
    const count = countFolded(entry.message, MAX_FOLDED);
    const folded = count > 0 && !wrap && !expanded;
    const message = messageOf(entry.message, folded, limit, carried);
    const details = detailsOf(entry);
    const number = lineNumber(entry.seq);
    const logType = entry.labels['log_type'];
    const icon = KINDS.find((kind) => kind === logType);
    return {
      seq: entry.seq,
      severity: entry.level,
      selected,
      opens: details || count > 0 || message.hidden > 0,
      number,
      numberLabel: labels.lineNumber(number),
      time:
        timestamps === 'off'
          ? undefined
          : {
              mode: timestamps,
              words: timeWords(entry, {
                mode: timestamps,
                style: timestampStyle,
                now,
                previous: previousTime,
                previousTimestamp,
              }),
              title: timeTitle(entry),
              value: timeValue(entry),
            },
      alarm: isAlarm(entry.level) ? entry.level : undefined,
      level: icon === undefined ? labels.level(entry.level) : labels.logType(icon),
      icon,
      disclosure: details ? labels.details : undefined,
      expanded,
      origin: originOf(entry),
      segments: piecesOf(message, limit, find, current),
      current,
      folded,
      tall: message.tall,
      unfold: folded ? labels.foldedLines(count) : count > 0 && !wrap ? labels.fold : undefined,
      more: message.hidden > 0 ? labels.showAll(message.hidden) : undefined,
    };
  };
}
