/** `npm run --silent tailrace --` behaves like the command itself: stdin, signals and exit status pass through. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from './support/paths.js';
import { start, type ProgramOptions } from './support/process.js';
import { startServer, type Served } from './support/tailrace.js';

const npm = (args: readonly string[], options: ProgramOptions = {}) =>
  start('npm', ['run', '--silent', 'tailrace', '--', ...args], { cwd: inRoot('.'), ...options });

let server: Served;
beforeAll(async () => {
  server = await startServer();
  await server.fill('run', 10);
});
afterAll(() => server.stop());

describe('npm run tailrace', () => {
  it('passes on the exit status, and writes nothing of its own to stdout', async () => {
    const wrong = npm(['tail', 'prismq']);
    expect(await wrong.ended).toBe(2);
    expect(wrong.stdout()).toBe('');
    const right = npm(['tail', 'prismq', server.url, 'run', '--no-follow', '--format', 'raw']);
    expect(await right.ended, right.stderr()).toBe(0);
    expect(right.lines()).toHaveLength(10);
  });

  it('passes on stdin', async () => {
    const tail = npm(
      ['tail', 'codespace', server.url, 'run', '--no-follow', '--format', 'raw', '--token', '-'],
      { stdin: `${server.token}\n` },
    );
    expect(await tail.ended, tail.stderr()).toBe(0);
    expect(tail.lines()).toHaveLength(10);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('passes on %s', async (signal) => {
    const tail = npm(['tail', 'prismq', server.url, 'run', '--format', 'raw', '--stats']);
    await tail.hasLines(10);
    tail.kill(signal);
    expect(await tail.ended).toBe(130);
    expect(JSON.parse(tail.stderr().trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ stored: 10 });
  });
});
