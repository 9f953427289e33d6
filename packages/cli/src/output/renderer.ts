import type { LogItem } from '@tailrace/core';

/** Turns items into lines of text. */
export interface Renderer {
  /** The text for stdout, without a trailing line break; undefined: nothing. */
  line(item: LogItem): string | undefined;
  /** A sentence for stderr about an item that the output on stdout leaves out. */
  notice(item: LogItem): string | undefined;
}
