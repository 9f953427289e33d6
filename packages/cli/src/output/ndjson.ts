import { toNdjson } from '@tailrace/core';
import type { Renderer } from './renderer.js';

/** One item a line as JSON, gaps too; `raw` is left out, for it repeats the rest. */
export const ndjson: Renderer = {
  line: (item) => toNdjson([item]).trimEnd(),
  notice: () => undefined,
};
