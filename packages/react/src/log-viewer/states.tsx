import type { LogStreamStatus } from '@tailrace/core';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { Icon, type IconName } from './icons.js';
import { LogViewerRetry } from './notice.js';
import { Button } from './toolbar/button.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** Milliseconds for which a live log without lines is taken for one whose history is still being read. */
const FIRST_LINES = 3_000;

/** What in a filter's text would mean something in a query: `a | b`, `level:error`, `-debug`. */
const QUERY = /\||\w:|\B-\w/;

const SKELETON = [62, 48, 71, 35, 80, 54, 44, 66] as const;

/** Shown in place of lines while they are being loaded. */
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

interface PlaceholderProps {
  readonly kind: 'failed' | 'reconnecting' | 'no-match' | 'empty';
  readonly icon?: IconName;
  readonly title: string;
  readonly text: string | undefined;
  readonly role?: 'alert';
  readonly children?: ReactNode;
}

function Placeholder({ kind, icon, title, text, role, children }: PlaceholderProps): ReactElement {
  return (
    <div data-tailrace="state" data-kind={kind} role={role}>
      {icon ? <Icon name={icon} /> : null}
      <strong>{title}</strong>
      <span>{text}</span>
      {children}
    </div>
  );
}

/** Shown in place of lines when the log cannot be read: why, and what to do. */
export function LogViewerFailed(): ReactElement {
  const { labels } = useViewerContext();
  const stream = useViewerState((state) => state.stream);
  const error = useViewerState((state) => state.snapshot.error);
  return (
    <Placeholder kind="failed" role="alert" icon="failed" title={labels.failedTitle} text={error?.message}>
      <Button look="plain" label={labels.retry} text onClick={() => stream?.connect()} />
    </Placeholder>
  );
}

/** Shown in place of lines while the first connection cannot be established. */
export function LogViewerUnreachable(): ReactElement {
  const { labels } = useViewerContext();
  const error = useViewerState((state) => state.snapshot.error);
  return (
    <Placeholder kind="reconnecting" icon="warning" title={labels.unreachableTitle} text={error?.message}>
      <LogViewerRetry />
    </Placeholder>
  );
}

/** Shown when there are no lines: none yet, none left, or none that passes the filter. */
export function LogViewerEmpty(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const status = useViewerState((state) => state.snapshot.status);
  const held = useViewerState((state) => state.snapshot.view.length);
  const cleared = useViewerState((state) => state.cleared);
  const stream = useViewerState((state) => state.stream);
  const typed = useViewerState((state) => (state.filterMode === 'text' ? state.filterText : ''));
  if (held > 0)
    return (
      <Placeholder kind="no-match" icon="filter" title={labels.noMatchTitle} text={labels.noMatch(held)}>
        {QUERY.test(typed) ? (
          <Button
            look="plain"
            label={labels.filterQuery}
            text
            onClick={() => viewer.filter.setText(typed, 'query')}
          />
        ) : null}
        <Button look="plain" label={labels.filterClear} text onClick={() => viewer.filter.set({})} />
      </Placeholder>
    );
  const ended: Partial<Record<LogStreamStatus, string>> = {
    complete: labels.emptyComplete,
    closed: labels.emptyClosed,
    idle: labels.emptyIdle,
  };
  const words = ended[status] ?? (cleared ? labels.emptyCleared : labels.emptyLive);
  return (
    <Placeholder kind="empty" title={labels.emptyTitle} text={words}>
      {status === 'closed' && stream ? (
        <Button look="plain" label={labels.connect} text onClick={() => stream.connect()} />
      ) : null}
    </Placeholder>
  );
}

/** Whether the history of a live log without lines is still on its way, or may be: not every backend says when it is there. */
function useReading(): boolean {
  const reading = useViewerState(
    ({ shown, snapshot: { status, history } }) => shown === 0 && status === 'live' && history === 'unknown',
  );
  const certainly = useViewerState(({ snapshot }) => snapshot.history === 'loading');
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!reading) return undefined;
    const timer = setTimeout(() => setLate(true), FIRST_LINES);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [reading]);
  return certainly || (reading && !late);
}

/** Shown in place of lines whenever there are none: loading, failed, unreachable or empty. */
export function LogViewerStates(): ReactElement | null {
  const shown = useViewerState((state) => state.shown);
  const held = useViewerState((state) => state.snapshot.view.length);
  const status = useViewerState((state) => state.snapshot.status);
  const testing = useViewerState((state) => state.filterPending);
  const reading = useReading();
  if (shown > 0) return null;
  if (held > 0) return testing ? null : <LogViewerEmpty />;
  if (status === 'failed') return <LogViewerFailed />;
  if (status === 'reconnecting') return <LogViewerUnreachable />;
  if (status === 'connecting' || reading) return <LogViewerLoading />;
  return <LogViewerEmpty />;
}
