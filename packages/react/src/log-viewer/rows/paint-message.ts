/** Renders a message as DOM elements without React: styled, with its links and marks. All text becomes text nodes. */
import type { Segment } from '../model/segments.js';
import { showHidden, type VisiblePiece } from './hidden-characters.js';
import type { MessageSpan } from './shown-message.js';

/** An invisible character is shown by its name: the character itself is in the text, so that it is copied; the stylesheet adds the name. */
function pieceNode({ text, glyph }: VisiblePiece): Node {
  if (glyph === undefined) return document.createTextNode(text);
  const element = document.createElement('span');
  element.setAttribute('data-tailrace', 'glyph');
  element.setAttribute('data-glyph', glyph);
  element.textContent = text;
  return element;
}

/** Sets the text of an element. An existing text node is reused. */
export function paintPlain(element: Element, text: string): void {
  const { firstChild } = element;
  if (firstChild instanceof Text && firstChild.nextSibling === null) firstChild.data = text;
  else element.textContent = text;
}

/** Sets the text of an element, with names for invisible characters. */
export function paintVisible(element: Element, text: string): void {
  const pieces = showHidden(text);
  if (pieces.length === 1 && pieces[0]?.glyph === undefined) paintPlain(element, text);
  else element.replaceChildren(...pieces.map(pieceNode));
}

function wrapIn(element: HTMLElement, body: Node): HTMLElement {
  element.append(body);
  return element;
}

function markNode(body: Node, current: boolean): Node {
  const mark = document.createElement('mark');
  mark.setAttribute('data-tailrace', 'match');
  if (current) mark.setAttribute('data-current', '');
  return wrapIn(mark, body);
}

function styledNode(body: Node, look: NonNullable<MessageSpan['look']>): Node {
  const span = document.createElement('span');
  span.setAttribute('data-ansi', look['data-ansi'] ?? '');
  for (const [name, value] of Object.entries(look.variables ?? {})) span.style.setProperty(name, value);
  return wrapIn(span, body);
}

function linkNode(body: Node, href: string): Node {
  const link = document.createElement('a');
  link.href = href;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.tabIndex = -1;
  // If the text of a link does not show its target, the title does.
  link.title = href;
  return wrapIn(link, body);
}

function segmentNode(segment: Segment<MessageSpan>, current: number | undefined): Node {
  const { match, href, look } = segment;
  let node = pieceNode(segment);
  if (match !== undefined) node = markNode(node, match === current);
  if (look?.['data-ansi'] !== undefined) node = styledNode(node, look);
  return href === undefined ? node : linkNode(node, href);
}

/** Renders the pieces of a message into an element. `current`: index of the current match, if it is here. */
export function paintMessage(
  element: Element,
  segments: readonly Segment<MessageSpan>[],
  current: number | undefined,
): void {
  const [first] = segments;
  const plain =
    first === undefined ||
    (segments.length === 1 &&
      first.match === undefined &&
      first.href === undefined &&
      first.glyph === undefined &&
      first.look?.['data-ansi'] === undefined);
  if (plain) paintPlain(element, first?.text ?? '');
  else element.replaceChildren(...segments.map((segment) => segmentNode(segment, current)));
}
