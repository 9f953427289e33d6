/** Which row stays where it is: one at its current position, at an edge, or fully visible in less room. Pure; CSS pixels. */
import type { LogItem } from '@tailrace/core';
import { heightOf, windowTop, type Anchor, type Geometry, type ViewportFrame } from './viewport-layout.js';

/** Where `scrollToSeq` puts a row. `auto`: in the middle, unless it is already visible; `nearest`: at the nearest edge, unless it is already visible. */
export type RowAlign = 'start' | 'center' | 'end' | 'auto' | 'nearest';

/** A row of the window as an anchor at its current position. */
export function anchorAt(
  frame: ViewportFrame,
  geometry: Geometry,
  top: number,
  row: number,
): Anchor | undefined {
  const { start, count } = frame.space;
  const item = frame.view.at(row);
  if (!item || row < start || row >= start + count) return undefined;
  return { seq: item.seq, delta: windowTop(frame) + geometry.startOf(row - start) - top };
}

/** A row as an anchor at an edge, or in the middle. */
export function alignedAnchor(
  frame: ViewportFrame,
  geometry: Geometry | undefined,
  row: number,
  align: Exclude<RowAlign, 'nearest'>,
): Anchor {
  const room = frame.height - heightOf(row, frame.space, geometry);
  const delta = align === 'start' ? (row === 0 ? frame.header : 0) : align === 'end' ? room : room / 2;
  return { seq: (frame.view.at(row) as LogItem).seq, delta: Math.max(0, delta) };
}

/** If the viewport shrinks to `height`, keeps the line that the user jumped to or pressed fully visible. */
export function anchorWithin(
  frame: ViewportFrame & { readonly anchor: Anchor | undefined },
  geometry: Geometry | undefined,
  height: number,
): Anchor | undefined {
  const { anchor, view, space, height: before } = frame;
  if (anchor === undefined) return undefined;
  const room = heightOf(view.rowOf(anchor.seq), space, geometry);
  const isCut = anchor.delta + room > height;
  const wasWhole = anchor.delta >= 0 && anchor.delta + room <= before + 0.5;
  return isCut && wasWhole ? { ...anchor, delta: Math.max(0, height - room) } : anchor;
}
