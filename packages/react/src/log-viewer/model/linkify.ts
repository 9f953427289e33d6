/** Finds plain addresses in a text. Only `http`, `https` and `mailto` ever become links. */

/** A piece of text, and where it leads. */
export interface LinkPiece {
  readonly text: string;
  readonly href?: string;
}

// An address ends at what cannot be seen: nobody could tell where it leads.
const ADDRESS =
  /\b(?:https?:\/\/|mailto:)[^\s<>"'`\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]+/gi;
const SAFE = /^(?:https?:|mailto:)/i;

/** Whether a link to `href` may be made at all. */
export function isSafeHref(href: string): boolean {
  return SAFE.test(href.trim());
}

const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Without the punctuation that ends a sentence rather than an address; a closing bracket stays if one was opened inside. */
function trimEnd(address: string): string {
  const opened: Record<string, number> = {};
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address.charAt(end - 1);
    if ('.,;:!?'.includes(last)) continue;
    const opening = OPENING[last];
    if (opening === undefined) break;
    // Looked for once, however many closing ones there are.
    const at = (opened[last] ??= address.indexOf(opening));
    if (at >= 0 && at < end - 1) break;
  }
  return address.slice(0, end);
}

/** The text in pieces. */
export function linkify(text: string): readonly LinkPiece[] {
  if (!text.includes(':')) return [{ text }];
  const pieces: LinkPiece[] = [];
  let at = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = trimEnd(found[0]);
    if (address.replace(/^(?:https?:\/\/|mailto:)/i, '') === '') continue;
    if (found.index > at) pieces.push({ text: text.slice(at, found.index) });
    pieces.push({ text: address, href: address });
    at = found.index + address.length;
  }
  if (at < text.length || pieces.length === 0) pieces.push({ text: text.slice(at) });
  return pieces;
}
