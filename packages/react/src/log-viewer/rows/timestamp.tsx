import { formatTimestamp, type LogEntry } from '@tailrace/core';
import { useSyncExternalStore, type ReactElement } from 'react';
import { createTicker } from '../../lib/ticker.js';
import type { TimestampMode } from '../viewer-state.js';

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
}

/** Shared by all rows that are drawn: no more than these tick. */
const seconds = createTicker(1_000);

/** How long ago, told again once a second; drawn again only where the words change. */
function Ago({ entry }: { readonly entry: LogEntry }): ReactElement {
  const read = (): string => formatTimestamp(entry, { mode: 'relative', now: seconds.now() });
  return <>{useSyncExternalStore(seconds.subscribe, read, read)}</>;
}

/** The time of a line; the stamp as sent stands in its title. */
export function Timestamp({ entry, mode, style, previous }: TimestampProps): ReactElement | null {
  if (mode === 'off') return null;
  const { timeZone, digits } = style;
  return (
    <time
      data-mode={mode}
      title={entry.timestamp}
      {...(entry.time === undefined ? {} : { dateTime: new Date(entry.time).toISOString() })}
    >
      {mode === 'relative' ? (
        <Ago entry={entry} />
      ) : (
        formatTimestamp(entry, {
          mode,
          ...(timeZone === undefined ? {} : { timeZone }),
          ...(digits === undefined ? {} : { digits }),
          ...(previous === undefined ? {} : { previous }),
        })
      )}
    </time>
  );
}
