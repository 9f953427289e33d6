import type { ReactElement } from 'react';
import { Menu } from './toolbar/menu.js';
import { useViewerContext } from './viewer-context.js';

/** A button that opens the stream's ledger, which accounts for every line that arrived. */
export function LogViewerLedger(): ReactElement {
  const { labels } = useViewerContext();
  return (
    <Menu name="ledger" side="end" edge="top" button={{ look: 'small', icon: 'info', label: labels.ledger }}>
      {(parts) => <parts.LedgerTable />}
    </Menu>
  );
}
