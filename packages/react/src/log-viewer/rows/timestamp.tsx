import { formatTimestamp, type LogEntry } from '@tailrace/core';
import { useSyncExternalStore, type ReactElement } from 'react';
import { createTicker } from '../../lib/ticker.js';
import type { TimestampMode } from '../viewer-state.js';
import { cutText } from './row-text.js';
import { VisibleText } from './visible-text.js';

/** How time stamps are written, beside their mode. */
export interface TimestampStyle {
  /** IANA name, for `local`. Default: the reader's. */
  readonly timeZone?: string | undefined;
  /** Digits behind the seconds. Default: as sent, three at least. */
  readonly digits?: number | undefined;
}

/** Props of {@link Timestamp}. */
export interface TimestampProps {
  readonly entry: LogEntry;
  readonly mode: TimestampMode;
  readonly style: TimestampStyle;
  /** Time of the line above, for `delta`. */
  readonly previous: number | undefined;
  /** Its stamp as sent, for digits behind the milliseconds. */
  readonly previousTimestamp?: string | undefined;
}

/** Shared by all rows that are drawn: no more than these tick. */
const seconds = createTicker(1_000);

/** What is read of a line. */
type Stamped = Pick<LogEntry, 'timestamp' | 'time'>;

/** Characters of a stamp: more than any has that a program writes, and less than somebody could send. */
const SHOWN = 64;
const IN_TITLE = 256;
/** Milliseconds from 1970 that a date can hold. */
const LAST_TIME = 8.64e15;

/** The line without a time that is none. */
function readable(entry: LogEntry): Stamped {
  const { timestamp, time } = entry;
  if (time !== undefined && Math.abs(time) <= LAST_TIME) return entry;
  return timestamp === undefined ? {} : { timestamp };
}

/** How long ago, told again once a second; drawn again only where the words change. */
function Ago({ line }: { readonly line: Stamped }): ReactElement {
  const read = (): string => formatTimestamp(line, { mode: 'relative', now: seconds.now() });
  return <>{cutText(useSyncExternalStore(seconds.subscribe, read, read), SHOWN)}</>;
}

/** The time of a line; the stamp as sent stands in its title. */
export function Timestamp(props: TimestampProps): ReactElement | null {
  const { entry, mode, style, previous, previousTimestamp } = props;
  if (mode === 'off') return null;
  const { timeZone, digits } = style;
  const line = readable(entry);
  return (
    <time
      data-mode={mode}
      {...(entry.timestamp === undefined ? {} : { title: cutText(entry.timestamp, IN_TITLE) })}
      {...(line.time === undefined ? {} : { dateTime: new Date(line.time).toISOString() })}
    >
      {mode === 'relative' ? (
        <Ago line={line} />
      ) : (
        <VisibleText>
          {cutText(
            formatTimestamp(line, {
              mode,
              ...(timeZone === undefined ? {} : { timeZone }),
              ...(digits === undefined ? {} : { digits }),
              ...(previous === undefined ? {} : { previous }),
              ...(previousTimestamp === undefined ? {} : { previousTimestamp }),
            }),
            SHOWN,
          )}
        </VisibleText>
      )}
    </time>
  );
}
