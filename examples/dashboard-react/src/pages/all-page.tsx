import { useMemo, useState, type ReactNode } from 'react';
import type { BackendName } from '../control/control.js';
import { BACKENDS, sourceOf } from '../lib/sources.js';
import { useMediaQuery } from '../lib/use-media-query.js';
import { routeHref } from '../lib/use-route.js';
import { LogPanel } from '../parts/log-panel.js';
import { Segments } from '../parts/segments.js';
import type { PageProps } from './page-props.js';

export interface AllPageProps extends PageProps {
  readonly backends: readonly BackendName[];
}

/** The same run through every backend at once; one at a time where there is little room. */
export function AllPage({ run, token, backends }: AllPageProps): ReactNode {
  const narrow = useMediaQuery('(max-width: 760px)');
  const [chosen, setChosen] = useState<BackendName>();
  const first = chosen ?? backends[0];
  const shown = narrow && first !== undefined ? [first] : backends;
  return (
    <div className="page">
      {narrow && first !== undefined && (
        <div className="page-bar">
          <Segments
            label="Backend"
            value={first}
            onChange={setChosen}
            options={backends.map((value) => ({ value, label: BACKENDS[value].title }))}
          />
        </div>
      )}
      <div className="quad" data-count={shown.length}>
        {shown.map((backend) => (
          <BackendPanel key={`${backend}/${run.id}`} backend={backend} runId={run.id} token={token} />
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
