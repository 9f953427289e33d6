import { describe, expect, it } from 'vitest';
import { sendDownload } from './download.js';

const download = (body: string, type: string) =>
  sendDownload(
    { url: 'http://logs.test/x', token: 'none' },
    { fetch: () => Promise.resolve(new Response(body, { headers: { 'content-type': type } })) },
  );

describe('a download', () => {
  it.each(['<!doctype html><p>Sign in', '\n  <html lang="en">'])('is not a web page: %j', async (page) => {
    await expect(download(page, 'text/html; charset=utf-8')).rejects.toMatchObject({
      kind: 'protocol',
      message: expect.stringContaining('returned a web page instead of a log') as string,
    });
  });

  it('ends the request, and tells why, if a callback throws', async () => {
    let signal: AbortSignal | null | undefined;
    const fetch = (_url: unknown, init?: RequestInit): Promise<Response> => {
      signal = init?.signal;
      return Promise.resolve(new Response('text'));
    };
    const cause = new Error('The disk is full.');
    const reading = sendDownload(
      { url: 'http://logs.test/x', token: 'none' },
      { fetch, onChunk: () => Promise.reject(cause) },
    );
    await expect(reading).rejects.toMatchObject({ cause });
    expect(signal?.aborted).toBe(true);
  });

  it.each([
    ['<p>starting', 'text/html'],
    ['<!doctype html>', 'text/plain'],
    ['', 'text/html'],
  ])('may be text that looks a little like one: %j as %s', async (text, type) => {
    const { bytes } = await download(text, type);
    expect(new TextDecoder().decode(bytes)).toBe(text);
  });

  it.each([
    [`attachment; filename="run.log"`, 'run.log'],
    [`attachment; filename = "two words; and more.log" ; size=3`, 'two words; and more.log'],
    [`attachment; filename=bare.log ; size=3`, 'bare.log'],
    [`attachment; filename="r_n.log"; filename*=UTF-8''r%C3%BCn.log`, 'rün.log'],
    [`attachment; filename*=utf-8'de'r%C3%BCn.log; filename="r_n.log"`, 'rün.log'],
    [`attachment; filename="100%.log"`, '100%.log'],
    [`attachment; filename="C:\\logs\\run.log"`, 'run.log'],
    [`attachment; filename="..%2f.npmrc"`, 'npmrc'],
    [`attachment; filename="a%0a%1b[2Jb.log"`, 'a[2Jb.log'],
    [`attachment; filename=""`, undefined],
    ['inline', undefined],
  ])('has the name that the server gives it, made safe: %s', async (disposition, filename) => {
    const answer = new Response('', { headers: { 'content-disposition': disposition } });
    const fetch = () => Promise.resolve(answer);
    await expect(
      sendDownload({ url: 'http://logs.test/x', token: 'none' }, { fetch }),
    ).resolves.toMatchObject({
      filename,
    });
  });
});
