import type { LogStream } from '@tailrace/core';

/** Buffers with more lines than this pack the old ones. */
const PACKING_BOUND = 16_384;
/** More than the number of newest lines that stay unpacked. */
const NEWEST = 4_096;

/** Waits until the old lines of a stream are packed, which happens by itself; with lines from a network, long before so many have arrived. */
export async function whenPacked({ getSnapshot }: LogStream): Promise<void> {
  for (;;) {
    const { view } = getSnapshot();
    if (view.length <= PACKING_BOUND || view.blockAt?.(view.length - NEWEST)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
