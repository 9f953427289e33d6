import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../main.js';
import { fakeIo } from '../testing/fake-io.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('tailrace serve', () => {
  it('prints its address and what it captures, and ends with 0 when asked to', async () => {
    const io = fakeIo({ cwd: folder });
    await writeFile(join(folder, 'app.log'), 'one\n');
    const ended = main(
      [
        'serve',
        '--port',
        '0',
        '--scenario',
        'none',
        '--file',
        join(folder, 'app.log'),
        '--',
        process.execPath,
        '-e',
        'console.log("hi")',
      ],
      io,
    );
    await expect.poll(() => io.out()).toContain('stop ');
    const url = /http:\/\/\S+/.exec(io.out())?.[0] ?? '';
    expect(io.out()).toMatch(/captured +node -e console.log\("hi"\) \(as run "process"\)/);
    expect(io.out()).toContain('(as run "app.log")');
    await expect.poll(() => io.err()).toMatch(/ended with status 0\. Its log stays available/);
    for (const run of ['process', 'app.log']) {
      const lines = fakeIo();
      expect(await main(['tail', 'prismq', url, run, '--no-follow', '--format', 'raw'], lines)).toBe(0);
      expect(lines.lines()).toEqual([run === 'process' ? 'hi' : 'one']);
    }
    io.send('SIGTERM');
    expect(await ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it.each([
    ['.', 'a folder'],
    [devNull, 'a pipe or a device'],
  ])('refuses to follow what is no file: %s', async (file, what) => {
    const io = fakeIo({ cwd: folder });
    expect(await main(['serve', '--port', '0', '--file', file], io)).toBe(2);
    expect(io.err()).toContain(`--file takes a file, but ${file} is ${what}.`);
    expect(io.out()).toBe('');
  });
});
