import type { LogSource, LogStreamError, StratalType } from '@tailrace/core';
import { useEffect, useMemo, useState } from 'react';
import { attempt, type Attempt } from '../lib/attempt.js';
import { useTailrace } from '../provider.js';
import { jobBackend } from './late-parts.js';

/** Milliseconds after which loading is tried again if it has failed. */
const RETRY = 2_000;

/** A type of lines of the job backend, across all job runs. */
export type FilterType = StratalType;

/** The log that a viewer shows. */
export interface ViewerSourceProps {
  /** Any source: `codespace(…).task(…)`, a feed, your own backend. It may be created anew in each render. */
  readonly source?: LogSource | null | undefined;
  /** A job run of the job backend at the provider's address. */
  readonly jobRunId?: string | undefined;
  /** All lines of one type from the job backend at the provider's address. */
  readonly filterType?: FilterType | undefined;
}

/** The source to read, or the reason why there is none. */
export interface ViewerSource {
  /** There is a log to read, be its source here or on its way. */
  readonly asked: boolean;
  readonly source: LogSource | undefined;
  readonly error: LogStreamError | undefined;
}

/** Loads the job backend while it is wanted, and retries until it succeeds. */
function useJobBackend(wanted: boolean): {
  readonly stratal: typeof jobBackend.here;
  readonly failure: LogStreamError | undefined;
} {
  const [failure, setFailure] = useState<LogStreamError>();
  const [stratal, setStratal] = useState(() => jobBackend.here);
  useEffect(() => {
    if (!wanted || stratal) return undefined;
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const bring = async (): Promise<void> => {
      try {
        const brought = await jobBackend.load();
        if (left) return;
        setStratal(() => brought);
        setFailure(undefined);
      } catch (thrown) {
        if (left) return;
        setFailure(thrown as LogStreamError); // as `Late` promises
        timer = setTimeout(() => void bring(), RETRY);
      }
    };
    void bring();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [wanted, stratal]);
  return { stratal, failure };
}

/** The given source, or that of the job run or type at the provider's address. */
export function useViewerSource({ source, jobRunId, filterType }: ViewerSourceProps): ViewerSource {
  const { backend } = useTailrace();
  const wanted = !source && (jobRunId !== undefined || filterType !== undefined);
  const { stratal, failure } = useJobBackend(wanted);
  const { made, refused } = useMemo((): Attempt<LogSource> => {
    // On a server there is no page to take an origin from, and nothing is opened there.
    if (!wanted || !stratal || typeof document === 'undefined') return {};
    return attempt(() => {
      const jobs = stratal(backend());
      return jobRunId === undefined ? jobs.type(filterType as FilterType) : jobs.jobRun(jobRunId);
    });
  }, [wanted, stratal, jobRunId, filterType, backend]);
  if (source) return { asked: true, source, error: undefined };
  return { asked: wanted, source: made, error: wanted ? (refused ?? failure) : undefined };
}
