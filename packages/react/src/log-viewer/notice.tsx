import type { ReactElement } from 'react';
import { useNow } from '../lib/use-now.js';
import { Icon } from './icons.js';
import { Button } from './toolbar/button.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** The seconds until the next attempt, and a button for those who will not wait. */
export function LogViewerRetry(): ReactElement | null {
  const { labels } = useViewerContext();
  const stream = useViewerState((state) => state.stream);
  const retry = useViewerState((state) => state.snapshot.retry);
  const now = useNow(retry !== undefined, 250);
  if (!retry) return null;
  const left = now === 0 ? retry.delay : retry.at - now;
  const seconds = Math.max(0, Math.ceil(left / 1000));
  return (
    <>
      <span data-tailrace="countdown">
        {seconds === 0 ? labels.retrying : labels.retryIn(seconds, retry.attempt)}
      </span>
      <Button look="plain" label={labels.retryNow} text onClick={() => stream?.retryNow()} />
    </>
  );
}

interface AsideProps {
  readonly kind: 'link' | 'missed';
  readonly onDismiss: () => void;
  readonly children: string;
}

/** What does not concern the connection. */
function Aside({ kind, onDismiss, children }: AsideProps): ReactElement {
  const { labels } = useViewerContext();
  return (
    <div data-tailrace="notice" data-kind={kind} role="status">
      <Icon name="warning" />
      <div>{children}</div>
      <Button icon="close" label={labels.dismiss} onClick={onDismiss} />
    </div>
  );
}

/** Above the lines: why the connection is gone, and what happens next; or what of the viewer itself could not be loaded. Nothing while all is well, or while there are no lines. */
export function LogViewerNotice(): ReactElement | null {
  const { viewer, labels } = useViewerContext();
  const stream = useViewerState((state) => state.stream);
  const status = useViewerState((state) => state.snapshot.status);
  const error = useViewerState((state) => state.snapshot.error);
  const held = useViewerState((state) => state.snapshot.view.length);
  const linkMissing = useViewerState((state) => state.linkMissing);
  const missed = useViewerState((state) => state.missed);
  // Why no lines come matters more, and may be why this could not be loaded.
  const isCut = held > 0 && (status === 'failed' || status === 'reconnecting');
  if (missed !== undefined && !isCut)
    return (
      <Aside kind="missed" onDismiss={() => viewer.missed(undefined)}>
        {missed}
      </Aside>
    );
  if (held === 0) return null;
  if (status === 'failed')
    return (
      <div data-tailrace="notice" data-kind="failed" role="alert">
        <Icon name="failed" />
        <div>
          <strong>{labels.failedTitle}</strong> {error?.message}
        </div>
        <Button look="plain" label={labels.retry} text onClick={() => stream?.connect()} />
      </div>
    );
  if (status !== 'reconnecting')
    return linkMissing ? (
      // The page's address names lines that are not here.
      <Aside kind="link" onDismiss={() => viewer.links.forget()}>
        {labels.linkMissing}
      </Aside>
    ) : null;
  return (
    <div data-tailrace="notice" data-kind="reconnecting">
      <Icon name="warning" />
      <div>
        <strong>{labels.reconnectingTitle}</strong> {error?.message}
      </div>
      <LogViewerRetry />
    </div>
  );
}
