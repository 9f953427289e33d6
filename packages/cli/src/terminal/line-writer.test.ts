import { Writable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { LineWriter } from './line-writer.js';

/** A reader that takes one chunk at a time, when told to. */
function slowReader() {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  const output = new Writable({
    highWaterMark: 16,
    write(chunk: Buffer, _encoding, done) {
      taken.push(chunk.toString());
      waiting.push(done);
    },
  });
  return { output, taken, next: () => waiting.shift()?.() };
}

describe('LineWriter', () => {
  it('writes lines that arrive together in one chunk, in order', async () => {
    const taken: string[] = [];
    const output = new Writable({
      write(chunk: Buffer, _encoding, done) {
        taken.push(chunk.toString());
        done();
      },
    });
    const writer = new LineWriter(output);
    for (let i = 0; i < 1000; i++) await writer.line(`line ${i}`);
    await writer.end();
    expect(taken.join('')).toBe(Array.from({ length: 1000 }, (_, i) => `line ${i}\n`).join(''));
    expect(taken.length).toBeLessThan(20);
  });

  it('waits for a slow reader', async () => {
    const { output, taken, next } = slowReader();
    const writer = new LineWriter(output);
    const big = 'x'.repeat(100_000);
    let written = 0;
    const work = (async () => {
      for (let i = 0; i < 3; i++) {
        await writer.line(big);
        written++;
      }
      await writer.end();
    })();
    await expect.poll(() => taken).toHaveLength(1);
    expect(written).toBe(0);
    next();
    await expect.poll(() => taken).toHaveLength(2);
    expect(written).toBe(1);
    next();
    await expect.poll(() => taken).toHaveLength(3);
    next();
    await work;
    expect(taken.join('')).toBe(`${big}\n${big}\n${big}\n`);
  });

  it('stops waiting when it is told to end', async () => {
    const { output, taken } = slowReader();
    const ending = new AbortController();
    const writer = new LineWriter(output, undefined, ending.signal);
    const work = writer.line('x'.repeat(100_000)).then(() => writer.end());
    await expect.poll(() => taken).toHaveLength(1);
    ending.abort();
    await expect(work).resolves.toBeUndefined();
  });

  it('reports once, without an error, that the reader has gone away', async () => {
    const output = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('broken pipe'), { code: 'EPIPE' }));
      },
    });
    const gone = vi.fn();
    const writer = new LineWriter(output, gone);
    await writer.line('x');
    await expect.poll(() => writer.closed).toBe(true);
    await writer.line('y');
    await writer.end();
    expect(gone).toHaveBeenCalledTimes(1);
  });

  it('throws if the disk is full', async () => {
    const output = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
      },
    });
    const gone = vi.fn();
    const writer = new LineWriter(output, gone);
    await writer.line('x');
    await expect.poll(() => gone).toHaveBeenCalled();
    await expect(writer.end()).rejects.toThrow('Cannot write the output: no space left on device.');
  });
});
