import type { ReactElement } from 'react';
import { openedParts } from './late-parts.js';
import { useLate } from './use-late.js';
import { useViewerState } from './viewer-context.js';

/** How many lines are selected; copies them, in which format, and a link to them. Nothing while none are. */
export function LogViewerSelectionBar(): ReactElement | null {
  const selected = useViewerState((state) => state.selection !== undefined);
  const parts = useLate(openedParts, selected);
  return selected && parts ? <parts.SelectionTools /> : null;
}
