/** Which rows a filter leaves of a log, told from the log alone: what passes, what stands around it, and where lines are hidden. */
import type { Item } from './driven-log.js';
import type { Wanted } from './wanted.js';

/** A row: an item of the log, or one that stands for so many lines that the filter hides. */
export type ShownRow = Item | { readonly kind: 'hidden'; readonly seq: number; readonly count: number };

const isLine = (item: Item | undefined): boolean => item?.kind === 'line';

/** Which of the items are shown: those that pass, and so many lines around each of them. A gap ends what stands around a line. */
function shownAmong(items: readonly Item[], { passes, context }: Wanted['filter']): readonly boolean[] {
  const shown = items.map((item) => item.kind === 'gap' || passes(item.made));
  items.forEach((item, at) => {
    if (item.kind === 'gap' || !passes(item.made)) return;
    for (const step of [-1, 1])
      for (let near = 1; near <= context && isLine(items[at + step * near]); near += 1)
        shown[at + step * near] = true;
  });
  return shown;
}

/** The rows of some of the items, of which these are shown: where lines between two of them are hidden, one more tells of them. */
function rowsOf(items: readonly Item[], shown: readonly boolean[], tells: boolean): readonly ShownRow[] {
  const rows: ShownRow[] = [];
  let hidden = 0;
  items.forEach((item, at) => {
    if (!shown[at]) return void (hidden += 1);
    const last = rows.at(-1);
    if (tells && last && hidden > 0)
      rows.push({ kind: 'hidden', seq: (last.seq + item.seq) / 2, count: hidden });
    hidden = 0;
    rows.push(item);
  });
  return rows;
}

/** The rows of what left the buffer, and of what is held. */
export function shownRows({ gone, held, filter, since }: Wanted): {
  readonly gone: readonly ShownRow[];
  readonly held: readonly ShownRow[];
} {
  // Of lines that went before the viewer filtered so, it does not know that something held stands around them.
  const known = gone.filter(({ seq }) => seq >= since);
  const around = shownAmong([...known, ...held], filter).slice(known.length);
  const tells = filter.context > 0;
  return {
    gone: rowsOf(gone, shownAmong([...gone, ...held], filter), tells),
    held: rowsOf(held, around, tells),
  };
}
