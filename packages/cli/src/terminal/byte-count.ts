import type { Output } from './io.js';

/** A byte count that is redrawn in place on a terminal. Writes nothing anywhere else. */
export interface ByteCount {
  show(progress: { readonly loaded: number; readonly total?: number }): void;
  clear(): void;
}

/** Bytes between two updates. */
const STEP = 512 * 1024;

export function createByteCount(output: Output): ByteCount {
  let drawn = 0;
  if (output.isTTY !== true) return { show: () => {}, clear: () => {} };
  return {
    show({ loaded, total }) {
      if (loaded - drawn < STEP) return;
      drawn = loaded;
      const all = total === undefined ? '' : ` of ${megabytes(total)}`;
      output.write(`\r${megabytes(loaded)}${all}\u001b[K`);
    },
    clear() {
      if (drawn > 0) output.write('\r\u001b[K');
    },
  };
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
