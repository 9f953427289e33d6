import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStore } from '../store/store.js';
import type { Store } from '../store/store.js';
import { captureFile } from './capture-file.js';
import type { CapturedFile } from './capture-file.js';

let directory: string;
let path: string;
let store: Store;
let captured: CapturedFile;
const capture = (): CapturedFile => (captured = captureFile(store, path, { poll: 5 }));
const messages = (): string[] => captured.run.slice(0).map(({ message }) => message);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tailrace-file-'));
  path = join(directory, 'app.log');
  store = createStore();
});
afterEach(async () => {
  await captured.stop();
  await store.close();
  await rm(directory, { recursive: true });
});

describe('captureFile', () => {
  it('reads the existing lines, then follows the file', async () => {
    await writeFile(path, 'one\nERROR: two\n');
    const { run } = capture();
    expect(run).toMatchObject({ id: 'app.log', kind: 'file', title: path });
    await expect.poll(messages).toEqual(['one', 'ERROR: two']);
    expect(run.get(1)).toMatchObject({ level: 'error' });
    await appendFile(path, 'three\nfo');
    await expect.poll(messages).toEqual(['one', 'ERROR: two', 'three']);
    await appendFile(path, 'ur\n');
    await expect.poll(messages).toEqual(['one', 'ERROR: two', 'three', 'four']);
  });

  it('waits for a file that does not exist yet', async () => {
    capture();
    await captured.settle();
    expect(messages()).toEqual([]);
    await writeFile(path, 'here\n');
    await expect.poll(messages).toEqual(['here']);
  });

  it('survives a rotation without missing lines of the old file', async () => {
    await writeFile(path, 'old 1\n');
    capture();
    await expect.poll(messages).toEqual(['old 1']);
    await appendFile(path, 'old 2\nold 3');
    await rename(path, `${path}.1`);
    await writeFile(path, 'new 1\n');
    await expect.poll(messages).toEqual(['old 1', 'old 2', 'old 3', 'new 1']);
  });

  it('reads a file to its end when it is moved away, and reads its later replacement', async () => {
    await writeFile(path, 'a\n');
    capture();
    await expect.poll(messages).toEqual(['a']);
    await rename(path, `${path}.1`);
    await appendFile(`${path}.1`, 'b\n');
    await expect.poll(messages).toEqual(['a', 'b']);
    await writeFile(path, 'c\n');
    await expect.poll(messages).toEqual(['a', 'b', 'c']);
  });

  it('survives truncation', async () => {
    await writeFile(path, 'first\nsecond\n');
    capture();
    await expect.poll(messages).toEqual(['first', 'second']);
    await truncate(path);
    await captured.settle();
    await appendFile(path, 'third\n');
    await expect.poll(messages).toEqual(['first', 'second', 'third']);
  });

  it('notices a file that was rewritten with more text than before', async () => {
    await writeFile(path, 'first\n');
    capture();
    await expect.poll(messages).toEqual(['first']);
    await writeFile(path, 'another first\nanother second\n');
    await expect.poll(messages).toEqual(['first', 'another first', 'another second']);
  });

  it('reads and serves a large file completely', async () => {
    const all = Array.from({ length: 120_000 }, (_, i) => `line ${i + 1}`);
    await writeFile(path, `${all.join('\n')}\n`);
    capture();
    await captured.settle();
    expect(captured.run.next).toBe(120_000);
    const text = await captured.run.sink?.read();
    expect(await new Response(text?.body).text()).toBe(`${all.join('\n')}\n`);
  });

  it('reports once that the file cannot be read, and continues when it can', async () => {
    path = directory;
    capture();
    await expect.poll(() => messages().length).toBe(1);
    await captured.settle();
    await captured.settle();
    expect(messages()).toEqual([expect.stringContaining('cannot be read')]);
  });

  it('adds the last line and completes the run when it is stopped', async () => {
    await writeFile(path, 'a\nunfinished');
    capture();
    await expect.poll(messages).toEqual(['a']);
    await captured.stop();
    expect(messages()).toEqual(['a', 'unfinished']);
    expect(captured.run.status).toBe('completed');
    await appendFile(path, ' business\n');
    expect(messages()).toEqual(['a', 'unfinished']);
  });
});
