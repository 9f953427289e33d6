/** Reads what the mouse marks as places in the log, not in the page: rows leave the page when they are scrolled away. */
import type { TextPoint, TextSelection } from './line-selection.js';

/** A point of the page as a line and a place in its message; undefined when it is in no line. */
function pointIn(scroller: Element, node: Node | null, offset: number): TextPoint | undefined {
  const element = node instanceof Element ? node : node?.parentElement;
  const row = element?.closest('[data-tailrace="row"]');
  const message = row?.querySelector('[data-tailrace="message"]');
  if (!node || !row || !message || !scroller.contains(row)) return undefined;
  const seq = Number(row.getAttribute('data-seq'));
  const range = document.createRange();
  range.selectNodeContents(message);
  // Before the message nothing of it is marked, behind it all of it.
  if (range.comparePoint(node, offset) < 0) return { seq, offset: 0 };
  if (range.comparePoint(node, offset) > 0) return { seq, offset: Number.POSITIVE_INFINITY };
  range.setEnd(node, offset);
  return { seq, offset: range.toString().length };
}

const isBefore = (a: TextPoint, b: TextPoint): boolean =>
  a.seq < b.seq || (a.seq === b.seq && a.offset < b.offset);

/** Remembers what is marked inside a scroller, also where its rows are drawn no more. */
export interface MarkedText {
  read(): TextSelection | undefined;
  /** Returns its undo. */
  watch(scroller: Element): () => void;
}

/** See {@link MarkedText}. */
export function createMarkedText(): MarkedText {
  let anchor: TextPoint | undefined;
  let focus: TextPoint | undefined;

  return {
    read() {
      if (!anchor || !focus || (anchor.seq === focus.seq && anchor.offset === focus.offset)) return undefined;
      return isBefore(anchor, focus) ? { from: anchor, to: focus } : { from: focus, to: anchor };
    },
    watch(scroller) {
      const { ownerDocument } = scroller;
      const changed = (): void => {
        const selection = ownerDocument.getSelection();
        if (!selection || selection.rangeCount === 0) return;
        // An end whose row has left the page falls back to the list around it: then what was known of it holds.
        anchor = pointIn(scroller, selection.anchorNode, selection.anchorOffset) ?? anchor;
        focus = pointIn(scroller, selection.focusNode, selection.focusOffset) ?? focus;
        const elsewhere = selection.anchorNode !== null && !scroller.contains(selection.anchorNode);
        if (elsewhere) anchor = focus = undefined;
      };
      const pressed = (event: PointerEvent): void => {
        if (!event.shiftKey && event.button === 0) anchor = focus = undefined;
      };
      ownerDocument.addEventListener('selectionchange', changed);
      ownerDocument.addEventListener('pointerdown', pressed, true);
      return () => {
        ownerDocument.removeEventListener('selectionchange', changed);
        ownerDocument.removeEventListener('pointerdown', pressed, true);
        anchor = focus = undefined;
      };
    },
  };
}
