import type { ReactElement } from 'react';
import { Icon } from './icons.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** Height of the strip above the first line. Pixels; the stylesheet says the same. */
export const OLDER_HEIGHT = 32;

/** Above the first line: loads what is older, or says that there is nothing older. */
export function OlderLines({ onLoad }: { readonly onLoad: () => void }): ReactElement {
  const { labels } = useViewerContext();
  const history = useViewerState((state) => state.snapshot.history);
  return (
    <div data-tailrace="older" data-history={history}>
      {history === 'more' ? (
        <button type="button" data-tailrace="inline-button" onClick={onLoad}>
          {labels.loadOlder}
        </button>
      ) : (
        <>
          <Icon name={history === 'loading' ? 'clock' : 'end'} />
          <span role="status">{labels.history(history)}</span>
        </>
      )}
    </div>
  );
}
