/** What is on the clipboard, held against what was selected or marked. */
import type { Item } from './driven-log.js';
import { asJson, readJson } from './saved-lines.js';
import { shownRows, type ShownRow } from './shown-rows.js';
import type { Wanted } from './wanted.js';

/** The formats, in the order of their menu. */
export const COPIES = ['text', 'timestamped', 'ansi', 'json'] as const;
type Format = (typeof COPIES)[number];

/** What is copied of a line: all of it, or as much as the mouse marked, where it is copied as it is shown. */
function copied(
  { seq, made }: Item & { readonly kind: 'line' },
  marked: Wanted['marked'],
  format: Format,
): string {
  if (format === 'ansi') return made.line.message;
  if (format === 'json') return asJson(made);
  const [from, to] = marked ?? [];
  const end = to?.seq === seq ? to.offset : Infinity;
  const text = made.shown.slice(from?.seq === seq ? from.offset : 0, end);
  const { timestamp } = made.line;
  return format === 'text' || timestamp === undefined ? text : `${timestamp} ${text}`;
}

/** Whether this is what is copied: the selected lines, or what is marked; of those that left the buffer what was in sight. */
export function isCopied(text: string, wanted: Wanted, format: Format): boolean {
  const { selection } = wanted;
  const marked = selection ? undefined : wanted.marked;
  const range = selection ?? marked?.map(({ seq }) => seq);
  if (range === undefined) return text === '';
  const rows = shownRows(wanted);
  // A line of which nothing is marked ends what is copied before it.
  const isEnd = (seq: number): boolean => marked?.[1].seq === seq && marked[1].offset === 0;
  const partsOf = (items: readonly ShownRow[]): readonly string[] =>
    items.flatMap((item) =>
      item.kind === 'line' &&
      item.seq >= Math.min(...range) &&
      item.seq <= Math.max(...range) &&
      !isEnd(item.seq)
        ? [copied(item, marked, format)]
        : [],
    );
  const held = partsOf(rows.held);
  const read = format === 'json' && text !== '' ? text.split('\n').map(readJson).join('\n') : text;
  let left = `${read}\n`;
  for (const part of partsOf(rows.gone))
    if (left.startsWith(`${part}\n`) && left !== `${held.join('\n')}\n`) left = left.slice(part.length + 1);
  return left === `${held.join('\n')}\n` || (held.length === 0 && left === '');
}
