import type { LogGap } from '@tailrace/core';
import type { ReactElement } from 'react';
import { useViewerContext } from '../viewer-context.js';

/** A separator between two shown lines: how many lines the filter hides there. */
export function LogViewerSeparator({ gap }: { readonly gap: LogGap }): ReactElement {
  const { labels } = useViewerContext();
  return (
    <div data-tailrace="separator" data-seq={gap.seq} role="listitem">
      <div>
        <span>{labels.hiddenLines(gap.missing ?? 0)}</span>
      </div>
    </div>
  );
}
