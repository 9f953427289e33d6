import type { LogLevel } from '@tailrace/core';
import { useMemo, useSyncExternalStore } from 'react';
import { createTicker } from '../../lib/ticker.js';
import type { IconName } from '../icons.js';
import type { ViewerLabels } from '../labels.js';
import { marksAround, segmentSpans } from '../model/segments.js';
import { hasDetails } from './json-message.js';
import type { RowLineLook } from './row-line.js';
import { countFolded, firstLine, lineNumber, originOf, SHOWN_CHARACTERS } from './row-text.js';
import { timeTitle, timeValue, timeWords, type TimestampStyle } from './row-time.js';
import type { LogViewerRowProps } from './row.js';
import { maxSpans, showMessage } from './shown-message.js';

/** Kinds of lines of an agent's run, and their icons. */
const ICONS: Readonly<Record<string, IconName>> = {
  thinking: 'thinking',
  coding: 'coding',
  info: 'info',
  error: 'error',
  success: 'success',
};

/** Beyond the Latin letters stand marks that pile up, and letters that are higher than a row. */
const TALL = /[\u0300-\uffff]/;

const AS_SENT: TimestampStyle = Object.freeze({});

/** Lines under the first that are counted. */
const MAX_FOLDED = 9_999;

const isAlarm = (level: LogLevel): level is 'warn' | 'error' | 'fatal' =>
  level === 'warn' || level === 'error' || level === 'fatal';

/** Shared by all rows that are drawn: no more than these tick. */
const seconds = createTicker(1_000);
const never = (): (() => void) => () => undefined;
const noTime = (): number => 0;

/** The seconds of the clock, while somebody wants them. */
function useSeconds(wanted: boolean): number {
  const read = wanted ? seconds.now : noTime;
  return useSyncExternalStore(wanted ? seconds.subscribe : never, read, read);
}

/** What a row draws of its line, and whether anything more of it can be opened. */
export function useRowLook(
  props: LogViewerRowProps,
  labels: ViewerLabels,
): { readonly look: RowLineLook; readonly opens: boolean } {
  const { entry, timestamps, timestampStyle = AS_SENT, previousTime, previousTimestamp } = props;
  const { wrap, expanded, current, limit = SHOWN_CHARACTERS, carried, find } = props;
  const { message } = entry;
  const count = useMemo(() => countFolded(message, MAX_FOLDED), [message]);
  const folded = count > 0 && !wrap && !expanded;
  const shown = useMemo(
    () => showMessage(folded ? firstLine(message) : message, limit, carried),
    [message, folded, limit, carried],
  );
  const segments = useMemo(() => {
    if (!find) return shown.spans;
    const ranges = find(shown.spans.map((span) => span.text).join(''));
    return segmentSpans(shown.spans, marksAround(ranges, current, maxSpans(limit)));
  }, [find, shown, current, limit]);
  const tall = useMemo(() => shown.spans.some(({ text }) => TALL.test(text)), [shown]);
  const details = useMemo(() => hasDetails(entry), [entry]);
  const now = useSeconds(timestamps === 'relative');
  const number = lineNumber(entry.seq);
  const logType = entry.labels['log_type'];
  const icon = logType === undefined ? undefined : ICONS[logType];
  const look: RowLineLook = {
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
    level: logType === undefined || icon === undefined ? labels.level(entry.level) : labels.logType(logType),
    logType: icon === undefined ? undefined : logType,
    icon,
    disclosure: details ? labels.details : undefined,
    expanded,
    origin: originOf(entry),
    segments,
    current,
    folded,
    tall,
    unfold: count > 0 && !wrap ? labels.foldedLines(count) : undefined,
    more: shown.hidden > 0 ? labels.showAll(shown.hidden) : undefined,
  };
  return { look, opens: details || count > 0 || shown.hidden > 0 };
}
