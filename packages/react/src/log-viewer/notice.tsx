import type { ReactElement, ReactNode } from 'react';
import { Icon } from './icons.js';
import { useSeconds } from '../lib/use-seconds.js';
import { Button } from './toolbar/button.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** The seconds until the next attempt, and a button to retry at once. */
export function LogViewerRetry(): ReactElement | null {
  const { labels } = useViewerContext();
  const stream = useViewerState((state) => state.stream);
  const retry = useViewerState((state) => state.snapshot.retry);
  const lost = useViewerState((state) => state.snapshot.status === 'reconnecting');
  const now = useSeconds(retry !== undefined);
  if (!retry && !lost) return null;
  const left = retry ? Math.min(retry.delay, retry.at - now) : 0;
  return (
    <>
      <span data-tailrace="countdown">
        {retry && left > 0 ? labels.retryIn(Math.ceil(left / 1000), retry.attempt) : labels.retrying}
      </span>
      <Button
        look="plain"
        label={labels.retryNow}
        text
        disabled={!retry}
        onClick={() => stream?.retryNow()}
      />
    </>
  );
}

interface StripProps {
  readonly kind: 'failed' | 'reconnecting' | 'link' | 'missed';
  readonly role?: 'alert' | 'status';
  readonly title?: string;
  readonly text: string | undefined;
  /** What can be done. */
  readonly children: ReactNode;
}

function Strip({ kind, role, title, text, children }: StripProps): ReactElement {
  return (
    <div data-tailrace="notice" data-kind={kind} role={role}>
      <Icon name={kind === 'failed' ? 'failed' : 'warning'} />
      <div>
        {title === undefined ? null : <strong>{title} </strong>}
        {text}
      </div>
      {children}
    </div>
  );
}

/** A notice above the lines: why the connection is lost and what happens next, or which part of the viewer could not be loaded. Renders nothing while all is well or there are no lines. */
export function LogViewerNotice(): ReactElement | null {
  const { viewer, labels } = useViewerContext();
  const stream = useViewerState((state) => state.stream);
  const status = useViewerState((state) => state.snapshot.status);
  const error = useViewerState((state) => state.snapshot.error);
  const held = useViewerState((state) => state.snapshot.view.length > 0);
  const linkMissing = useViewerState((state) => state.linkMissing);
  const missed = useViewerState((state) => state.missed);

  // A lost connection matters more than a missing part of the viewer, and may be its cause.
  if (held && status === 'failed')
    return (
      <Strip kind="failed" role="alert" title={labels.failedTitle} text={error?.message}>
        <Button look="plain" label={labels.retry} text onClick={() => stream?.connect()} />
      </Strip>
    );
  if (held && status === 'reconnecting')
    return (
      <Strip kind="reconnecting" title={labels.reconnectingTitle} text={error?.message}>
        <LogViewerRetry />
      </Strip>
    );
  const dismissed = (dismiss: () => void): ReactElement => (
    <Button icon="close" label={labels.dismiss} onClick={dismiss} />
  );
  if (missed !== undefined)
    return (
      <Strip kind="missed" role="status" text={missed}>
        {dismissed(() => viewer.missed(undefined))}
      </Strip>
    );
  // The page's URL refers to lines that are not here.
  if (held && linkMissing)
    return (
      <Strip kind="link" role="status" text={labels.linkMissing}>
        {dismissed(() => viewer.links.forget())}
      </Strip>
    );
  return null;
}
