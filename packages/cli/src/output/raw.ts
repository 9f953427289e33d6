import { describeGap } from '@tailrace/core';
import type { Renderer } from './renderer.js';

/** Messages exactly as sent, control sequences and all: for other programs, and for terminals that trust the log. */
export const raw: Renderer = {
  line: (item) => (item.kind === 'log' ? item.message : undefined),
  notice: (item) => (item.kind === 'gap' ? `${describeGap(item)}.` : undefined),
};
