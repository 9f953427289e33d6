import { memo, type ReactElement } from 'react';
import { useFocusRescue } from '../lib/use-focus-rescue.js';
import { focusLines } from './focus-lines.js';
import { Icon } from './icons.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** Height of the strip above the first line in pixels; must match the stylesheet. */
export const OLDER_HEIGHT = 32;

/** The button disappears when it is pressed; the focus then moves to the lines. */
function LoadOlder(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const ref = useFocusRescue<HTMLButtonElement>(focusLines);
  return (
    <button ref={ref} type="button" data-tailrace="inline-button" onClick={() => void viewer.history.load()}>
      {labels.loadOlder}
    </button>
  );
}

/** The strip above the first line: loads older lines, or says why it cannot, or that there are none. */
export const OlderLines = memo(function OlderLines(): ReactElement {
  const { labels } = useViewerContext();
  const history = useViewerState((state) => state.snapshot.history);
  const lostStart = useViewerState((state) => state.lostStart);
  const held = useViewerState((state) => state.heldLines);
  const outcome = useViewerState((state) => state.older);
  const lost = history === 'unavailable' ? labels.olderGone : labels.olderFull;
  return (
    <div data-tailrace="older" data-history={history}>
      {history === 'more' ? (
        <LoadOlder />
      ) : (
        <>
          {history === 'start' && !lostStart ? null : (
            <Icon name={history === 'loading' ? 'clock' : 'warning'} />
          )}
          {lostStart ? (
            // Not announced, because the number of lines held changes with every line.
            <span>{lost(held)}</span>
          ) : (
            <span role="status">{labels.history(history)}</span>
          )}
        </>
      )}
      {history === 'more' && outcome !== undefined ? (
        <span role="status">{outcome === 'full' ? labels.olderFull(held) : outcome.message}</span>
      ) : null}
    </div>
  );
});
