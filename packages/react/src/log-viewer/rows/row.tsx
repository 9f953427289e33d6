import type { AnsiState, LogEntry, TextRange } from '@tailrace/core';
import { memo, useState, type MouseEvent, type ReactElement } from 'react';
import { useIsomorphicLayoutEffect } from '../../lib/use-isomorphic-layout-effect.js';
import { focusLines } from '../focus-lines.js';
import { openedParts } from '../late-parts.js';
import { useLate } from '../use-late.js';
import { useViewerContext } from '../viewer-context.js';
import { isBegun } from '../model/line-selection.js';
import type { TimestampMode } from '../viewer-state.js';
import { isSameRow, RowSlot } from './row-slot.js';
import type { TimestampStyle } from './row-time.js';
import { useSeconds } from '../../lib/use-seconds.js';

/** Finds the matches in a text without colour codes, in order. Its identity changes with the search. */
export type FindRanges = (text: string) => readonly TextRange[];

/** Props of {@link LogViewerRow}. */
export interface LogViewerRowProps {
  readonly entry: LogEntry;
  readonly timestamps: TimestampMode;
  /** How timestamps are formatted. */
  readonly timestampStyle?: TimestampStyle | undefined;
  /** Time of the line above in epoch milliseconds; only set in the mode `delta`. */
  readonly previousTime?: number | undefined;
  /** Timestamp of the line above, as sent. */
  readonly previousTimestamp?: string | undefined;
  readonly wrap: boolean;
  /** The line's details are open. */
  readonly expanded: boolean;
  readonly selected: boolean;
  /** Index of the current match in this line, if it is here. */
  readonly current?: number | undefined;
  /** Number of characters shown, if not the default. */
  readonly limit?: number | undefined;
  /** The terminal style carried over from previous lines. */
  readonly carried?: AnsiState | undefined;
  /** Finds the matches to highlight; undefined if there is no search. */
  readonly find?: FindRanges | undefined;
}

function Details({ entry }: { readonly entry: LogEntry }): ReactElement | null {
  const parts = useLate(openedParts, true);
  return parts ? <parts.RowDetails entry={entry} /> : null;
}

interface SlottedRowProps {
  readonly slot: RowSlot;
  /** The line to draw with each render, with its details. Without it, the owner of the slot draws lines without details. */
  readonly line?: LogViewerRowProps;
  /** Epoch milliseconds, for relative timestamps. */
  readonly now?: number;
}

/** The element of a line, whose contents are updated without React. */
export const SlottedRow = memo(SlottedRowElement, isSame);

function isSame(before: SlottedRowProps, after: SlottedRowProps): boolean {
  const [one, other] = [before.line, after.line];
  return (
    before.slot === after.slot &&
    before.now === after.now &&
    (one === other || (one !== undefined && other !== undefined && isSameRow(one, other)))
  );
}

function SlottedRowElement({ slot, line, now = 0 }: SlottedRowProps): ReactElement {
  const { viewer, labels } = useViewerContext();
  useIsomorphicLayoutEffect(() => {
    if (line) slot.draw(line, labels, now);
  });

  const press = (event: MouseEvent): void => {
    const { seq } = slot;
    const action = slot.actionOf(event.target as Element);
    if (seq === undefined) return;
    if (action === 'toggle') viewer.toggleDetails(seq);
    else if (action === 'more') viewer.showMore(seq);
    else if (action === 'select') {
      const { selection } = viewer.store.get();
      const touch = (event.nativeEvent as PointerEvent).pointerType === 'touch';
      viewer.selection.press(seq, event.shiftKey || (touch && isBegun(selection, seq)));
      // After a mouse press the focus stays on the lines, so that Enter opens this one and the arrows scroll.
      if (event.detail > 0) focusLines(event.currentTarget);
    }
  };
  return (
    <div ref={slot.attach} data-tailrace="row" role="listitem">
      <div data-tailrace="row-line" onClick={press} />
      {line?.expanded ? <Details entry={line.entry} /> : null}
    </div>
  );
}

/** The row of one line of the log. */
export const LogViewerRow = memo(function LogViewerRow(props: LogViewerRowProps): ReactElement {
  const [slot] = useState(() => new RowSlot());
  const now = useSeconds(props.timestamps === 'relative');
  return <SlottedRow slot={slot} line={props} now={now} />;
});
