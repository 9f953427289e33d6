import { LOG_LEVELS, type LogLevel } from '@tailrace/core';
import type { ReactElement } from 'react';
import { chosenLevels } from '../model/chosen-levels.js';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Choice } from './choice.js';

/** A component of its own, so that only the open menu re-renders with every line. */
function Count({ level }: { readonly level: LogLevel }): ReactElement {
  const { labels } = useViewerContext();
  const count = useViewerState((state) => state.counts[level] ?? 0);
  return <span data-tailrace="count">{labels.count(count)}</span>;
}

/** The levels to choose from, with the number of lines for each. */
export function LevelPanel(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const filter = useViewerState((state) => state.filter);
  const shown: ReadonlySet<LogLevel> = new Set(chosenLevels(filter));

  const toggle = (level: LogLevel): void => {
    const next = LOG_LEVELS.filter((other) => (other === level ? !shown.has(level) : shown.has(other)));
    viewer.filter.setLevels(next.length === LOG_LEVELS.length ? undefined : next);
  };

  return (
    <div role="group" aria-label={labels.levels}>
      {[...LOG_LEVELS].reverse().map((level) => (
        <Choice
          key={level}
          name={labels.level(level)}
          level={level}
          checked={shown.has(level)}
          onToggle={() => toggle(level)}
          onOnly={() => viewer.filter.setLevels([level])}
        >
          <span data-tailrace="swatch" />
          {labels.level(level)}
          <Count level={level} />
        </Choice>
      ))}
      <hr />
      <button type="button" onClick={() => viewer.filter.setLevels(undefined)}>
        {labels.allLevels}
      </button>
    </div>
  );
}
