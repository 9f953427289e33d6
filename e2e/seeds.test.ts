/** The API of the documents that this SDK grew from works as it is written there; only the import differs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from './support/paths.js';
import { run, start } from './support/process.js';
import { startServer, type Served } from './support/tailrace.js';

const snippet = (name: string, ...args: string[]): [string, string[]] => [
  process.execPath,
  ['--disable-warning=ExperimentalWarning', inRoot(`e2e/snippets/${name}.ts`), ...args],
];

let server: Served;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

describe('LogStreamingService', () => {
  it('streams a job run from now on, passes on the messages as the server sent them, and lets the process exit', async () => {
    await server.fill('job-1', 5);
    const program = start(...snippet('job-run', server.url, 'job-1', '2'));
    await program.hasLines(1);
    await server.act({
      action: 'append',
      runId: 'job-1',
      lines: [{ message: 'one', level: 'warn', stream: 'stderr' }, 'two'],
    });
    expect(await program.ended, program.stderr()).toBe(0);
    expect(program.lines()).toEqual([
      'connected',
      '[warn] one job-1 stderr string',
      '[info] two job-1 stdout string',
      'disconnected',
    ]);
  });

  it('leaves retrying to a caller who asks for it', async () => {
    await server.fill('job-2', 0);
    await server.act({ action: 'refuse', backend: 'stratal', count: 1, status: 503 });
    const program = start(...snippet('retry-by-hand', server.url, 'job-2'));
    await program.hasLines(1);
    await expect.poll(async () => (await server.state()).connections).toBe(1);
    await server.act({ action: 'append', runId: 'job-2', lines: ['after the retry'] });
    expect(await program.ended, program.stderr()).toBe(0);
    expect(program.lines()[0]).toMatch(/^error 1: /);
    expect(program.lines().at(-1)).toBe('after the retry');
  });

  it('streams everything, distinguished by type', async () => {
    await server.fill('job-3', 0);
    const program = start(...snippet('all-runs', server.url, '3'));
    await program.hasLines(1);
    // One after the other: for lines written while the lists are read, the order is defined only within a type.
    await server.act({ action: 'append', runId: 'system', lines: ['configuration read'] });
    await program.hasLines(2);
    await server.act({ action: 'append', runId: 'job-3', lines: ['job begins'] });
    await program.hasLines(3);
    await server.act({ action: 'append', runId: 'job-3', lines: [{ message: 'task works', task: 'build' }] });
    expect(await program.ended, program.stderr()).toBe(0);
    expect(program.lines()).toEqual([
      'connected',
      '[SYSTEM] configuration read',
      '[JOB job-3] job begins',
      '[TASK some] task works',
    ]);
  });

  it('reads stored logs', async () => {
    await server.fill('job-4', 150);
    await server.act({
      action: 'append',
      runId: 'job-4',
      lines: [{ message: 'the only task line of it', task: 'pack' }],
    });
    const { status, stdout, stderr } = await run(...snippet('reads', server.url, 'job-4'));
    expect(status, stderr).toBe(0);
    const read = JSON.parse(stdout) as Record<string, unknown>;
    expect(read).toMatchObject({
      job: Array.from({ length: 100 }, (_, i) => `line ${i + 1}`),
      pagination: { total: 151, limit: 100, offset: 0, count: 100 },
      rest: 51,
      system: expect.arrayContaining(['configuration read']) as string[],
      task: expect.arrayContaining(['task the only task line of it']) as string[],
      status: 'active',
      websocketClients: 0,
      filename: expect.stringContaining('job-4') as string,
      downloaded: 151,
    });
  });
});
