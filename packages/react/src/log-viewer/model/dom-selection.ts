/**
 * Stores the browser's text selection as positions in the log and not in the page, because rows leave the page when they are scrolled away.
 * When they come back, the selection is restored.
 */
import { anywhere, listen, undoAll } from '../../lib/listeners.js';
import { isFrom, selectionBeside } from '../../lib/root-of.js';
import type { TextPoint, TextSelection } from './line-selection.js';

/** Converts a DOM point to a line and a position in its message; undefined if it is not in a line. */
function pointIn(scroller: Element, node: Node | null, offset: number): TextPoint | undefined {
  const element = node?.nodeType === Node.ELEMENT_NODE ? (node as Element) : node?.parentElement;
  const row = element?.closest('[data-tailrace="row"]');
  const message = row?.querySelector('[data-tailrace="message"]');
  if (!node || !row || !message || !scroller.contains(row)) return undefined;
  const seq = seqOf(row);
  const range = document.createRange();
  range.selectNodeContents(message);
  // A point before the message is its start, one after the message its end.
  if (range.comparePoint(node, offset) < 0) return { seq, offset: 0 };
  if (range.comparePoint(node, offset) > 0) return { seq, offset: Infinity };
  range.setEnd(node, offset);
  return { seq, offset: range.toString().length };
}

const seqOf = (row: Element): number => Number(row.getAttribute('data-seq'));

const isBefore = (a: TextPoint, b: TextPoint): boolean =>
  a.seq < b.seq || (a.seq === b.seq && a.offset < b.offset);

const isSame = (a: TextPoint, b: TextPoint): boolean => a.seq === b.seq && a.offset === b.offset;

/** A place in the page. */
interface DomPoint {
  readonly node: Node;
  readonly offset: number;
}

/** The DOM point of a character in a row's message, or the nearest one. */
function placeIn(row: Element, offset: number): DomPoint {
  const message = row.querySelector('[data-tailrace="message"]') ?? row;
  const walker = document.createTreeWalker(message, NodeFilter.SHOW_TEXT);
  let left = offset;
  let last: DomPoint = { node: message, offset: 0 };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = node as Text;
    if (left <= length) return { node, offset: left };
    left -= length;
    last = { node, offset: length };
  }
  return last;
}

/** The DOM point of a position in the log; if its row is not drawn, before the first or after the last row. */
function placeOf(rows: readonly Element[], point: TextPoint): DomPoint | undefined {
  const row = rows.find((element) => seqOf(element) >= point.seq);
  if (row) return placeIn(row, seqOf(row) === point.seq ? point.offset : 0);
  const last = rows.at(-1);
  return last && placeIn(last, Infinity);
}

type SelectionEnds = Pick<Selection, 'anchorNode' | 'anchorOffset' | 'focusNode' | 'focusOffset'>;

/**
 * Where a selection begins, and where the mouse has taken it. Firefox leaves out what cannot be selected, such as line numbers: it
 * has a range for each line, and its own anchor and focus are the ends of the one that the mouse is in.
 */
function endsOf(selection: Selection): SelectionEnds {
  const { rangeCount, focusNode, focusOffset } = selection;
  if (rangeCount < 2) return selection;
  const { startContainer, startOffset } = selection.getRangeAt(0);
  const { endContainer, endOffset } = selection.getRangeAt(rangeCount - 1);
  return focusNode === startContainer && focusOffset === startOffset
    ? { anchorNode: endContainer, anchorOffset: endOffset, focusNode, focusOffset }
    : {
        anchorNode: startContainer,
        anchorOffset: startOffset,
        focusNode: endContainer,
        focusOffset: endOffset,
      };
}

/** Remembers the text selected inside a scroller, even if its rows are no longer drawn. */
export interface MarkedText {
  /** Whether anything is. */
  isMarked(): boolean;
  read(): TextSelection | undefined;
  /** Clears the selection, also in the page. */
  clear(): void;
  /** Reads the page's selection again. Call before rows change: the browser tells only after the frame how far the mouse has extended it. */
  look(): void;
  /** Restores the selection after rows have changed. Call after each commit. */
  restore(): void;
  /** Starts to watch; `onMark` is called when a selection begins. Returns a function that stops. */
  watch(scroller: HTMLElement, onMark: () => void): () => void;
}

