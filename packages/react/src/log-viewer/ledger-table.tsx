import type { Ledger } from '@tailrace/core';
import type { ReactElement } from 'react';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** A field of the ledger that is always present. */
export type LedgerName = Exclude<keyof Ledger, 'unknown'>;

const NAMES: readonly LedgerName[] = ['received', 'stored', 'duplicates', 'dropped', 'malformed', 'gaps'];

/** A component of its own, so that only the open panel re-renders with every line. */
export function LedgerTable(): ReactElement {
  const { labels } = useViewerContext();
  const ledger = useViewerState((state) => state.snapshot.ledger);
  const status = useViewerState((state) => state.snapshot.status);
  const history = useViewerState((state) => state.snapshot.history);
  const words = labels.history(history);
  return (
    <div data-tailrace="ledger">
      <strong>{labels.ledger}</strong>
      <dl>
        {NAMES.map((name) => (
          <div key={name} data-tailrace="ledger-entry" data-name={name}>
            <dt>{labels.ledgerEntry(name)}</dt>
            <dd>{labels.count(ledger[name])}</dd>
          </div>
        ))}
      </dl>
      <p>{labels.ledgerSum}</p>
      <p>
        {labels.status(status)}
        {words === '' ? null : ` · ${words}`}
      </p>
    </div>
  );
}
