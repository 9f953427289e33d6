import type { LogStreamingService } from '@tailrace/core';
import { useMemo, type ReactElement } from 'react';
import { useStreamingStatus } from '../hooks/use-streaming-status.js';
import { Panel, type PanelProps } from './panel.js';
import { PanelButton } from './panel-button.js';
import { resolvePanelLabels, type PanelLabels } from './panel-labels.js';

/** Props of {@link StreamingStatus}. */
export interface StreamingStatusProps extends PanelProps {
  /** Default: the job backend at the provider's address. */
  readonly service?: LogStreamingService;
  /** Milliseconds between two requests. Default 5,000; 0 requests once. */
  readonly interval?: number;
  readonly labels?: Partial<PanelLabels>;
}

/** The number of clients connected to the job backend's streams, in total and per run. */
export function StreamingStatus({
  service,
  interval = 5_000,
  labels: words,
  ...looks
}: StreamingStatusProps): ReactElement {
  const labels = useMemo(() => resolvePanelLabels(words), [words]);
  const { status, isLoading, error, refresh } = useStreamingStatus(service, { interval });
  const jobs = Object.entries(status?.connections.jobs ?? {});
  return (
    <Panel name="streaming" title={labels.streaming} {...looks}>
      {error ? (
        <p data-tailrace="panel-note" data-kind="warning" role="status">
          {error.message}
        </p>
      ) : null}
      {error && interval <= 0 ? (
        <div data-tailrace="panel-again">
          <PanelButton onPress={refresh}>{isLoading ? labels.retrying : labels.retry}</PanelButton>
        </div>
      ) : null}
      {status ? (
        <dl data-tailrace="facts">
          <div>
            <dt>{labels.streamingServer}</dt>
            <dd>{status.status}</dd>
          </div>
          <div>
            <dt>{labels.streamingAll}</dt>
            <dd>{labels.connections(status.connections.global.websocket, status.connections.global.sse)}</dd>
          </div>
          {jobs.map(([id, { websocket, sse }]) => (
            <div key={id}>
              <dt title={id} data-mono="">
                {id}
              </dt>
              <dd>{labels.connections(websocket, sse)}</dd>
            </div>
          ))}
        </dl>
      ) : error ? null : (
        <p data-tailrace="panel-note">{labels.asking}</p>
      )}
      {status && jobs.length === 0 ? <p data-tailrace="panel-note">{labels.streamingNobody}</p> : null}
    </Panel>
  );
}
