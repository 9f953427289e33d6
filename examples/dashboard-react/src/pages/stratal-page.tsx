import { stratal } from '@tailrace/core';
import { StreamingStatus } from '@tailrace/react';
import { useMemo, useState, type ReactNode } from 'react';
import { BACKENDS } from '../lib/sources.js';
import { LogPanel } from '../parts/log-panel.js';
import { Segments } from '../parts/segments.js';
import type { PageProps } from './page-props.js';

const SCOPES = [
  { value: 'run', label: 'This run' },
  { value: 'all', label: 'All runs' },
  { value: 'system', label: 'System' },
] as const;
type Scope = (typeof SCOPES)[number]['value'];

/** Jobs: one run, all runs, or the system log; and who listens to what. */
export function StratalPage({ run }: PageProps): ReactNode {
  const [scope, setScope] = useState<Scope>('run');
  const source = useMemo(() => {
    const jobs = stratal({ baseUrl: location.origin });
    return scope === 'run' ? jobs.jobRun(run.id) : scope === 'all' ? jobs.all() : jobs.system();
  }, [scope, run.id]);
  return (
    <div className="page">
      <div className="page-bar">
        <Segments label="What to show" options={SCOPES} value={scope} onChange={setScope} />
      </div>
      <div className="page-body">
        <LogPanel key={source.key} source={source} {...BACKENDS.stratal} />
        <aside className="page-aside" aria-label="Listeners">
          <StreamingStatus />
        </aside>
      </div>
    </div>
  );
}
