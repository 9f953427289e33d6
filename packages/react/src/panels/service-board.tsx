import { useMemo, type ReactElement, type ReactNode } from 'react';
import type { LogStreamError } from '@tailrace/core';
import type { ContainerAccess } from '../hooks/use-services.js';
import { useServiceStatus, type UseServiceStatusResult } from '../hooks/use-service-status.js';
import { given } from '../lib/given.js';
import { useSeconds } from '../lib/use-seconds.js';
import { Panel, type PanelProps } from './panel.js';
import { PanelButton } from './panel-button.js';
import { resolvePanelLabels, type PanelLabels } from './panel-labels.js';
import { serviceState } from './service-state.js';

/** Props of {@link ServiceBoard}. */
export interface ServiceBoardProps extends PanelProps, ContainerAccess {
  /** Renders the name of a service in your own way, for example as a link to its log. */
  readonly renderName?: (service: string) => ReactNode;
  readonly labels?: Partial<PanelLabels>;
  /** Called for every error, including those it recovers from (`retryable`). */
  readonly onError?: (error: LogStreamError) => void;
}

/** What can be done where the connection is lost. A component of its own, so that only it re-renders with each second. */
function Again({
  connection: { status, retry, connect, retryNow },
  labels,
}: {
  readonly connection: UseServiceStatusResult;
  readonly labels: PanelLabels;
}): ReactElement | null {
  const now = useSeconds(retry !== undefined);
  if (status === 'failed')
    return (
      <div data-tailrace="panel-again">
        <PanelButton onPress={connect}>{labels.retry}</PanelButton>
      </div>
    );
  if (status !== 'reconnecting') return null;
  const left = retry ? Math.min(retry.delay, retry.at - now) : 0;
  return (
    <div data-tailrace="panel-again">
      <small>
        {retry && left > 0 ? labels.retryIn(Math.ceil(left / 1000), retry.attempt) : labels.retrying}
      </small>
      <PanelButton disabled={!retry} onPress={retryNow}>
        {labels.retryNow}
      </PanelButton>
    </div>
  );
}

/** The state and health of every service, live from the container backend. */
export function ServiceBoard({
  baseUrl,
  token,
  renderName,
  labels: words,
  onError,
  ...looks
}: ServiceBoardProps): ReactElement {
  const labels = useMemo(() => resolvePanelLabels(words), [words]);
  const connection = useServiceStatus(given({ baseUrl, token, onError }));
  const { statuses, isConnected, error } = connection;
  return (
    <Panel name="services" title={labels.services} {...looks}>
      {error === null ? null : (
        <p data-tailrace="panel-note" data-kind="warning" role="status">
          {error}
        </p>
      )}
      <Again connection={connection} labels={labels} />
      {statuses.length === 0 ? (
        error === null ? (
          <p data-tailrace="panel-note">{isConnected ? labels.servicesNone : labels.asking}</p>
        ) : null
      ) : (
        <table data-tailrace="services" data-old={isConnected ? undefined : ''}>
          <thead>
            <tr>
              <th scope="col">{labels.service}</th>
              <th scope="col">{labels.serviceStatus}</th>
              <th scope="col">{labels.serviceHealth}</th>
            </tr>
          </thead>
          <tbody>
            {statuses.map(({ service, status, health }) => (
              <tr key={service} data-state={serviceState(status, health)}>
                <th scope="row">{renderName?.(service) ?? service}</th>
                <td>
                  <span data-tailrace="dot" aria-hidden="true" />
                  {status}
                </td>
                <td>{health ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {statuses.length > 0 && !isConnected ? (
        <p data-tailrace="panel-note" data-kind="warning" role="status">
          {labels.servicesLost}
        </p>
      ) : null}
    </Panel>
  );
}
