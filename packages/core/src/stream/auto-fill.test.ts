import { describe, expect, it, vi } from 'vitest';
import { DEFAULTS } from '../defaults.js';
import { LogStreamError } from '../errors.js';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { createAutoFill } from './auto-fill.js';

/** `over`: the stream is over. An attempt lasts until `end` is called. */
function setup(over = false, signal?: AbortSignal) {
  const clock = createVirtualClock();
  let end = (_error?: LogStreamError): void => undefined;
  const fill = vi.fn((_seq: number, signal: AbortSignal) => {
    signal.throwIfAborted();
    return new Promise<void>((resolve, reject) => {
      end = (error) => (error ? reject(error) : resolve());
      signal.addEventListener('abort', () => reject(new LogStreamError('aborted', 'aborted')));
    });
  });
  const error = vi.fn();
  const settled = vi.fn();
  const options = { clock, random: () => 0.5, backoff: DEFAULTS.backoff, signal };
  const autoFill = createAutoFill({ options, isOver: () => over, fill, error, settled });
  return { clock, fill, error, settled, autoFill, end: (thrown?: LogStreamError) => end(thrown) };
}

describe('a new gap', () => {
  it('is tried once, and is waited for until that has ended', async () => {
    const { clock, fill, error, settled, autoFill, end } = setup();
    autoFill.try(3);
    expect(fill).not.toHaveBeenCalled();
    await clock.run(100);
    expect(fill.mock.calls.map(([seq]) => seq)).toEqual([3]);
    expect(autoFill.isTrying(3)).toBe(true);
    end();
    await clock.run(100);
    expect(autoFill.isTrying(3)).toBe(false);
    expect([settled.mock.calls.length, error.mock.calls.length, clock.pending]).toEqual([1, 0, 0]);
  });

  it('is waited for ten seconds at most', async () => {
    const { clock, settled, autoFill, end } = setup();
    autoFill.try(3);
    await clock.run(10_000);
    expect(autoFill.isTrying(3)).toBe(false);
    end();
    await clock.run(100);
    expect(settled).toHaveBeenCalledTimes(1);
  });

  it('that cannot be filled is told of', async () => {
    const { clock, error, autoFill, end } = setup();
    autoFill.try(3);
    await clock.run(100);
    end(new LogStreamError('forbidden', 'no'));
    await clock.run(100);
    expect(error.mock.calls).toMatchObject([[{ kind: 'forbidden' }]]);
    expect(autoFill.isTrying(3)).toBe(false);
  });

  it('is not tried when the stream is over', async () => {
    const { clock, fill, autoFill } = setup(true);
    autoFill.try(3);
    await clock.run(100);
    expect(fill).not.toHaveBeenCalled();
    expect([autoFill.isTrying(3), clock.pending]).toEqual([false, 0]);
  });

  it.each(['before', 'while'])(
    'is given up without an error if the stream stops %s it is tried',
    async (when) => {
      const { clock, fill, error, settled, autoFill } = setup();
      autoFill.try(3);
      if (when === 'while') await clock.run(100);
      autoFill.stop();
      expect(autoFill.isTrying(3)).toBe(false);
      expect(settled).toHaveBeenCalledTimes(1);
      await clock.run(0);
      // What is read for it ends as well.
      expect(fill.mock.calls.map(([, signal]) => signal.aborted)).toEqual(when === 'while' ? [true] : []);
      expect([error.mock.calls.length, clock.pending]).toEqual([0, 0]);
    },
  );

  it('is given up without an error when the signal of the stream fires, though the log is complete', async () => {
    const stream = new AbortController();
    const { clock, fill, error, settled, autoFill } = setup(false, stream.signal);
    autoFill.try(3);
    await clock.run(100);
    stream.abort();
    await clock.run(0);
    expect(fill.mock.calls.map(([, signal]) => signal.aborted)).toEqual([true]);
    expect([settled.mock.calls.length, error.mock.calls.length, clock.pending]).toEqual([1, 0, 0]);
  });

  it('is tried after a stop as before', async () => {
    const { clock, fill, autoFill, end } = setup();
    autoFill.stop();
    autoFill.try(4);
    await clock.run(100);
    expect(fill.mock.calls.map(([, signal]) => signal.aborted)).toEqual([false]);
    end();
    await clock.run(100);
    expect(fill).toHaveBeenCalledTimes(1);
  });
});
