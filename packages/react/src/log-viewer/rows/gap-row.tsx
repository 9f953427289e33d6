import { formatTimestamp, LogStreamError, type LogGap } from '@tailrace/core';
import { useState, type ReactElement } from 'react';
import { Icon } from '../icons.js';
import { isTrimMarker } from '../model/retained-view.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';

/** The time range of the missing lines, in the zone in which timestamps are shown. */
function rangeOf(gap: LogGap, utc: boolean, timeZone: string | undefined): string {
  const clock = (timestamp: string | undefined): string | undefined => {
    if (timestamp === undefined) return undefined;
    const time = Date.parse(timestamp);
    if (Number.isNaN(time)) return timestamp;
    const zone = timeZone === undefined ? {} : { timeZone };
    return formatTimestamp({ time }, { mode: utc ? 'utc' : 'local', digits: 0, ...zone });
  };
  const from = clock(gap.from);
  const to = clock(gap.to);
  return from !== undefined && to !== undefined ? `${from}–${to}` : (from ?? to ?? '');
}

/** The row of a gap: how many lines are missing, why and in which time range, with a button that tries to load them where that can help. */
export function LogViewerGap({ gap }: { readonly gap: LogGap }): ReactElement {
  const { labels } = useViewerContext();
  const stream = useViewerState((state) => state.stream);
  const utc = useViewerState((state) => state.timestamps === 'utc');
  const timeZone = useViewerState((state) => state.timeZone);
  const [loading, setLoading] = useState(false);
  const [failed, setFailed] = useState<string>();

  const fill = async (): Promise<void> => {
    setLoading(true);
    setFailed(undefined);
    try {
      if (((await stream?.fill(gap.seq)) ?? 0) === 0) setFailed(labels.gapNotFilled);
    } catch (thrown) {
      setFailed(thrown instanceof LogStreamError ? thrown.message : String(thrown));
    }
    setLoading(false);
  };

  const range = rangeOf(gap, utc, timeZone);
  /** Nothing can load the lines: they were too large, belong to a log that began anew, or the backend has no way to read them. */
  const lost = gap.reason === 'oversize' || gap.reason === 'epoch' || stream?.canFill === false;
  return (
    <div data-tailrace="gap" data-seq={gap.seq} data-reason={gap.reason} role="listitem">
      <div>
        <Icon name="gap" />
        <span>{labels.gap(gap.missing)}</span>
        {range === '' ? null : <span data-tailrace="gap-range">{range}</span>}
        {lost ? null : (
          <button type="button" data-tailrace="inline-button" disabled={loading} onClick={() => void fill()}>
            {loading ? labels.gapLoading : labels.gapLoad}
          </button>
        )}
        <span data-tailrace="gap-why" role={failed === undefined ? undefined : 'status'}>
          {failed ?? labels.gapReason(gap.reason)}
        </span>
      </div>
    </div>
  );
}

/** The row for lines that left the buffer while the viewer kept the ones on screen. */
export function LogViewerTrimmed({ gap }: { readonly gap: LogGap }): ReactElement {
  const { labels } = useViewerContext();
  return (
    <div data-tailrace="trimmed" data-seq={gap.seq} role="listitem">
      <div>
        <Icon name="gap" />
        <span>{labels.trimmed(gap.missing)}</span>
      </div>
    </div>
  );
}

/** Renders a gap or a trimmed row. */
export function GapOrTrimmed({ gap }: { readonly gap: LogGap }): ReactElement {
  return isTrimMarker(gap) ? <LogViewerTrimmed gap={gap} /> : <LogViewerGap gap={gap} />;
}
