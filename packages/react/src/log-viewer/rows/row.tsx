import type { AnsiState, LogEntry } from '@tailrace/core';
import { memo, useRef, type MouseEvent, type ReactElement } from 'react';
import { useIsomorphicLayoutEffect } from '../../lib/use-isomorphic-layout-effect.js';
import { focusLines } from '../focus-lines.js';
import type { TextRange } from '../model/segments.js';
import { openedParts } from '../late-parts.js';
import { useLate } from '../use-late.js';
import { useViewerContext } from '../viewer-context.js';
import type { TimestampMode } from '../viewer-state.js';
import { RowLine } from './row-line.js';
import type { TimestampStyle } from './row-time.js';
import { useRowLook } from './use-row-look.js';

/** Finds the matches in a plain text; undefined: nothing is searched. Its identity changes with the search. */
export type FindRanges = (text: string) => readonly TextRange[];

/** Props of {@link LogViewerRow}. */
export interface LogViewerRowProps {
  readonly entry: LogEntry;
  readonly timestamps: TimestampMode;
  /** How they are written. */
  readonly timestampStyle?: TimestampStyle | undefined;
  /** Time of the line above. Epoch milliseconds; only given in the mode `delta`. */
  readonly previousTime?: number | undefined;
  /** Its time stamp as sent. */
  readonly previousTimestamp?: string | undefined;
  readonly wrap: boolean;
  /** Its details are open. */
  readonly expanded: boolean;
  readonly selected: boolean;
  /** Which of its matches is the current one, if any. */
  readonly current?: number | undefined;
  /** Characters shown, where it is not the default. */
  readonly limit?: number | undefined;
  /** The style it begins with. */
  readonly carried?: AnsiState | undefined;
  readonly find?: FindRanges | undefined;
}

function Details({ entry }: { readonly entry: LogEntry }): ReactElement | null {
  const parts = useLate(openedParts, true);
  return parts ? <parts.RowDetails entry={entry} /> : null;
}

/** One line of the log. */
export const LogViewerRow = memo(function LogViewerRow(props: LogViewerRowProps): ReactElement {
  const { entry, selected, expanded, current } = props;
  const { viewer, labels } = useViewerContext();
  const { seq } = entry;
  const element = useRef<HTMLDivElement>(null);
  const line = useRef<RowLine>(undefined);
  const { look, opens } = useRowLook(props, labels);
  useIsomorphicLayoutEffect(() => {
    if (element.current === null) return;
    line.current ??= new RowLine(element.current);
    line.current.draw(look);
  });

  const press = (event: MouseEvent): void => {
    const action = event.target instanceof Element ? line.current?.actionOf(event.target) : undefined;
    if (action === 'toggle') viewer.toggleDetails(seq);
    else if (action === 'more') viewer.showMore(seq);
    else if (action === 'select') {
      viewer.selection.press(seq, event.shiftKey);
      // A mouse goes on from the lines: Enter opens this one, the arrows scroll.
      if (event.detail > 0) focusLines(event.currentTarget);
    }
  };
  return (
    <div
      data-tailrace="row"
      data-seq={seq}
      data-level={entry.level}
      role="listitem"
      {...(current !== undefined ? { 'data-current': '' } : {})}
      {...(selected ? { 'data-selected': '' } : {})}
      {...(expanded ? { 'data-expanded': '' } : {})}
      {...(opens ? { 'data-opens': '' } : {})}
    >
      <div ref={element} data-tailrace="row-line" onClick={press} />
      {expanded ? <Details entry={entry} /> : null}
    </div>
  );
});
