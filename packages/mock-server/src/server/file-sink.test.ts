import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from '../store/store.js';
import { createFileSink } from './file-sink.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tailrace-sink-'));
});
afterEach(() => rm(directory, { recursive: true }));

const textOf = async (
  text: { body: ReadableStream<Uint8Array> | string } | undefined,
): Promise<string | undefined> => text && (await new Response(text.body).text());

describe('the file sink', () => {
  it('keeps every line, including those written while others are being stored', async () => {
    const sink = createFileSink(join(directory, 'a.log'), vi.fn());
    const run = createStore().createRun({ id: 'r' }, sink);
    for (let i = 0; i < 50; i++) {
      run.append(`line ${i}`);
      await Promise.resolve();
    }
    const text = await sink.read();
    expect(await textOf(text)).toBe(Array.from({ length: 50 }, (_, i) => `line ${i}\n`).join(''));
    expect(text?.bytes).toBe((await readFile(join(directory, 'a.log'))).byteLength);
    expect(sink.backlog).toBe(0);
    run.append('later');
    await sink.close();
    expect(await readFile(join(directory, 'a.log'), 'utf8')).toMatch(/line 49\nlater\n$/);
  });

  it('deletes the file of a removed run', async () => {
    const path = join(directory, 'a.log');
    const store = createStore({ sink: () => createFileSink(path, vi.fn()) });
    store.createRun({ id: 'r' }).append('x');
    store.removeRun('r');
    await store.close();
    await expect(access(path)).rejects.toThrow();
  });

  it('creates no file for a run that writes nothing', async () => {
    const sink = createFileSink(join(directory, 'a.log'), vi.fn());
    expect(await sink.read()).toBeUndefined();
    await sink.close();
    await expect(access(join(directory, 'a.log'))).rejects.toThrow();
  });

  it('finds the lines of a day, even if the clock steps back over midnight', async () => {
    const sink = createFileSink(join(directory, 'a.log'), vi.fn());
    const run = createStore().createRun({ id: 'r' }, sink);
    const midnight = Date.UTC(2026, 0, 2);
    for (const [message, offset] of Object.entries({ grün: -2, b: 5, c: -1, d: 6 }))
      run.append({ message, at: midnight + offset });
    expect(await textOf(await sink.read('2026-01-01'))).toBe('grün\nc\n');
    expect(await textOf(await sink.read('2026-01-02'))).toBe('b\nd\n');
    expect(await sink.read('2026-01-03')).toBeUndefined();
    expect(await textOf(await sink.read())).toBe('grün\nb\nc\nd\n');
    await sink.close();
  });

  it('reports once that it cannot write, and does not serve half a log', async () => {
    await writeFile(join(directory, 'file'), '');
    const onError = vi.fn();
    const sink = createFileSink(join(directory, 'file', 'a.log'), onError);
    const run = createStore().createRun({ id: 'r' }, sink);
    run.append('x');
    await expect(sink.read()).rejects.toThrow(/could not be written/);
    run.append('y');
    await expect(sink.read()).rejects.toThrow(/could not be written/);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(run.next).toBe(2);
  });
});
