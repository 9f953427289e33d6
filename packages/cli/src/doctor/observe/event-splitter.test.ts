import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventSplitter } from './event-splitter.js';

const TEXT = [
  ': welcome',
  'event: log\ndata: {"a":1}\nid: 7',
  'retry: 500',
  'data: one\ndata:two\n: beside',
  ': ping',
].map((block) => `${block}\n\n`);

describe('createEventSplitter', () => {
  it('finds events and comments wherever the text is split', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(90), { maxLength: 8 }), fc.boolean(), (cuts, returns) => {
        const text = returns ? TEXT.join('').replaceAll('\n', '\r\n') : TEXT.join('');
        const split = createEventSplitter();
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        const found = places.slice(1).flatMap((to, at) => split(text.slice(places[at], to)));
        expect(found).toEqual([
          'comment',
          { frame: { event: 'log', data: '{"a":1}', id: '7' } },
          { frame: { data: 'one\ntwo' } },
          'comment',
        ]);
      }),
    );
  });
});
