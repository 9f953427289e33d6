import type { ReactElement } from 'react';
import { openedParts } from './late-parts.js';
import { useLate } from './use-late.js';
import { useViewerState } from './viewer-context.js';

/** Ticks along the scroll bar that show where the matches are. */
export function LogViewerMatchTicks(): ReactElement | null {
  const found = useViewerState((state) => state.find.term !== '' && state.find.total > 0);
  const parts = useLate(openedParts, found);
  return found && parts ? <parts.MatchTicksCanvas /> : null;
}
