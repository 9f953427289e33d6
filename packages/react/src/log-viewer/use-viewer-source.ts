import { LogStreamError, stratal, type LogSource, type StratalType } from '@tailrace/core';
import { useMemo } from 'react';
import { useTailrace } from '../provider.js';

/** Lines of one kind, over all job runs. */
export type FilterType = StratalType;

/** What a viewer is given to read. */
export interface ViewerSourceProps {
  /** Any source: `codespace(…).task(…)`, a feed, your own backend. May be made anew in each render. */
  readonly source?: LogSource | null | undefined;
  /** A job run of the provider's service. */
  readonly jobRunId?: string | undefined;
  /** All lines of a type of the provider's service. */
  readonly filterType?: FilterType | undefined;
}

/** The source to read, or why there is none. */
export interface ViewerSource {
  readonly source: LogSource | undefined;
  readonly error: LogStreamError | undefined;
}

/** The given source, or the job run or type at the provider's service. */
export function useViewerSource({ source, jobRunId, filterType }: ViewerSourceProps): ViewerSource {
  const { backend } = useTailrace();
  const own = useMemo<ViewerSource>(() => {
    if (jobRunId === undefined && filterType === undefined) return { source: undefined, error: undefined };
    // On a server there is no page to take an origin from, and nothing is opened there.
    if (typeof document === 'undefined') return { source: undefined, error: undefined };
    try {
      const jobs = stratal(backend());
      const made = jobRunId === undefined ? jobs.type(filterType as FilterType) : jobs.jobRun(jobRunId);
      return { source: made, error: undefined };
    } catch (thrown) {
      if (thrown instanceof LogStreamError) return { source: undefined, error: thrown };
      throw thrown;
    }
  }, [jobRunId, filterType, backend]);
  return source ? { source, error: undefined } : own;
}
