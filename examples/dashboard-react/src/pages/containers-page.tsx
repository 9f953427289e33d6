import { containers } from '@tailrace/core';
import { useServiceStatus } from '@tailrace/react';
import { useMemo, useState, type ReactNode } from 'react';
import { BACKENDS } from '../lib/sources.js';
import { routeHref } from '../lib/use-route.js';
import { LogPanel } from '../parts/log-panel.js';
import type { PageProps } from './page-props.js';

const TAILS = [50, 100, 500, 1000] as const;

/** Services: which one, how many lines to begin with, and how all of them are. */
export function ContainersPage({ run, token }: PageProps): ReactNode {
  const [tail, setTail] = useState<number>(100);
  const source = useMemo(
    () =>
      containers({ baseUrl: location.origin, ...(token === null ? {} : { token }) }).service(run.id, {
        tail,
      }),
    [run.id, token, tail],
  );
  const { statuses: services, error } = useServiceStatus();
  return (
    <div className="page">
      <div className="page-bar">
        <label className="field">
          Service
          <select
            value={run.id}
            onChange={(event) => (location.hash = routeHref('containers', event.target.value))}
          >
            {(services.some(({ service }) => service === run.id)
              ? services
              : [{ service: run.id }, ...services]
            ).map(({ service }) => (
              <option key={service}>{service}</option>
            ))}
          </select>
        </label>
        <label className="field">
          Begin with
          <select value={tail} onChange={(event) => setTail(Number(event.target.value))}>
            {TAILS.map((lines) => (
              <option key={lines} value={lines}>
                {lines.toLocaleString('en')} lines
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="page-body">
        <LogPanel key={`${source.key}/${tail}`} source={source} {...BACKENDS.containers} />
        <aside className="page-aside" aria-label="Services">
          <h3>Services</h3>
          {error !== null && <p className="muted">{error}</p>}
          <ul className="services">
            {services.map(({ service, status, health }) => (
              <li key={service}>
                <a href={routeHref('containers', service)}>{service}</a>
                <span className="run-state" data-status={serviceDot(status, health)}>
                  <i aria-hidden="true" />
                  {status}
                </span>
              </li>
            ))}
          </ul>
        </aside>
      </div>
    </div>
  );
}

/** The dot of a container, in the words that runs use. */
function serviceDot(status: string, health: string | undefined): string {
  if (health === 'unhealthy' || status === 'dead') return 'failed';
  if (status === 'restarting') return 'cancelled';
  if (status === 'running') return 'running';
  return status === 'exited' ? 'completed' : 'queued';
}
