import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createStore } from '../store/store.js';
import type { Store } from '../store/store.js';
import type { Run } from '../store/run.js';
import { captureCommand } from './capture-command.js';
import type { CaptureCommandOptions, CapturedCommand } from './capture-command.js';

const newStore = (): Store => {
  const store = createStore();
  onTestFinished(() => store.close());
  return store;
};
const node = (script: string, options?: CaptureCommandOptions): CapturedCommand =>
  captureCommand(newStore(), [process.execPath, '-e', script], options);
const lines = (run: Run) => run.slice(0).map(({ stream, level, message }) => [stream, level, message]);

describe('captureCommand', () => {
  it('captures the output of a process as a run, with levels by prefix and by stream', async () => {
    const { run, exit } = node(`
      console.log('plain');
      console.log('WARNING: low memory');
      console.log('\\u001b[32mgreen\\u001b[0m');
      process.stdout.write('no newline');
    `);
    expect(run).toMatchObject({ id: 'process', kind: 'process', status: 'running' });
    expect(await exit).toEqual({ code: 0, signal: null });
    expect(lines(run)).toEqual([
      ['stdout', 'info', 'plain'],
      ['stdout', 'warn', 'WARNING: low memory'],
      ['stdout', 'info', '\u001b[32mgreen\u001b[0m'],
      ['stdout', 'info', 'no newline'],
    ]);
    expect(run).toMatchObject({ status: 'completed', exitCode: 0 });
  });

  it('treats stderr as errors unless a line names another level', async () => {
    const { run, exit } = node(
      `console.error('broken'); console.error('[info] just saying'); process.exitCode = 3`,
    );
    await exit;
    expect(lines(run)).toEqual([
      ['stderr', 'error', 'broken'],
      ['stderr', 'info', '[info] just saying'],
    ]);
    expect(run).toMatchObject({ status: 'failed', exitCode: 3 });
  });

  it('loses no line of a fast process and keeps all of them in the file', async () => {
    const { run, exit } = node(
      `for (let i = 1; i <= 150000; i++) process.stdout.write('row ' + i + ' \\u{1f682} ü\\n')`,
    );
    await exit;
    expect(run.next).toBe(150_000);
    expect(run.first).toBe(50_000);
    expect(run.get(149_999)?.message).toBe('row 150000 \u{1f682} ü');
    const text = await run.sink?.read();
    const all = (await new Response(text?.body).text()).split('\n');
    expect(all).toHaveLength(150_001);
    expect(all.every((line, i) => line === '' || line === `row ${i + 1} \u{1f682} ü`)).toBe(true);
  });

  it('writes the lines to the given file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'tailrace-capture-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const file = join(directory, 'logs', 'job.log');
    const store = createStore();
    await captureCommand(store, [process.execPath, '-e', `console.log('kept')`], { file }).exit;
    await store.close();
    expect(await readFile(file, 'utf8')).toBe('kept\n');
  });

  it('applies the directory, environment, id and title', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'tailrace-capture-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const { run, exit } = node(`console.log(process.cwd().split('/').at(-1), process.env.GREETING)`, {
      cwd: directory,
      env: { GREETING: 'hello' },
      id: 'job',
      title: 'The job',
    });
    await exit;
    expect(run).toMatchObject({ id: 'job', title: 'The job' });
    expect(run.get(0)?.message).toBe(`${directory.split('/').at(-1)} hello`);
  });

  it('stops the process and its children', async () => {
    // The grandchild shares the output, so the run ends only once both have exited.
    const { run, exit, stop } = node(`
      require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log(1)'], { stdio: 'inherit' });
      setInterval(() => {}, 1000);
    `);
    await expect.poll(() => run.next).toBe(1);
    stop();
    expect(await exit).toEqual({ code: null, signal: 'SIGTERM' });
    expect(run).toMatchObject({ status: 'cancelled', exitCode: 143 });
    stop();
  });

  it('marks the run of a killed process as failed', async () => {
    const { run, exit } = node(`process.kill(process.pid, 'SIGKILL')`);
    await exit;
    expect(run).toMatchObject({ status: 'failed', exitCode: 137 });
  });

  it('says that a command was not found', async () => {
    const { run, exit } = captureCommand(newStore(), ['no-such-command-anywhere']);
    await expect(exit).rejects.toMatchObject({ name: 'CaptureError', kind: 'not-found' });
    expect(run).toMatchObject({ status: 'failed', exitCode: 127 });
    expect(run.get(0)?.message).toContain('"no-such-command-anywhere" was not found');
    const here = captureCommand(newStore(), ['no-such-command-anywhere'], { cwd: process.cwd() });
    await expect(here.exit).rejects.toThrow(/was not found\. Check its name/);
    const nowhere = captureCommand(newStore(), [process.execPath], { cwd: 'no-such-folder-anywhere' });
    await expect(nowhere.exit).rejects.toThrow('The directory no-such-folder-anywhere does not exist.');
  });

  it('refuses an empty command', () => {
    expect(() => captureCommand(newStore(), [])).toThrow(/no command/);
  });
});
