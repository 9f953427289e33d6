import { useState, type ReactElement } from 'react';
import { LogViewerHelpButton } from './help.js';
import { LogViewerLedger } from './ledger.js';
import { LogViewerSelectionBar } from './selection-bar.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** What the ledger counts that somebody should know of. */
const LOSSES = ['gaps', 'dropped', 'malformed'] as const;

/** Lines that came since the stream was paused, or cleared while it was. */
function useWaiting(): number {
  const snapshot = useViewerState((state) => state.snapshot);
  const frozen = snapshot.status === 'paused' ? snapshot.view : undefined;
  const { stored } = snapshot.ledger;
  const [since, setSince] = useState({ frozen, stored });
  if (since.frozen !== frozen) setSince({ frozen, stored });
  return frozen ? stored - since.stored : 0;
}

/** The status bar: what is read, how many lines are shown and held, and what was lost. */
export function LogViewerStatusBar(): ReactElement {
  const { labels } = useViewerContext();
  const title = useViewerState((state) => state.stream?.title);
  const selecting = useViewerState((state) => (state.selection ?? state.noError) !== undefined);
  const shown = useViewerState((state) => state.shownLines);
  const held = useViewerState((state) => state.heldLines);
  const progress = useViewerState((state) => state.snapshot.progress);
  const transport = useViewerState((state) => state.snapshot.transport);
  const outcome = useViewerState((state) => state.snapshot.outcome);
  const waiting = useWaiting();
  const ledger = useViewerState((state) => state.snapshot.ledger);
  return (
    <div data-tailrace="status-bar" data-printed={labels.printed}>
      {title && !selecting ? (
        <span data-tailrace="title" title={title}>
          {title}
        </span>
      ) : null}
      <LogViewerSelectionBar />
      <span data-tailrace="spacer" />
      {LOSSES.map((loss) =>
        ledger[loss] > 0 ? (
          <span key={loss} data-kind="warning">
            {labels[loss](ledger[loss])}
          </span>
        ) : null,
      )}
      {progress === undefined ? null : <span>{Math.round(progress)} %</span>}
      {outcome ? (
        <span data-tailrace="outcome" title={outcome}>
          {outcome}
        </span>
      ) : null}
      {waiting > 0 ? <span data-tailrace="waiting">{labels.waiting(waiting)}</span> : null}
      <span data-tailrace="line-count">{labels.shown(shown, held)}</span>
      {transport ? <span data-tailrace="transport">{labels.transport(transport)}</span> : null}
      <span data-tailrace="group">
        <LogViewerLedger />
        <LogViewerHelpButton />
      </span>
    </div>
  );
}
