import type { ReactElement } from 'react';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** The progress of the job, if its lines report it. In percent, as a progress bar is unless it says otherwise. */
export function LogViewerProgress(): ReactElement | null {
  const { labels } = useViewerContext();
  const progress = useViewerState((state) => state.snapshot.progress);
  if (progress === undefined) return null;
  const value = Math.min(100, Math.max(0, progress));
  return (
    <div data-tailrace="progress" role="progressbar" aria-label={labels.progress} aria-valuenow={value}>
      <div style={{ inlineSize: `${value}%` }} />
    </div>
  );
}
