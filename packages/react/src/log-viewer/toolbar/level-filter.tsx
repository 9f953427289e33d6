import { LOG_LEVELS } from '@tailrace/core';
import type { ReactElement } from 'react';
import { chosenLevels } from '../model/chosen-levels.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Menu } from './menu.js';

/** A menu that chooses the levels to show. */
export function LogViewerLevelFilter(): ReactElement {
  const { labels } = useViewerContext();
  const shown = chosenLevels(useViewerState((state) => state.filter)).length;
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
