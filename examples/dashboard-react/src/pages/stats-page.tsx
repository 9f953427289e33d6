import { stratal, type LogFilter } from '@tailrace/core';
import { LogStats, ServiceBoard, StreamingStatus, useLogStream, type TimeRange } from '@tailrace/react';
import { useMemo, useState, type ReactNode } from 'react';
import type { BackendName } from '../control/control.js';
import { BACKENDS } from '../lib/sources.js';
import { routeHref } from '../lib/use-route.js';
import { StreamPanel } from '../parts/log-panel.js';

/** All runs from an operator's view: volume, errors, listeners and services. */
export function StatsPage({ backends }: { readonly backends: readonly BackendName[] }): ReactNode {
  const source = useMemo(() => stratal({ baseUrl: location.origin }).all(), []);
  const { stream } = useLogStream(source);
  const [range, setRange] = useState<TimeRange>();
  const [asked, setAsked] = useState<LogFilter>({});
  const filter = useMemo(() => ({ ...asked, ...range }), [asked, range]);
  return (
    <div className="page">
      <div className="page-body stats-page">
        <div className="stats-main">
          <LogStats source={stream} range={range} onRangeChange={setRange} />
          <StreamPanel
            stream={stream}
            source={source}
            {...BACKENDS.stratal}
            title="All runs"
            filter={filter}
            onFilterChange={({ since: _since, until: _until, ...next }) => setAsked(next)}
          />
        </div>
        <div className="stats-side">
          <StreamingStatus />
          {backends.includes('containers') && (
            <ServiceBoard
              renderName={(service) => <a href={routeHref('containers', service)}>{service}</a>}
            />
          )}
        </div>
      </div>
    </div>
  );
}
