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

  it.each([
    ['<p>starting', 'text/html'],
    ['<!doctype html>', 'text/plain'],
    ['', 'text/html'],
  ])('may be text that looks a little like one: %j as %s', async (text, type) => {
    const { bytes } = await download(text, type);
    expect(new TextDecoder().decode(bytes)).toBe(text);
  });
});
