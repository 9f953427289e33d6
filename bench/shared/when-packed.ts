import type { LogStream } from '@tailrace/core';

/** Buffers of more lines than this pack those that have grown old. */
const PACKING_BOUND = 16_384;
/** More lines than those at the end that stay as they came. */
const NEWEST = 4_096;

/** Waits until the old lines of a stream are packed. That comes by itself, and long before so many lines come over a network. */
export async function whenPacked({ getSnapshot }: LogStream): Promise<void> {
  for (;;) {
    const { view } = getSnapshot();
    if (view.length <= PACKING_BOUND || view.blockAt?.(view.length - NEWEST)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
