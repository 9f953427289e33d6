import { toNdjson } from '@tailrace/core';
import type { Renderer } from './renderer.js';

/** One JSON object per item, gaps included, without `raw`, which repeats the rest. */
export const ndjson: Renderer = {
  line: (item) => toNdjson([item]).trimEnd(),
  notice: () => undefined,
};
