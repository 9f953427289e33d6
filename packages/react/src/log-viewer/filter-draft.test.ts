import { describe, expect, it } from 'vitest';
import { filterBox, labelValues, withContext, withFilterText, withLabel } from './filter-draft.js';

describe('the box of the filter', () => {
  it('keeps the other conditions', () => {
    expect(withFilterText({ levels: ['error'] }, 'x', 'text')).toEqual({
      filter: { levels: ['error'], text: 'x' },
    });
    expect(withFilterText({ levels: ['error'], text: 'x' }, 'a|b', 'regex')).toEqual({
      filter: { levels: ['error'], regex: 'a|b' },
    });
    expect(withFilterText({ labels: { a: 'b' }, regex: 'x', context: 2 }, 'a -b', 'query')).toEqual({
      filter: { labels: { a: 'b' }, context: 2, query: 'a -b' },
    });
    expect(withFilterText({ text: 'x', regex: 'y' }, '', 'text')).toEqual({ filter: {} });
    expect(withFilterText({ any: [{ text: 'a' }, { text: 'b' }] }, 'c', 'text')).toEqual({
      filter: { text: 'c' },
    });
  });

  it('takes text as it is, whatever it holds', () => {
    expect(withFilterText({}, 'level:error (a | -b', 'text')).toEqual({
      filter: { text: 'level:error (a | -b' },
    });
  });

  it('says why an expression or a query cannot be read', () => {
    expect(withFilterText({}, '(', 'regex').error).toMatch(/expression/);
    expect(withFilterText({}, '(', 'text').error).toBeUndefined();
    expect(withFilterText({}, 'a (b', 'query').error).toMatch(/not closed \(at character 3\)/);
  });

  it('shows what a filter given by the program holds', () => {
    expect(filterBox({ text: 'abc' })).toEqual({ filterText: 'abc', filterMode: 'text' });
    expect(filterBox({ regex: /a+/i })).toEqual({ filterText: 'a+', filterMode: 'regex' });
    expect(filterBox({ query: 'a  |b' })).toEqual({ filterText: 'a  |b', filterMode: 'query' });
    expect(filterBox({ minLevel: 'warn' })).toEqual({ filterText: '', filterMode: 'text' });
    expect(filterBox({ text: 'a', exclude: 'b', levels: ['info'] })).toEqual({
      filterText: 'a -b',
      filterMode: 'query',
    });
    expect(filterBox({ any: [{ levels: ['error'] }, { text: 'a b' }] })).toEqual({
      filterText: '(level:error | "a b")',
      filterMode: 'query',
    });
  });

  it('leaves alone what cannot be said in words', () => {
    const filter = { any: [{ since: 0 }, { text: 'x' }] };
    expect(filterBox(filter)).toEqual({ filterText: '', filterMode: 'text' });
    expect(withFilterText(filter, 'y', 'text')).toEqual({ filter: { ...filter, text: 'y' } });
  });
});

describe('the values of a label', () => {
  it('are added, taken away and read', () => {
    const filter = withLabel({ text: 'x' }, 'stream', ['stderr', 'system']);
    expect(filter).toEqual({ text: 'x', labels: { stream: ['stderr', 'system'] } });
    expect(labelValues(filter, 'stream')).toEqual(['stderr', 'system']);
    expect(labelValues({ labels: { stream: 'a' } }, 'stream')).toEqual(['a']);
    expect(labelValues(filter, 'type')).toEqual([]);
    expect(withLabel(withLabel(filter, 'type', ['job']), 'stream', [])).toEqual({
      text: 'x',
      labels: { type: ['job'] },
    });
    expect(withLabel(filter, 'stream', [])).toEqual({ text: 'x' });
  });
});

describe('context', () => {
  it('is left out when there is none', () => {
    expect(withContext({ text: 'x' }, 3)).toEqual({ text: 'x', context: 3 });
    expect(withContext({ text: 'x', context: 3 }, 0)).toEqual({ text: 'x' });
  });
});
