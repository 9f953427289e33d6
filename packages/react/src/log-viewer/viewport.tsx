import type { LogEntry, LogGap, LogView } from '@tailrace/core';
import {
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from 'react';
import { focusedBeside } from '../lib/root-of.js';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import { openedParts } from './late-parts.js';
import { isSelected } from './model/line-selection.js';
import { RowSlots } from './model/row-slots.js';
import { isSeparator } from './model/separator.js';
import { GapOrTrimmed } from './rows/gap-row.js';
import { makePlainRow, wrapRow, type PlainRow } from './rows/plain-row.js';
import type { RowSlot } from './rows/row-slot.js';
import { SlottedRow, type FindRanges, type LogViewerRowProps } from './rows/row.js';
import { LogViewerSeparator } from './rows/separator.js';
import { lineNumber, originOf } from './rows/row-text.js';
import { useSeconds } from '../lib/use-seconds.js';
import { useSightHeight } from './use-sight-height.js';
import { useCurrentMatch } from './use-current-match.js';
import { OLDER_HEIGHT, OlderLines } from './older-lines.js';
import { useKeptWidth } from './use-kept-width.js';
import { useLate } from './use-late.js';
import { useOlderLines } from './use-older-lines.js';
import { useRowPositions } from './use-row-positions.js';
import { useRowWindow } from './use-row-window.js';
import { useViewportEvents } from './use-viewport-events.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

const NONE: ReadonlySet<number> = new Set();

/** Props of {@link LogViewerViewport}. */
export interface LogViewerViewportProps {
  /** Renders a line in your own way. Rows may have any height; the viewer measures the element around them. */
  readonly renderRow?: (props: LogViewerRowProps) => ReactNode;
  /** Renders a gap in your own way. */
  readonly renderGap?: (gap: LogGap) => ReactNode;
}

/** Milliseconds after a leap until rows beyond the visible ones are drawn: visible rows come first, and another leap may follow at once. */
const UNSEEN = 100;

/** The scroll container with the visible rows. */
export function LogViewerViewport({ renderRow, renderGap }: LogViewerViewportProps): ReactElement {
  const { viewer, labels } = useViewerContext();
  const { viewport } = viewer;
  const scroller = useRef<HTMLDivElement>(null);
  const sizer = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  /** The last focused element among the lines. */
  const focused = useRef<Element>(null);
  const state = useSyncExternalStore(viewport.subscribe, viewport.getState, viewport.getState);
  const wantsWrap = useViewerState((s) => s.wrap);
  const timestamps = useViewerState((s) => s.timestamps);
  const timeZone = useViewerState((s) => s.timeZone);
  const digits = useViewerState((s) => s.timestampDigits);
  const opened = useViewerState((s) => s.expanded);
  const limits = useViewerState((s) => s.limits);
  const selection = useViewerState((s) => s.selection);
  const find = useViewerState((s) => s.find);
  const history = useViewerState((s) => s.snapshot.history);
  const lostStart = useViewerState((s) => s.lostStart);
  const now = useSeconds(timestamps === 'relative');
  const [slots] = useState(() => new RowSlots(makePlainRow));
  const [origins, setOrigins] = useState(false);
  useOlderLines(viewer, scroller);
  useViewportEvents(viewer, scroller);

  const uneven = wantsWrap || opened.size > 0 || renderRow !== undefined || renderGap !== undefined;
  const { geometry, target, rows, top, measure } = useRowWindow(viewport, state, scroller, uneven);
  // Rows stay as they are until the code that measures them, and the parts to show in them, are loaded.
  const details = useLate(openedParts, opened.size > 0);
  const wrap = wantsWrap && measure !== undefined;
  const expanded = measure !== undefined && details !== undefined ? opened : NONE;
  const { view } = state;
  const header =
    view.length > 0 && (lostStart || ['more', 'loading', 'start'].includes(history)) ? OLDER_HEIGHT : 0;

  const ranges = useMemo<FindRanges | undefined>(
    () => (find.term === '' ? undefined : (text) => viewer.search.rangesIn(text)),
    // A new function for each new search, so that rows search again only then.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [viewer, find.term, find.version, find.error],
  );

  useSightHeight(viewer, scroller, geometry, header);

  /** The rows that are updated without React, with their props. */
  const plain: (readonly [RowSlot, LogViewerRowProps])[] = [];
  useIsomorphicLayoutEffect(() => {
    for (const [slot, line] of plain) slot.draw(line, labels, now);
    viewport.committed(target, rows[0] ?? 0, rows.at(-1) ?? -1);
    viewer.selection.marked.restore();
    keepFocus(scroller.current, focused);
  });

  const { leapt, anchor } = state;
  useEffect(() => {
    if (!leapt) return undefined;
    const timer = setTimeout(() => viewport.widen(), UNSEEN);
    return () => clearTimeout(timer);
    // Restarted with each leap, but not with each new line.
  }, [viewport, leapt, anchor]);

  useKeptWidth(sizer, wrap || view.length === 0, state.choice);
  useCurrentMatch(viewport, scroller, uneven, measure, find);
  useRowPositions(list, viewport);

  useEffect(() => {
    const element = scroller.current;
    return element ? viewer.selection.marked.watch(element, () => viewer.follow(false)) : undefined;
  }, [viewer]);

  const timestampStyle = useMemo(() => ({ timeZone, digits }), [timeZone, digits]);
  const lineProps = (entry: LogEntry, row: number): LogViewerRowProps => {
    const before = timestamps === 'delta' ? stampedBefore(view, row) : undefined;
    return {
      entry,
      timestamps,
      timestampStyle,
      previousTime: before?.time,
      previousTimestamp: before?.timestamp,
      wrap,
      expanded: expanded.has(entry.seq),
      selected: isSelected(selection, entry.seq),
      current: find.term !== '' && find.currentSeq === entry.seq ? find.currentInLine : undefined,
      limit: limits.get(entry.seq),
      carried: viewer.carry?.before(entry),
      find: ranges,
    };
  };

  const drawGap = (gap: LogGap): ReactNode =>
    isSeparator(gap) ? <LogViewerSeparator gap={gap} /> : (renderGap?.(gap) ?? <GapOrTrimmed gap={gap} />);

  viewer.selection.marked.look();
  // Not while rows are measured, because heights belong to elements, nor while text is selected or a pointer is down: a row must not become another line under the user's hand.
  const recycles = !uneven && !viewport.held && !viewer.selection.marked.isMarked();
  const holder = recycles ? seqAround(focused.current) : undefined;
  const items = rows.flatMap((row) => {
    const item = view.at(row);
    return item ? [{ item, row }] : [];
  });
  const lines = items.flatMap(({ item }) => (item.kind === 'log' ? [item.seq] : []));
  // Once a line names its origin, those that name none leave its column free.
  const named =
    view.length > 0 && (origins || items.some(({ item }) => item.kind === 'log' && originOf(item)));
  if (named !== origins) setOrigins(named);
  const assigned = slots.assign(lines, (seq) => recycles && seq !== holder).values();

  const drawLine = (entry: LogEntry, row: number): ReactNode => {
    const { key, slot, element } = assigned.next().value as PlainRow;
    const line = lineProps(entry, row);
    if (uneven)
      return wrapRow(
        key,
        renderRow ? renderRow(line) : <SlottedRow slot={slot} line={line} now={now} />,
        measure,
        entry.seq,
      );
    plain.push([slot, line]);
    return element;
  };

  const gutter = `${Math.max(3, lineNumber(Math.floor(view.at(view.length - 1)?.seq ?? 0)).length)}ch`;
  return (
    <div
      ref={scroller}
      data-tailrace="viewport"
      role="log"
      aria-live="off"
      aria-label={labels.log}
      tabIndex={0}
      onFocus={(event) => {
        focused.current = event.target;
      }}
      onBlur={() => {
        // Not when its row is removed, or the user is in another window, which is not the user's choice.
        if (focused.current?.isConnected && focusedBeside(focused.current) !== focused.current)
          focused.current = null;
      }}
      data-wrap={wrap ? '' : undefined}
      data-following={state.following ? '' : undefined}
      data-origins={origins ? '' : undefined}
      style={{ ['--tailrace-gutter' as string]: gutter }}
    >
      <div ref={sizer} data-tailrace="sizer" style={{ height: target.content }}>
        {header > 0 ? <OlderLines /> : null}
        <div ref={list} data-tailrace="rows" role="list" style={{ top }}>
          {items.map(({ item, row }) =>
            item.kind === 'log'
              ? drawLine(item, row)
              : wrapRow(`gap ${item.seq}`, drawGap(item), measure, item.seq),
          )}
        </div>
      </div>
    </div>
  );
}

/** How many rows above are searched for a time. */
const NEAR_ROWS = 100;

/** The nearest line above that has a time. */
function stampedBefore(view: LogView, row: number): LogEntry | undefined {
  for (let at = row - 1; at >= Math.max(0, row - NEAR_ROWS); at -= 1) {
    const item = view.at(at);
    if (item?.kind === 'log' && item.time !== undefined) return item;
  }
  return undefined;
}

/** If a row with the focus is recycled, moves the focus to the lines as a whole, so that the keys keep working. */
function keepFocus(scroller: HTMLElement | null, focused: { current: Element | null }): void {
  if (!focused.current || focused.current.isConnected) return;
  focused.current = null;
  if (scroller && !focusedBeside(scroller)) scroller.focus({ preventScroll: true });
}

/** The sequence number of the line that contains an element. */
function seqAround(element: Element | null): number | undefined {
  const row = element?.closest<HTMLElement>('[data-tailrace="row"]');
  return row ? Number(row.dataset['seq']) : undefined;
}
