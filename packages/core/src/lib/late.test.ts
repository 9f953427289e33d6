import { describe, expect, it } from 'vitest';
import { LogStreamError } from '../errors.js';
import { late } from './late.js';

describe('code loaded on demand', () => {
  it('is loaded once, however often it is requested', async () => {
    let times = 0;
    const part = late('a part', async () => ({ number: ++times }));
    expect(part.here).toBeUndefined();
    const both = await Promise.all([part.load(), part.load()]);
    expect(both).toEqual([{ number: 1 }, { number: 1 }]);
    expect(part.here).toBe(await part.load());
    expect(times).toBe(1);
  });

  it('rejects with a network error if it cannot be loaded, and tries again the next time', async () => {
    const answers = [() => Promise.reject(new TypeError('Failed to fetch')), async () => 'code'];
    const part = late('a part', () => (answers.shift() as () => Promise<string>)());
    const failure = await part.load().catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(LogStreamError);
    expect(failure).toMatchObject({ kind: 'network', retryable: true, cause: expect.any(TypeError) });
    expect((failure as Error).message).toContain('The code for a part could not be loaded');
    expect(part.here).toBeUndefined();
    expect(await part.load()).toBe('code');
    expect(part.here).toBe('code');
  });
});
