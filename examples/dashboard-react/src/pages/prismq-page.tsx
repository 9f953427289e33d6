import { prismq, type PrismqRunInfo } from '@tailrace/core';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { BACKENDS, sourceOf } from '../lib/sources.js';
import { LogPanel } from '../parts/log-panel.js';
import { RunState } from '../shell/run-state.js';
import type { PageProps } from './page-props.js';

/** A run of the queue: the server's record of it, its log, and the download. */
export function PrismqPage({ run }: PageProps): ReactNode {
  const source = useMemo(() => sourceOf('prismq', run.id, null), [run.id]);
  const info = useRunInfo(run.id, run.status);
  const file = `/api/runs/${encodeURIComponent(run.id)}/logs/download`;
  return (
    <div className="page">
      <div className="page-bar">
        <RunState status={run.status} />
        {Object.entries(info ?? {})
          .filter(([name, value]) => name !== 'run_id' && name !== 'status' && isShort(value))
          .map(([name, value]) => (
            <span key={name}>
              <span className="muted">{name.replaceAll('_', ' ')}</span> {shown(value)}
            </span>
          ))}
        <a className="button push" href={file} download>
          Download the whole log
        </a>
      </div>
      <div className="page-body">
        <LogPanel source={source} {...BACKENDS.prismq} />
      </div>
    </div>
  );
}

/** The server's record of a run, read again whenever its status changes. */
function useRunInfo(runId: string, status: string): PrismqRunInfo | undefined {
  const [info, setInfo] = useState<PrismqRunInfo>();
  useEffect(() => {
    const gone = new AbortController();
    prismq({ baseUrl: location.origin })
      .run(runId)
      .info({ signal: gone.signal })
      // The log panel reports errors of the server; here the facts are just missing.
      .then(setInfo, () => setInfo(undefined));
    return () => gone.abort();
  }, [runId, status]);
  return info;
}

const isShort = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && value !== '' && value.length < 40);

function shown(value: unknown): string {
  if (typeof value === 'number') return value.toLocaleString('en');
  const text = String(value);
  return /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text).toLocaleTimeString() : text;
}
