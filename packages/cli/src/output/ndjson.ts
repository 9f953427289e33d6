import type { LogItem } from '@tailrace/core';
import type { Renderer } from './renderer.js';

/** One item a line as JSON, gaps too; `raw` is left out, for it repeats the rest. */
export const ndjson: Renderer = {
  line: (item) => JSON.stringify(withoutRaw(item)),
  notice: () => undefined,
};

function withoutRaw(item: LogItem): object {
  if (item.kind === 'gap') return item;
  const { raw: _raw, ...rest } = item;
  return rest;
}
