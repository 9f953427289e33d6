import type { ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { useFocusRescue } from '../lib/use-focus-rescue.js';
import { focusLines } from './focus-lines.js';
import { Icon } from './icons.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

/**
 * A button that counts the lines that arrived since the viewer stopped following; a press returns to the end. It stands among the lines, so that
 * a finger or a wheel on it scrolls them.
 */
export function LogViewerNewLines(): ReactElement | null {
  const { viewer, labels } = useViewerContext();
  const following = useViewerState((state) => state.following);
  const { lines, errors } = useViewerState((state) => state.arrivals);
  const { scroller } = viewer.viewport;
  if (following || lines === 0 || !scroller) return null;
  return createPortal(
    <Pill title={labels.toEnd} words={labels.newLines(lines, errors)} onClick={() => viewer.follow(true)} />,
    scroller,
  );
}

/** The button disappears when it is pressed; the focus then moves to the lines. */
function Pill(props: {
  readonly title: string;
  readonly words: string;
  readonly onClick: () => void;
}): ReactElement {
  const ref = useFocusRescue<HTMLButtonElement>(focusLines);
  return (
    <button ref={ref} type="button" data-tailrace="new-lines" title={props.title} onClick={props.onClick}>
      <Icon name="down" />
      <span>{props.words}</span>
    </button>
  );
}
