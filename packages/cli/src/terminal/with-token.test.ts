import { describe, expect, it } from 'vitest';
import { parseCommand } from '../args/parse.js';
import type { TailCommand } from '../args/command.js';
import { withToken } from './with-token.js';

const tail = (token: string) =>
  parseCommand(['tail', 'prismq', 'http://x', 'r', '--token', token], { env: {}, now: 0 }) as TailCommand;
async function* stdin(...chunks: string[]) {
  for (const chunk of chunks) yield new TextEncoder().encode(chunk);
}

describe('withToken', () => {
  it('reads the first line of stdin, however it is cut', async () => {
    expect(await withToken(tail('-'), stdin('abc', 'def\r\nmore', '\n'))).toMatchObject({ token: 'abcdef' });
    expect(await withToken(tail('-'), stdin('abc'))).toMatchObject({ token: 'abc' });
  });

  it('leaves stdin alone without being asked', async () => {
    const untouched = {
      [Symbol.asyncIterator]() {
        throw new Error('stdin was read');
      },
    };
    expect(await withToken(tail('given'), untouched)).toMatchObject({ token: 'given' });
  });

  it('says when there is none, or when it is no token', async () => {
    await expect(withToken(tail('-'), stdin())).rejects.toThrow(
      '--token - reads the token from stdin, and there is none.',
    );
    await expect(withToken(tail('-'), stdin('two words\n'))).rejects.toThrow('The token holds a space');
  });
});
