import type { ReactElement } from 'react';
import { Menu } from './toolbar/menu.js';
import { useViewerContext } from './viewer-context.js';

/** What became of every line that arrived: the numbers of the stream's ledger. */
export function LogViewerLedger(): ReactElement {
  const { labels } = useViewerContext();
  return (
    <Menu name="ledger" side="end" edge="top" button={{ look: 'small', icon: 'info', label: labels.ledger }}>
      {(parts) => <parts.LedgerTable />}
    </Menu>
  );
}
