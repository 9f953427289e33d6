import type { ReactElement } from 'react';
import { Icon } from './icons.js';
import { LogViewerRetry } from './notice.js';
import { Button } from './toolbar/button.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

const SKELETON = [62, 48, 71, 35, 80, 54, 44, 66] as const;

/** In place of lines that are on their way. */
export function LogViewerLoading(): ReactElement {
  const { labels } = useViewerContext();
  return (
    <div data-tailrace="skeleton" role="status">
      <span data-tailrace="hidden">{labels.loading}</span>
      {SKELETON.map((width) => (
        <div key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}

/** In place of lines that cannot be had: why, and what to do. */
export function LogViewerFailed(): ReactElement {
  const { labels } = useViewerContext();
  const stream = useViewerState((state) => state.stream);
  const error = useViewerState((state) => state.snapshot.error);
  return (
    <div data-tailrace="state" data-kind="failed" role="alert">
      <Icon name="failed" />
      <strong>{labels.failedTitle}</strong>
      <span>{error?.message}</span>
      <Button look="plain" label={labels.retry} text onClick={() => stream?.connect()} />
    </div>
  );
}

/** In place of lines while the first connection does not come about. */
export function LogViewerUnreachable(): ReactElement {
  const { labels } = useViewerContext();
  const error = useViewerState((state) => state.snapshot.error);
  return (
    <div data-tailrace="state" data-kind="reconnecting">
      <Icon name="warning" />
      <strong>{labels.unreachableTitle}</strong>
      <span>{error?.message}</span>
      <LogViewerRetry />
    </div>
  );
}

/** In place of lines that are not there: none yet, none any more, or none that passes the filter. */
export function LogViewerEmpty(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const status = useViewerState((state) => state.snapshot.status);
  const held = useViewerState((state) => state.snapshot.view.length);
  const cleared = useViewerState((state) => state.cleared);
  const stream = useViewerState((state) => state.stream);
  if (held > 0)
    return (
      <div data-tailrace="state" data-kind="no-match">
        <Icon name="filter" />
        <strong>{labels.noMatchTitle}</strong>
        <span>{labels.noMatch(held)}</span>
        <Button look="plain" label={labels.filterClear} text onClick={() => viewer.filter.set({})} />
      </div>
    );
  const words =
    status === 'complete'
      ? labels.emptyComplete
      : status === 'closed'
        ? labels.emptyClosed
        : status === 'idle'
          ? labels.emptyIdle
          : cleared
            ? labels.emptyCleared
            : labels.emptyLive;
  return (
    <div data-tailrace="state" data-kind="empty">
      <strong>{labels.emptyTitle}</strong>
      <span>{words}</span>
      {status === 'closed' && stream ? (
        <Button look="plain" label={labels.connect} text onClick={() => stream.connect()} />
      ) : null}
    </div>
  );
}

/** What stands where lines would, when there are none to show. */
export function LogViewerStates(): ReactElement | null {
  const shown = useViewerState((state) => state.shown);
  const held = useViewerState((state) => state.snapshot.view.length);
  const status = useViewerState((state) => state.snapshot.status);
  const stream = useViewerState((state) => state.stream);
  const testing = useViewerState((state) => state.filterPending);
  if (shown > 0) return null;
  if (held > 0) return testing ? null : <LogViewerEmpty />;
  if (status === 'failed') return <LogViewerFailed />;
  if (status === 'reconnecting') return <LogViewerUnreachable />;
  if (status === 'connecting' || stream === undefined) return <LogViewerLoading />;
  return <LogViewerEmpty />;
}
