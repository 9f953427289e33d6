import { describe, expect, it } from 'vitest';
import type { JsonTreeState } from './json-rows.js';
import { OpenedTrees } from './opened-trees.js';

const tree = (...open: readonly string[]): JsonTreeState => ({ open: new Set(open), entries: new Map() });

describe('what is open in the trees', () => {
  it('is that of the last press', () => {
    const trees = new OpenedTrees();
    expect(trees.get('1')).toBeUndefined();
    trees.set('1', tree('0'));
    trees.set('1', tree('0', '3'));
    expect(trees.get('1')).toEqual(tree('0', '3'));
    trees.clear();
    expect(trees.get('1')).toBeUndefined();
  });

  it('is remembered of the two hundred trees that were touched last', () => {
    const trees = new OpenedTrees();
    for (let at = 0; at < 200; at += 1) trees.set(`${at}`, tree('0'));
    trees.set('0', tree('1'));
    trees.set('200', tree('0'));
    expect(trees.get('0')).toEqual(tree('1'));
    expect(trees.get('1')).toBeUndefined();
    expect(trees.get('2')).toBeDefined();
  });

  it('is forgotten sooner where a tree has very many branches open, but never of the last', () => {
    const trees = new OpenedTrees();
    const many = tree(...Array.from({ length: 12_000 }, (_, at) => `${at}`));
    trees.set('a', many);
    trees.set('b', tree('0'));
    expect(trees.get('a')).toBe(many);
    trees.set('c', many);
    expect(trees.get('a')).toBeUndefined();
    expect(trees.get('b')).toBeDefined();
    trees.set('c', tree('0'));
    trees.set('d', many);
    expect(['b', 'c', 'd'].every((name) => trees.get(name))).toBe(true);
  });
});
