/** Reads what the mouse selected as a place in the log, not in the page. */
import type { TextSelection } from './line-selection.js';

/** A point of the page as a line and a place in its message. `end`: of the two ends of a selection the later one. */
function pointIn(
  scroller: Element,
  node: Node,
  offset: number,
): { readonly seq: number; readonly offset: number } | undefined {
  const element = node instanceof Element ? node : node.parentElement;
  const row = element?.closest('[data-tailrace="row"]');
  if (!row || !scroller.contains(row)) return undefined;
  const message = row.querySelector('[data-tailrace="message"]');
  const seq = Number(row.getAttribute('data-seq'));
  if (!message) return undefined;
  const range = document.createRange();
  range.selectNodeContents(message);
  // Before the message nothing of it is selected, behind it all of it.
  if (range.comparePoint(node, offset) < 0) return { seq, offset: 0 };
  if (range.comparePoint(node, offset) > 0) return { seq, offset: Number.POSITIVE_INFINITY };
  range.setEnd(node, offset);
  return { seq, offset: range.toString().length };
}

/** The selection inside the scroller; undefined when there is none, or when it begins or ends elsewhere. */
export function readSelection(scroller: Element): TextSelection | undefined {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  const from = pointIn(scroller, range.startContainer, range.startOffset);
  const to = pointIn(scroller, range.endContainer, range.endOffset);
  return from && to ? { from, to } : undefined;
}