/** See {@link MarkedText}. */
export function createMarkedText(): MarkedText {
  let scroller: Element | undefined;
  let anchor: TextPoint | undefined;
  let focus: TextPoint | undefined;
  /** Where this code has put the ends itself: an end that is still there carries no new information. */
  let placed: { readonly anchor: DomPoint; readonly focus: DomPoint } | undefined;

  /** The mouse was pressed in the lines and is still held: wherever it moves, it selects lines. */
  let dragging = false;
  /** What was selected when it was pressed. */
  let before: readonly [typeof anchor, typeof focus, typeof placed] = [anchor, focus, placed];

  const isMarked = (): boolean => anchor !== undefined && focus !== undefined && !isSame(anchor, focus);
  const forget = (): void => void (anchor = focus = placed = undefined);
  const isAt = (place: DomPoint | undefined, node: Node | null, offset: number): boolean =>
    place !== undefined && place.node === node && place.offset === offset;

  /** The log position of an end of the page's selection; `known` if it belongs to a row that is no longer drawn. */
  const read = (
    known: TextPoint | undefined,
    ours: DomPoint | undefined,
    node: Node | null,
    offset: number,
  ): TextPoint | undefined => {
    if (isAt(ours, node, offset) || !scroller) return known;
    return pointIn(scroller, node, offset) ?? known;
  };

  /** The last line drawn on the side of the page where the mouse has left the lines. */
  const edgeTowards = (node: Node | null): TextPoint | undefined => {
    if (!scroller || !node || scroller.contains(node)) return undefined;
    const below = scroller.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
    const row = [...scroller.querySelectorAll('[data-tailrace="row"]')].at(below ? -1 : 0);
    return row && { seq: seqOf(row), offset: below ? Infinity : 0 };
  };

  const look = (): void => {
    const selection = scroller && selectionBeside(scroller);
    if (!scroller || !selection || selection.rangeCount === 0) return;
    const { anchorNode, anchorOffset, focusNode, focusOffset } = endsOf(selection);
    if (anchorNode !== null && !scroller.contains(anchorNode) && !dragging) return forget();
    // If the row of an end leaves the page, the end moves to the list around it: then the known position still holds.
    anchor = read(anchor, placed?.anchor, anchorNode, anchorOffset);
    focus = edgeTowards(focusNode) ?? read(focus, placed?.focus, focusNode, focusOffset);
  };

  return {
    isMarked,
    read() {
      if (!anchor || !focus || !isMarked()) return undefined;
      return isBefore(anchor, focus) ? { from: anchor, to: focus } : { from: focus, to: anchor };
    },
    clear() {
      if (!isMarked()) return;
      forget();
      if (scroller) selectionBeside(scroller)?.removeAllRanges();
    },
    look() {
      if (isMarked()) look();
    },
    restore() {
      if (!scroller || !anchor || !focus || !isMarked()) return;
      const selection = selectionBeside(scroller);
      if (!selection) return;
      const { anchorNode, anchorOffset, focusNode, focusOffset } = endsOf(selection);
      const elsewhere = anchorNode !== null && !scroller.contains(anchorNode);
      if (elsewhere && !dragging) return;
      const rows = [...scroller.querySelectorAll('[data-tailrace="row"]')];
      const from = placeOf(rows, anchor);
      let to = placeOf(rows, focus);
      if (!from || !to) return;
      // Both lie beyond the rows that are drawn. Where nothing is marked, the mouse that is held would begin anew.
      if (dragging && isAt(from, to.node, to.offset)) {
        const { node, offset } = to;
        to = { node, offset: offset > 0 ? 0 : Math.min(1, node.textContent?.length ?? 0) };
      }
      const stands = (point: TextPoint, want: DomPoint, node: Node | null, offset: number): boolean => {
        if (isAt(want, node, offset)) return true;
        const at = scroller && pointIn(scroller, node, offset);
        return at !== undefined && isSame(at, point);
      };
      if (stands(anchor, from, anchorNode, anchorOffset) && stands(focus, to, focusNode, focusOffset)) return;
      placed = { anchor: from, focus: to };
      selection.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
    },
    watch(element, onMark) {
      scroller = element;
      const { ownerDocument } = element;
      const changed = (): void => {
        const was = isMarked();
        look();
        if (!was && isMarked()) onMark();
      };
      const pressed = (event: PointerEvent): void => {
        // A finger may be there only to scroll. If its tap ends the selection, the browser tells.
        if (event.button !== 0 || event.pointerType === 'touch') return;
        before = [anchor, focus, placed];
        if (!event.shiftKey) forget();
        dragging = isFrom(event, element);
      };
      /** It takes what is selected to somewhere else, which therefore stays so. */
      const taken = (): void => {
        [anchor, focus, placed] = before;
        released();
        changed();
      };
      const released = (): void => void (dragging = false);
      return undoAll([
        listen(ownerDocument, 'selectionchange', changed),
        listen(ownerDocument, 'pointerdown', pressed, anywhere),
        listen(ownerDocument, 'pointerup', released, anywhere),
        listen(element, 'dragstart', taken),
        () => {
          forget();
          scroller = undefined;
        },
      ]);
    },
  };
}
