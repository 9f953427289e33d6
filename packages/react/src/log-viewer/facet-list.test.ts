import type { Facets, LogFilter } from '@tailrace/core';
import { describe, expect, it } from 'vitest';
import { listFacets } from './facet-list.js';

const labelled = (name: string, ...values: readonly string[]) =>
  [name, new Map(values.map((value) => [value, 1]))] as const;
const facets: Facets = new Map([
  labelled('pod', 'web-10', 'web-2', 'mail-1'),
  labelled('stream', 'stdout', 'stderr'),
  labelled('job_run_id', 'a1'),
  labelled('request_id'),
]);
const list = (typed: string, limit: number, filter: LogFilter = {}) => {
  const found = listFacets(filter, facets, { typed, limit, nameOf: (name) => name.toUpperCase() });
  return { ...found, facets: found.facets.map(({ name, values }) => [name, ...values].join(' ')) };
};

describe('the list of labels', () => {
  it('has what people look for first, and values in the order of their numbers', () => {
    expect(list('', 10)).toEqual({
      facets: ['stream stderr stdout', 'pod mail-1 web-2 web-10'],
      all: 5,
      more: 0,
      crowded: ['@request_id'],
    });
  });

  it('is cut off, and says how many more there are', () => {
    expect(list('', 3)).toMatchObject({ facets: ['stream stderr stdout', 'pod mail-1'], all: 5, more: 2 });
    expect(list('', 2)).toMatchObject({ facets: ['stream stderr stdout'], all: 5, more: 3 });
  });

  it('has what the filter asks for also beyond that', () => {
    const filter = { labels: { pod: ['web-2', 'gone'] } };
    expect(list('', 1, filter)).toMatchObject({
      facets: ['stream stderr', 'pod web-2 gone'],
      all: 6,
      more: 3,
    });
  });

  it.each([
    ['values', 'WEB', ['pod web-2 web-10']],
    ['a label by its shown name, with all its values', ' Pod ', ['pod mail-1 web-2 web-10']],
    ['nothing', 'nowhere', []],
  ])('is narrowed by typing: %s', (_, typed, found) => {
    expect(list(typed, 10)).toMatchObject({ facets: found, all: 5, more: 0 });
  });
});
