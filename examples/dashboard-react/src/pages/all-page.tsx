import { useMemo, type ReactNode } from 'react';
import type { BackendName } from '../control/control.js';
import { BACKENDS, sourceOf } from '../lib/sources.js';
import { routeHref } from '../lib/use-route.js';
import { LogPanel } from '../parts/log-panel.js';
import type { PageProps } from './page-props.js';

export interface AllPageProps extends PageProps {
  readonly backends: readonly BackendName[];
}

/** The same run through every backend at once. */
export function AllPage({ run, token, backends }: AllPageProps): ReactNode {
  return (
    <div className="page">
      <div className="quad" data-count={backends.length}>
        {backends.map((backend) => (
          <BackendPanel key={backend} backend={backend} runId={run.id} token={token} />
        ))}
      </div>
    </div>
  );
}

interface BackendPanelProps {
  readonly backend: BackendName;
  readonly runId: string;
  readonly token: string | null;
}

function BackendPanel({ backend, runId, token }: BackendPanelProps): ReactNode {
  const source = useMemo(() => sourceOf(backend, runId, token), [backend, runId, token]);
  return <LogPanel source={source} {...BACKENDS[backend]} href={routeHref(backend, runId)} />;
}
