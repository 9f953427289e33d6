/** Wrong arguments of untyped tests are refused: ignored, they would test something else than was meant. */
import { describe, expect, it } from 'vitest';
import { createMockBackend } from './backend/mock-backend.js';

describe('wrong arguments', () => {
  const { control, store } = createMockBackend({ scenario: 'none' });
  const run = store.createRun({ id: 'a' });

  it('refuses a bare value where an object is due', () => {
    for (const value of ['a', 503, null] as never[]) {
      expect(() => control.refuse(value)).toThrow(/Pass an object, such as { status: 503 }, not /);
      expect(() => control.cut(value)).toThrow(/Pass an object, such as { mode: 'end' }, not /);
      expect(() => control.stall(10, value)).toThrow(/Pass an object, such as { runId: 'demo' }, not /);
      expect(() => control.connected(value)).toThrow(/Pass an object, such as { runId: 'demo' }, not /);
    }
  });

  it('refuses what is no line', () => {
    for (const line of [undefined, null, true, { msg: 'x' }] as never[])
      expect(() => control.append('a', line)).toThrow(
        /A line is a string or { message: '…' }, and lines are a list of these, not /,
      );
    expect(run.next).toBe(0);
  });
});
