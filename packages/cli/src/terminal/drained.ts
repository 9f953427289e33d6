import type { Output } from './io.js';

/** Resolves once a full output takes more, or has gone away, or `signal` fires. */
export function drained(output: Output, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      output.off('drain', done);
      output.off('close', done);
      output.off('error', done);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    output.on('drain', done);
    output.on('close', done);
    output.on('error', done);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}
