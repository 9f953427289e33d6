import { describe, expect, it } from 'vitest';
import { main } from './main.js';
import { fakeIo } from './testing/fake-io.js';

describe('tailrace', () => {
  it('shows help and version on stdout', async () => {
    for (const args of [
      ['--help'],
      ['serve', '--help'],
      ['tail', '-h'],
      ['download', '--help'],
      ['replay', '--help'],
      ['doctor', '--help'],
      ['--version'],
    ]) {
      const io = fakeIo();
      expect(await main(args, io)).toBe(0);
      expect(io.out()).not.toBe('');
      expect(io.err()).toBe('');
      for (const line of io.lines()) expect(line.length).toBeLessThanOrEqual(120);
    }
  });

  it('shows help whatever proxy the environment names, and refuses one that is no URL where it is needed', async () => {
    const env = { HTTP_PROXY: 'nonsense' };
    expect(await main(['--help'], fakeIo({ env }))).toBe(0);
    expect(await main(['tail', 'prismq', 'http://logs.test', 'run'], fakeIo({ env }))).toBe(2);
  });

  it.each([
    ['ENOSPC', 1, 'tailrace: Cannot write the output: refused.\n'],
    // The reader has seen enough, as in `tailrace --help | head -3`.
    ['EPIPE', 0, ''],
  ])(
    'says if help or version cannot be written, unless the reader has gone: %s',
    async (code, status, said) => {
      for (const args of [['--help'], ['--version']]) {
        const io = fakeIo({
          onOut: () => {
            throw Object.assign(new Error('refused'), { code });
          },
        });
        expect(await main(args, io)).toBe(status);
        expect(io.err()).toBe(said);
      }
    },
  );

  it('says what is wrong and where to find help, and ends with 2', async () => {
    const io = fakeIo();
    expect(await main(['tail', 'prismq'], io)).toBe(2);
    expect(io.out()).toBe('');
    expect(io.err()).toBe(
      'tailrace: Missing base URL: tailrace tail prismq http://127.0.0.1:4280 <id>.\nRun "tailrace tail --help" for usage.\n',
    );
  });
});
