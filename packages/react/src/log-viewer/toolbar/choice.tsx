import type { ReactElement, ReactNode } from 'react';
import { useViewerContext } from '../viewer-context.js';

/** Props of {@link Choice}. */
export interface ChoiceProps {
  /** What is chosen, for the name of its button. */
  readonly name: string;
  readonly level?: string;
  readonly checked: boolean;
  readonly onToggle: () => void;
  /** Leaves it as the only one. */
  readonly onOnly: () => void;
  /** Rendered after the check box. */
  readonly children: ReactNode;
}

/** A line of a menu: a check box, and a button that unchecks all others. */
export function Choice({ name, level, checked, onToggle, onOnly, children }: ChoiceProps): ReactElement {
  const { labels } = useViewerContext();
  return (
    <div data-tailrace="choice">
      <label data-level={level}>
        <input type="checkbox" form="" checked={checked} onChange={onToggle} />
        {children}
      </label>
      <button type="button" data-tailrace="only" aria-label={labels.onlyThis(name)} onClick={onOnly}>
        {labels.only}
      </button>
    </div>
  );
}
