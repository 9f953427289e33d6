import type { AnsiState, LogEntry } from '@tailrace/core';
import { memo, useMemo, type ReactElement } from 'react';
import { focusLines } from '../focus-lines.js';
import { Icon } from '../icons.js';
import { useViewerContext } from '../viewer-context.js';
import type { TimestampMode } from '../viewer-state.js';
import { RowDetails } from './details.js';
import { hasDetails } from './json-message.js';
import { LogType } from './log-type.js';
import { Message, type FindRanges } from './message.js';
import { Timestamp, type TimestampStyle } from './timestamp.js';
import { countFolded, firstLine, lineNumber, originOf, SHOWN_CHARACTERS } from './row-text.js';
import { showMessage } from './shown-message.js';
import { VisibleText } from './visible-text.js';

/** Props of {@link LogViewerRow}. */
export interface LogViewerRowProps {
  readonly entry: LogEntry;
  readonly timestamps: TimestampMode;
  /** How they are written. */
  readonly timestampStyle?: TimestampStyle | undefined;
  /** Time of the line above. Epoch milliseconds; only given in the mode `delta`. */
  readonly previousTime?: number | undefined;
  /** Its time stamp as sent. */
  readonly previousTimestamp?: string | undefined;
  readonly wrap: boolean;
  /** Its details are open. */
  readonly expanded: boolean;
  readonly selected: boolean;
  /** Which of its matches is the current one, if any. */
  readonly current?: number | undefined;
  /** Characters shown, where it is not the default. */
  readonly limit?: number | undefined;
  /** The style it begins with. */
  readonly carried?: AnsiState | undefined;
  readonly find?: FindRanges | undefined;
}

const AS_SENT: TimestampStyle = Object.freeze({});

/** Lines under the first that are counted. */
const MAX_FOLDED = 9_999;

/** One line of the log. */
export const LogViewerRow = memo(function LogViewerRow(props: LogViewerRowProps): ReactElement {
  const {
    entry,
    timestamps,
    timestampStyle = AS_SENT,
    previousTime,
    previousTimestamp,
    wrap,
    expanded,
    selected,
    current,
    limit = SHOWN_CHARACTERS,
    carried,
    find,
  } = props;
  const { viewer, labels } = useViewerContext();
  const { seq, message } = entry;
  const more = countFolded(message, MAX_FOLDED);
  const folded = more > 0 && !wrap && !expanded;
  const shown = useMemo(
    () => showMessage(folded ? firstLine(message) : message, limit, carried),
    [message, folded, limit, carried],
  );
  const details = useMemo(() => hasDetails(entry), [entry]);
  const number = lineNumber(seq);
  const origin = originOf(entry);
  return (
    <div
      data-tailrace="row"
      data-seq={seq}
      data-level={entry.level}
      role="listitem"
      {...(current !== undefined ? { 'data-current': '' } : {})}
      {...(selected ? { 'data-selected': '' } : {})}
      {...(expanded ? { 'data-expanded': '' } : {})}
      {...(details || more > 0 || shown.hidden > 0 ? { 'data-opens': '' } : {})}
    >
      <div data-tailrace="row-line">
        <button
          type="button"
          data-tailrace="line-number"
          tabIndex={-1}
          aria-label={labels.lineNumber(number)}
          onClick={(event) => {
            viewer.selection.press(seq, event.shiftKey);
            // A mouse goes on from the lines: Enter opens this one, the arrows scroll.
            if (event.detail > 0) focusLines(event.currentTarget);
          }}
        >
          {number}
        </button>
        <Timestamp
          entry={entry}
          mode={timestamps}
          style={timestampStyle}
          previous={previousTime}
          previousTimestamp={previousTimestamp}
        />
        <LogType entry={entry} />
        {details ? (
          <button
            type="button"
            data-tailrace="disclosure"
            aria-label={labels.details}
            aria-expanded={expanded}
            onClick={() => viewer.toggleDetails(seq)}
          >
            <Icon name="chevron" />
          </button>
        ) : (
          <span data-tailrace="disclosure" />
        )}
        {origin === undefined ? null : (
          <span data-tailrace="origin" title={origin}>
            <VisibleText>{origin}</VisibleText>
          </span>
        )}
        <div data-tailrace="content">
          <span data-tailrace="message" dir="auto" {...(folded ? { 'data-folded': '' } : {})}>
            <Message spans={shown.spans} limit={limit} find={find} current={current} />
          </span>
          {more > 0 && !wrap ? (
            <button
              type="button"
              data-tailrace="inline-button"
              aria-expanded={expanded}
              onClick={() => viewer.toggleDetails(seq)}
            >
              {labels.foldedLines(more)}
            </button>
          ) : null}
          {shown.hidden > 0 ? (
            <button type="button" data-tailrace="inline-button" onClick={() => viewer.showMore(seq)}>
              {labels.showAll(shown.hidden)}
            </button>
          ) : null}
        </div>
      </div>
      {expanded ? <RowDetails entry={entry} /> : null}
    </div>
  );
});
