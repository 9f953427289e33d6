import { LOG_LEVELS } from '@tailrace/core';
import type { ReactElement } from 'react';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Menu } from './menu.js';

/** A menu that chooses the levels to show. */
export function LogViewerLevelFilter(): ReactElement {
  const { labels } = useViewerContext();
  const chosen = useViewerState((state) => state.filter.levels);
  const shown = new Set(chosen ?? LOG_LEVELS).size;
  const all = shown === LOG_LEVELS.length;

  return (
    <Menu
      button={{
        icon: 'level',
        label: all ? labels.levels : labels.levelsShown(shown, LOG_LEVELS.length),
        text: true,
        'aria-pressed': !all,
      }}
    >
      {(parts) => <parts.LevelPanel />}
    </Menu>
  );
}
