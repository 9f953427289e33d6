import { useMemo, type ReactElement, type ReactNode } from 'react';
import type { ContainerAccess } from '../hooks/use-services.js';
import { useServiceStatus } from '../hooks/use-service-status.js';
import { given } from '../lib/given.js';
import { Panel, type PanelProps } from './panel.js';
import { resolvePanelLabels, type PanelLabels } from './panel-labels.js';
import { serviceState } from './service-state.js';

/** Props of {@link ServiceBoard}. */
export interface ServiceBoardProps extends PanelProps, ContainerAccess {
  /** Renders the name of a service in your own way, for example as a link to its log. */
  readonly renderName?: (service: string) => ReactNode;
  readonly labels?: Partial<PanelLabels>;
}

/** The state and health of every service, live from the container backend. */
export function ServiceBoard({
  baseUrl,
  token,
  renderName,
  labels: words,
  ...looks
}: ServiceBoardProps): ReactElement {
  const labels = useMemo(() => resolvePanelLabels(words), [words]);
  const { statuses, isConnected, error } = useServiceStatus(given({ baseUrl, token }));
  return (
    <Panel name="services" title={labels.services} {...looks}>
      {error === null ? null : (
        <p data-tailrace="panel-note" data-kind="warning" role="status">
          {error}
        </p>
      )}
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
