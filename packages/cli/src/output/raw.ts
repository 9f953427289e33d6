import { describeGap } from '@tailrace/core';
import type { Renderer } from './renderer.js';

/** Messages exactly as sent, including control sequences: for other programs, and for logs you trust. */
export const raw: Renderer = {
  line: (item) => (item.kind === 'log' ? item.message : undefined),
  notice: (item) => (item.kind === 'gap' ? `${describeGap(item)}.` : undefined),
};
