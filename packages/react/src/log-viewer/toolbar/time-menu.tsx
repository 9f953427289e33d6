import type { ReactElement } from 'react';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Menu } from './menu.js';

/** A menu with the timestamp modes, and a field that jumps to a time. */
export function LogViewerTimeMenu(): ReactElement {
  const { labels } = useViewerContext();
  const mode = useViewerState((state) => state.timestamps);
  return (
    <Menu
      name="time"
      side="end"
      button={{
        icon: 'clock',
        label: labels.timestampsMode(mode),
        'aria-pressed': mode !== 'off',
        children: mode === 'utc' ? <span data-tailrace="zone" data-glyph="UTC" aria-hidden="true" /> : null,
      }}
    >
      {(parts, close) => <parts.TimePanel close={close} />}
    </Menu>
  );
}
