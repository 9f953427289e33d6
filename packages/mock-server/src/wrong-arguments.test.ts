/** Wrong arguments of untyped tests are refused: ignored, they would test something else than was meant. */
import { describe, expect, it } from 'vitest';
import { createMockBackend } from './backend/mock-backend.js';

describe('wrong arguments', () => {
  const { control, store } = createMockBackend({ scenario: 'none' });
  const run = store.createRun({ id: 'a' });

  it('refuses a bare value where an object is due', () => {
    for (const value of ['a', 503, null] as never[]) {
      expect(() => control.refuse(value)).toThrow(/"refusal" must be an object with any of: count, .*, not /);
      expect(() => control.cut(value)).toThrow(/"options" must be an object with any of: runId, .*, not /);
      expect(() => control.stall(10, value)).toThrow(
        /"filter" must be an object with any of: runId, .*, not /,
      );
      expect(() => control.connected(value)).toThrow(
        /"filter" must be an object with any of: runId, .*, not /,
      );
    }
  });

  it('refuses what is no line', () => {
    for (const line of [undefined, null, true, { msg: 'x' }] as never[])
      expect(() => control.append('a', line)).toThrow(
        /A line is a string or { message: '…' }, and lines are a list of these, not /,
      );
    for (const line of [undefined, null, 5, { msg: 'x' }] as never[])
      expect(() => control.append('a', [line])).toThrow(/A line is a string or { message: '…' }.*, not /);
    expect(run.next).toBe(0);
  });
});
