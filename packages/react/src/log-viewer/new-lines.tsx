import type { ReactElement } from 'react';
import { Icon } from './icons.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** Says what came since the viewer stopped following; a press goes back to the end. */
export function LogViewerNewLines(): ReactElement | null {
  const { viewer, labels } = useViewerContext();
  const following = useViewerState((state) => state.following);
  const { lines, errors } = useViewerState((state) => state.arrivals);
  if (following || lines === 0) return null;
  return (
    <button type="button" data-tailrace="new-lines" title={labels.toEnd} onClick={() => viewer.follow(true)}>
      <Icon name="down" />
      {labels.newLines(lines, errors)}
    </button>
  );
}
