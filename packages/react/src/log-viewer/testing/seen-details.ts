/** What lies open behind a line, held against what was made: its facts, and the trees of its JSON. */
import type { Item } from './driven-log.js';
import type { Wanted } from './wanted.js';

/** A row of a tree, as it is to be seen. */
export interface TreeRow {
  /** By which the row is known among all trees of all lines. */
  readonly name: string;
  readonly text: string;
}

/** The rows of the tree `at` behind a line. What lies in it directly is open, unless it was pressed. */
export function treeRows(
  { seq, made }: Item & { readonly kind: 'line' },
  at: number,
  pressed: Wanted['pressed'],
): readonly TreeRow[] {
  const rowsOf = (value: object, name: string, depth: number): readonly TreeRow[] =>
    Object.entries(value).flatMap(([key, part]: [string, unknown]) => {
      const own = `${name}.${key}`;
      if (typeof part !== 'object' || part === null)
        return [{ name: own, text: `${depth} ${key}: ${JSON.stringify(part)}` }];
      const count = Object.keys(part).length;
      const row = {
        name: own,
        text: `${depth} ${key}: ${Array.isArray(part) ? `[${count}]` : `{${count}}`}`,
      };
      const isOpen = (depth === 1) !== pressed.has(own);
      return isOpen ? [row, ...rowsOf(part, own, depth + 1)] : [row];
    });
  return rowsOf(made.json[at] as object, `${seq} ${at}`, 1);
}

const textsOf = (element: Element, selector: string): readonly string[] =>
  [...element.querySelectorAll(selector)].map(({ textContent }) => textContent ?? '');

/** What is wrong with what lies open behind a line. */
export function wrongDetails(
  element: HTMLElement,
  item: Item & { readonly kind: 'line' },
  { opened, pressed }: Wanted,
  wrong: (what: string, is: unknown, not: unknown) => readonly string[],
): readonly string[] {
  const { line, json } = item.made;
  const isOpen = opened.has(item.seq);
  const details = element.querySelector('[data-tailrace="details"]');
  const openness = wrong('being open', element.dataset['expanded'], isOpen ? '' : undefined);
  if (!isOpen || details === null) return [...openness, ...wrong('details', details !== null, isOpen)];
  const facts = [
    ...(line.timestamp === undefined ? [] : [`timestamp${line.timestamp}`]),
    ...Object.entries(line.labels).map(([name, value]) => name + value),
  ];
  const told = textsOf(details, '[data-tailrace="fact"]').filter((fact) => !fact.startsWith('id'));
  const trees = [...details.querySelectorAll('[role="tree"]')].map((tree) =>
    [...tree.children].map((row) => `${row.ariaLevel} ${row.textContent}`),
  );
  const wanted = json.map((_, at) => treeRows(item, at, pressed).map(({ text }) => text));
  return [
    ...openness,
    ...wrong('facts', told.join(), facts.join()),
    ...wrong('trees', JSON.stringify(trees), JSON.stringify(wanted)),
  ];
}
