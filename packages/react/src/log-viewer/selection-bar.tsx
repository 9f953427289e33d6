import type { ReactElement } from 'react';
import { openedParts } from './late-parts.js';
import { useLate } from './use-late.js';
import { useViewerState } from './viewer-context.js';

/** The number of selected lines, with buttons to copy them, choose the format and copy a link. Renders nothing without a selection. */
export function LogViewerSelectionBar(): ReactElement | null {
  const selected = useViewerState((state) => state.selection !== undefined);
  const parts = useLate(openedParts, selected);
  return selected && parts ? <parts.SelectionTools /> : null;
}
