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
  it('reads the first line of stdin, however it is split', async () => {
    expect(await withToken(tail('-'), stdin('abc', 'def\r\nmore', '\n'))).toMatchObject({ token: 'abcdef' });
    expect(await withToken(tail('-'), stdin('abc'))).toMatchObject({ token: 'abc' });
  });

  it('does not touch stdin unless asked to', async () => {
    const untouched = {
      [Symbol.asyncIterator]() {
        throw new Error('stdin was read');
      },
    };
    expect(await withToken(tail('given'), untouched)).toMatchObject({ token: 'given' });
  });

  it('refuses an empty stdin and text that is not a token', async () => {
    await expect(withToken(tail('-'), stdin())).rejects.toThrow(
      '--token - reads the token from stdin, but stdin is empty.',
    );
    await expect(withToken(tail('-'), stdin('two words\n'))).rejects.toThrow('The token contains a space');
  });
});
