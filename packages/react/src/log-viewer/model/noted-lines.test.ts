import type { LogEntry } from '@tailrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrayView, line } from '../testing/array-view.js';
import { NotedLines } from './noted-lines.js';
import { endsPlain, mayStyle, styledLines } from './styled-lines.js';

const lines = fc.array(fc.boolean(), { maxLength: 12 });

/** Lines come, some of them styled; some leave; now and then all that is known is forgotten, or begun anew; then rows are asked for. */
const step = fc.record({
  begin: fc.boolean(),
  come: lines,
  leave: fc.nat({ max: 10 }),
  forget: fc.integer({ min: 0, max: 9 }).map((die) => die === 0),
  from: fc.nat({ max: 12 }),
  rows: fc.nat({ max: 30 }),
  odd: fc.boolean(),
});

const make = (seq: number, styled: boolean): LogEntry =>
  line(seq, {
    message: styled ? `\u001b[31mred${seq % 3 === 0 ? '' : '\u001b[0m'}` : 'plain',
    labels: { step_name: seq % 2 === 0 ? 'even' : 'odd' },
  });

const seqs = (found: Iterable<{ readonly seq: number }>): number[] => [...found].map(({ seq }) => seq);

describe('noted lines', () => {
  it('are those that a look at every line would find', () => {
    let seen = 0;
    fc.assert(
      fc.property(lines, fc.array(step, { maxLength: 20, size: 'max' }), (old, steps) => {
        const noted = new NotedLines();
        let held = old.map((styled, seq) => make(seq, styled));
        let next = old.length;
        /** Lines from this one on were noted. */
        let since = Infinity;
        for (const { begin, come, leave, forget, from, rows, odd } of steps) {
          if (forget) noted.forget();
          if (forget) since = Infinity;
          if (begin) noted.begin(arrayView(held));
          if (begin && since === Infinity) since = held[0]?.seq ?? since;
          const came = come.map((styled) => make(next++, styled));
          since = Math.min(since, came[0]?.seq ?? since);
          held = [...held, ...came].slice(leave);
          noted.dropBefore(held[0]?.seq ?? next);
          noted.note(came);
          const view = arrayView(held);
          const to = Math.min(from + rows, held.length);
          const of = (labels: LogEntry['labels']): boolean => !odd || labels['step_name'] === 'odd';
          const wanted = seqs(styledLines(view, from, to, of));
          expect(seqs(noted.in(view, from, to, of))).toEqual(wanted);
          seen += wanted.length;
          const leaves = held.slice(0, to).some(({ message }) => mayStyle(message) && !endsPlain(message));
          if (noted.leaveNone(view, to)) expect(leaves).toBe(false);
          else expect(leaves || since > (held[0]?.seq ?? 0)).toBe(true);
        }
      }),
    );
    expect(seen).toBeGreaterThan(100);
  });
});
