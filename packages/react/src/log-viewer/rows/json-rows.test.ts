import { describe, expect, it } from 'vitest';
import { findJson } from './json-message.js';
import {
  initialTree,
  jsonRows,
  parentOf,
  pressRow,
  treeKey,
  type JsonRow,
  type JsonTreeState,
} from './json-rows.js';

const CLOSED: JsonTreeState = { open: new Set(), entries: new Map() };
const drawn = (rows: readonly JsonRow[]): string[] =>
  rows.map(({ depth, name, text, open, left }) => {
    const sign = open === undefined ? ' ' : open ? '-' : '+';
    return `${' '.repeat(depth - 1)}${sign}${left === undefined ? `${name}: ${text}` : `${left} more`}`;
  });
const rowOf = (root: object, state: JsonTreeState, id: string): JsonRow =>
  jsonRows(root, state).find((row) => row.id === id) as JsonRow;

describe('the rows of a JSON value', () => {
  const value = { a: 1, list: ['x', null, { deep: true }], none: {}, text: 'say "hi"' };

  it('are those of what is open', () => {
    expect(drawn(jsonRows(value, CLOSED))).toEqual([
      ' a: 1',
      '+list: [3]',
      ' none: {}',
      ' text: "say \\"hi\\""',
    ]);
    const opened = pressRow(CLOSED, rowOf(value, CLOSED, '1'));
    expect(drawn(jsonRows(value, opened))).toEqual([
      ' a: 1',
      '-list: [3]',
      '  0: "x"',
      '  1: null',
      ' +2: {1}',
      ' none: {}',
      ' text: "say \\"hi\\""',
    ]);
    expect(rowOf(value, opened, '1.2')).toMatchObject({ depth: 2, position: 3, size: 3, open: false });
    expect(drawn(jsonRows(value, pressRow(opened, rowOf(value, opened, '1'))))).toHaveLength(4);
  });

  it('begin with the small branches open', () => {
    expect([...initialTree(value).open]).toEqual(['1']);
    expect([...initialTree({ big: Array.from({ length: 500 }), small: [1] }).open]).toEqual(['1']);
  });

  it('are few, however large the value is', () => {
    const large = { list: Array.from({ length: 1_000_000 }, (_, at) => at) };
    const opened = pressRow(CLOSED, rowOf(large, CLOSED, '0'));
    const rows = jsonRows(large, opened);
    expect(rows).toHaveLength(102);
    expect(rows.at(-1)).toMatchObject({ kind: 'more', left: 999_900 });
    expect(jsonRows(large, pressRow(opened, rows.at(-1) as JsonRow))).toHaveLength(1_002);
  });

  it('go as deep as the value does', () => {
    const deep = JSON.parse(`${'{"a":['.repeat(500)}1${']}'.repeat(500)}`) as object;
    let state: JsonTreeState = { open: new Set(['0', ...deepIds(998)]), entries: new Map() };
    expect(jsonRows(deep, state)).toHaveLength(1_000);
    state = initialTree(deep);
    expect(jsonRows(deep, state).length).toBeLessThan(5);
  });

  it('show a long text in part, and more of it when it is opened', () => {
    const long = { text: 'x'.repeat(5_000_000) };
    const closed = rowOf(long, CLOSED, '0');
    expect(closed.text.length).toBeLessThan(600);
    expect(closed.open).toBe(false);
    const opened = rowOf(long, pressRow(CLOSED, closed), '0');
    expect(opened.text.length).toBeGreaterThan(100_000);
    expect(opened.text.length).toBeLessThan(101_000);
  });

  it('have numbers as they were sent', () => {
    expect(jsonRows(findJson('{"id":12345678901234567890}')?.value ?? {}, CLOSED)).toMatchObject([
      { kind: 'leaf', type: 'number', text: '12345678901234567890' },
    ]);
  });

  it('have the names a careless reader would lose', () => {
    const value = JSON.parse('{"__proto__":{"x":1},"constructor":2,"":3}') as object;
    expect(jsonRows(value, CLOSED).map(({ name }) => name)).toEqual(['__proto__', 'constructor', '']);
  });
});

function deepIds(count: number): string[] {
  const ids: string[] = [];
  for (let id = '0.0'; ids.length < count; id += '.0') ids.push(id);
  return ids;
}

describe('the keys of a tree', () => {
  const value = { a: { b: [1] }, c: 'x' };
  const state: JsonTreeState = { open: new Set(['0']), entries: new Map() };
  const rows = jsonRows(value, state);

  it('move and open', () => {
    expect(rows.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(treeKey('ArrowDown', rows, 0)).toEqual({ to: 1 });
    expect(treeKey('ArrowDown', rows, 2)).toEqual({ to: 2 });
    expect(treeKey('ArrowUp', rows, 0)).toEqual({ to: 0 });
    expect(treeKey('End', rows, 0)).toEqual({ to: 2 });
    expect(treeKey('Home', rows, 2)).toEqual({ to: 0 });
    expect(treeKey('ArrowRight', rows, 0)).toEqual({ to: 1 });
    expect(treeKey('ArrowRight', rows, 1)).toEqual({ press: true });
    expect(treeKey('ArrowLeft', rows, 0)).toEqual({ press: true });
    expect(treeKey('ArrowLeft', rows, 1)).toEqual({ to: 0 });
    expect(treeKey('Enter', rows, 0)).toEqual({ press: true });
    expect(treeKey('Enter', rows, 2)).toBeUndefined();
    expect(treeKey('x', rows, 0)).toBeUndefined();
    expect(parentOf('0.3.1')).toBe('0.3');
  });
});
