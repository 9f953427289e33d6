import { containers } from '@tailrace/core';
import { ServiceBoard } from '@tailrace/react';
import { useMemo, useState, type ReactNode } from 'react';
import { BACKENDS } from '../lib/sources.js';
import { routeHref } from '../lib/use-route.js';
import { LogPanel } from '../parts/log-panel.js';
import type { PageProps } from './page-props.js';

const TAILS = [50, 100, 500, 1000] as const;

/** Services: the log of one, the number of lines to start with, and the status of all. */
export function ContainersPage({ run, token }: PageProps): ReactNode {
  const [tail, setTail] = useState<number>(100);
  const source = useMemo(
    () =>
      containers({ baseUrl: location.origin, ...(token === null ? {} : { token }) }).service(run.id, {
        tail,
      }),
    [run.id, token, tail],
  );
  return (
    <div className="page">
      <div className="page-bar">
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
        <aside className="page-aside service-choice" aria-label="Services">
          <ServiceBoard
            renderName={(service) => (
              <a
                href={routeHref('containers', service)}
                aria-current={service === run.id ? 'page' : undefined}
              >
                {service}
              </a>
            )}
          />
        </aside>
      </div>
    </div>
  );
}
