import type { ReactElement } from 'react';
import { openedParts } from './late-parts.js';
import { useLate } from './use-late.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

/**
 * The number of selected lines, with buttons to copy them, choose the format and copy a link. For a while after an error was looked for
 * in vain, says so. Otherwise renders nothing without a selection.
 */
export function LogViewerSelectionBar(): ReactElement | null {
  const selected = useViewerState((state) => state.selection !== undefined);
  const noError = useViewerState((state) => state.noError);
  const { labels } = useViewerContext();
  const parts = useLate(openedParts, selected);
  // The announcer says it, too.
  if (!selected && noError) return <span aria-hidden="true">{labels.noError(noError.direction)}</span>;
  return selected && parts ? <parts.SelectionTools /> : null;
}
