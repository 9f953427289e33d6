/** The visible rows of a JSON tree: only open branches, and only a part of large lists and long texts. Pure. */
import { exactNumber } from './json-message.js';
import { cutText } from './row-text.js';

/** Number of entries of an object or list that are drawn at first, and added by "more". */
export const ENTRIES = 100;
/** Number of characters drawn of a text, and of an opened one. */
const TEXT = 500;
const OPENED_TEXT = 100_000;
/** Rows that are open from the beginning. */
const OPEN_ROWS = 40;

/** The contents of a row. */
export interface JsonRow {
  /** Its path: the indexes of the entries that lead to it. */
  readonly id: string;
  readonly depth: number;
  /** Name in its object; undefined in the root. */
  readonly name: string;
  /** `more` stands for the entries that are not drawn. */
  readonly kind: 'leaf' | 'branch' | 'more';
  /** Type of a leaf, for its looks. */
  readonly type?: string;
  /** A leaf's value, or how many entries there are in a branch: `{3}`, `[12]`. */
  readonly text: string;
  /** Entries that are left, for `more`. */
  readonly left?: number;
  /** Whether it is open; undefined for what cannot be opened. */
  readonly open?: boolean;
  /** Which of how many entries it is, from 1. */
  readonly position: number;
  readonly size: number;
}

/** Which branches of a tree are open, and how many entries of a branch are drawn, if not the default. */
export interface JsonTreeState {
  readonly open: ReadonlySet<string>;
  readonly entries: ReadonlyMap<string, number>;
}

type Container = Readonly<Record<string, unknown>> | readonly unknown[];

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** Id of the tree itself. */
export const ROOT = '';
const idOf = (parent: string, at: number): string => (parent === ROOT ? `${at}` : `${parent}.${at}`);

function sizeOf(value: Container): number {
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** The first entries of an object or a list; no more than asked for are looked at. */
function entriesOf(value: Container, limit: number): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value))
    return value.slice(0, limit).map((part: unknown, at) => [String(at), part] as const);
  const object = value as Readonly<Record<string, unknown>>;
  return Object.keys(object)
    .slice(0, limit)
    .map((name) => [name, object[name]] as const);
}

function leafOf(value: unknown, open: boolean): Pick<JsonRow, 'type' | 'text' | 'open'> {
  const number = exactNumber(value);
  if (number !== undefined) return { type: 'number', text: number };
  if (typeof value !== 'string') return { type: value === null ? 'null' : typeof value, text: String(value) };
  if (value.length <= TEXT) return { type: 'string', text: JSON.stringify(value) };
  const shown = cutText(value, open ? OPENED_TEXT : TEXT);
  const text = JSON.stringify(shown);
  return { type: 'string', text: shown === value ? text : `${text.slice(0, -1)}…`, open };
}

/** The rows of what is open, in order. */
export function jsonRows(root: object, state: JsonTreeState): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  // An explicit stack, because a server may nest values ten thousand levels deep.
  const stack: {
    parent: string;
    depth: number;
    entries: readonly (readonly [string, unknown])[];
    at: number;
    size: number;
  }[] = [];
  const push = (value: Container, id: string, depth: number): void => {
    const entries = entriesOf(value, state.entries.get(id) ?? ENTRIES);
    stack.push({ parent: id, depth, entries, at: 0, size: sizeOf(value) });
  };
  push(root as Container, ROOT, 1);
  for (let level = stack.at(-1); level; level = stack.at(-1)) {
    const { parent, depth, entries, size, at } = level;
    const entry = entries[at];
    if (!entry) {
      stack.pop();
      const left = size - entries.length;
      if (left > 0)
        rows.push({
          id: idOf(parent, at),
          depth,
          name: '',
          kind: 'more',
          text: '',
          left,
          position: at + 1,
          size,
        });
      continue;
    }
    level.at += 1;
    const [name, value] = entry;
    const id = idOf(parent, at);
    const open = state.open.has(id);
    const place = { id, depth, name, position: at + 1, size };
    if (!isContainer(value)) rows.push({ ...place, kind: 'leaf', ...leafOf(value, open) });
    else {
      const count = sizeOf(value);
      const text = Array.isArray(value) ? `[${count}]` : `{${count}}`;
      if (count === 0)
        rows.push({ ...place, kind: 'leaf', type: 'empty', text: Array.isArray(value) ? '[]' : '{}' });
      else {
        rows.push({ ...place, kind: 'branch', text, open });
        if (open) push(value, id, depth + 1);
      }
    }
  }
  return rows;
}

/** What is open at first: the small branches of the first level, as long as the tree stays short. */
export function initialTree(root: object): JsonTreeState {
  const open = new Set<string>();
  const first = entriesOf(root as Container, ENTRIES);
  let rows = first.length;
  first.forEach(([, value], at) => {
    if (!isContainer(value)) return;
    const size = sizeOf(value);
    if (size === 0 || rows + size > OPEN_ROWS) return;
    rows += size;
    open.add(idOf(ROOT, at));
  });
  return { open, entries: new Map() };
}

/** The state after a row was pressed: opened or closed, or more of its list drawn. */
export function pressRow(state: JsonTreeState, row: JsonRow): JsonTreeState {
  if (row.kind === 'more') {
    const parent = parentOf(row.id);
    const entries = new Map(state.entries);
    entries.set(parent, (entries.get(parent) ?? ENTRIES) * 10);
    return { ...state, entries };
  }
  if (row.open === undefined) return state;
  const open = new Set(state.open);
  if (!open.delete(row.id)) open.add(row.id);
  return { ...state, open };
}

/** The row around this one. */
export function parentOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf('.')));
}

/** What a key does in a tree: to another row, or to this one. Undefined: nothing. */
export function treeKey(
  key: string,
  rows: readonly JsonRow[],
  active: number,
): { readonly to: number } | { readonly press: true } | undefined {
  const row = rows[active];
  if (!row) return undefined;
  const to = (index: number): { readonly to: number } => ({
    to: Math.max(0, Math.min(rows.length - 1, index)),
  });
  switch (key) {
    case 'ArrowDown':
      return to(active + 1);
    case 'ArrowUp':
      return to(active - 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(rows.length - 1);
    case 'ArrowRight':
      if (row.open === false) return { press: true };
      return row.kind === 'branch' ? to(active + 1) : undefined;
    case 'ArrowLeft': {
      if (row.open) return { press: true };
      const parent = rows.findIndex(({ id }) => id === parentOf(row.id));
      return parent < 0 ? undefined : to(parent);
    }
    case 'Enter':
    case ' ':
      return row.open === undefined && row.kind !== 'more' ? undefined : { press: true };
    default:
      return undefined;
  }
}
