import { describe, expect, it } from 'vitest';
import { home, outsideLinks, whyDead } from './outside-links.mjs';

describe('links to other sites', () => {
  it('are those that lead neither to the repository nor to this machine', () => {
    const text = `[a](./a.md) [b](https://b.test/x#y) [c](${home}/blob/main/README.md) <http://127.0.0.1:4280> [d](http://127.0.0.1:4280)`;
    expect(outsideLinks(text)).toEqual(['https://b.test/x#y']);
  });

  it.each([
    [200, undefined],
    [404, 'answered 404'],
    [410, 'answered 410'],
    [429, undefined],
    [503, undefined],
  ])('a status of %i', async (status, why) => {
    const fetch = async () => new Response('', { status });
    expect(await whyDead('https://b.test', fetch)).toBe(why);
  });

  it('a name that is not there', async () => {
    const fetch = async () => {
      throw new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } });
    };
    expect(await whyDead('https://b.test', fetch)).toBe('cannot be reached: ENOTFOUND');
  });
});
