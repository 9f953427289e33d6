import { describe, expect, it } from 'vitest';
import { PAGES, parseRoute, routeHref } from './use-route.js';

describe('routes', () => {
  it('survive a round trip', () => {
    for (const page of PAGES) {
      for (const run of [undefined, 'build-42', 'a/b c%#?', 'ünïcode']) {
        expect(parseRoute(routeHref(page, run))).toEqual({ page, run });
      }
    }
  });

  it.each(['', '#', '#/', '#/nonsense', '#nothing'])('"%s" is the first page', (hash) => {
    expect(parseRoute(hash)).toMatchObject({ page: 'all', run: undefined });
  });

  it('survives an address that cannot be decoded', () => {
    expect(parseRoute('#/prismq/%E0%A4%A')).toEqual({ page: 'prismq', run: undefined });
  });
});
