import type { AnsiState, LogEntry, TextRange } from '@tailrace/core';
import { memo, useState, type MouseEvent, type ReactElement } from 'react';
import { useIsomorphicLayoutEffect } from '../../lib/use-isomorphic-layout-effect.js';
import { focusLines } from '../focus-lines.js';
import { openedParts } from '../late-parts.js';
import { useLate } from '../use-late.js';
import { useViewerContext } from '../viewer-context.js';
import type { TimestampMode } from '../viewer-state.js';
import { isSameRow, RowSlot } from './row-slot.js';
import type { TimestampStyle } from './row-time.js';
import { useSeconds } from './use-seconds.js';

/** Finds the matches in a text without colour codes, in order. Its identity changes with the search. */
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
  /** Finds what is to be marked; undefined: nothing is looked for. */
  readonly find?: FindRanges | undefined;
}

function Details({ entry }: { readonly entry: LogEntry }): ReactElement | null {
  const parts = useLate(openedParts, true);
  return parts ? <parts.RowDetails entry={entry} /> : null;
}

interface SlottedRowProps {
  readonly slot: RowSlot;
  /** The line that it draws with each render, and its details; without it, whoever has the slot draws what has none. */
  readonly line?: LogViewerRowProps;
  /** Epoch milliseconds, for relative time stamps. */
  readonly now?: number;
}

/** The element of a line, which is drawn past React. */
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
      viewer.selection.press(seq, event.shiftKey);
      // A mouse goes on from the lines: Enter opens this one, the arrows scroll.
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

/** One line of the log. */
export const LogViewerRow = memo(function LogViewerRow(props: LogViewerRowProps): ReactElement {
  const [slot] = useState(() => new RowSlot());
  const now = useSeconds(props.timestamps === 'relative');
  return <SlottedRow slot={slot} line={props} now={now} />;
});
