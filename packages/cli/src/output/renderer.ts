import type { LogItem } from '@tailrace/core';

/** Turns items into lines of text. */
export interface Renderer {
  /** The text for stdout, without a line break at its end; undefined: nothing. */
  line(item: LogItem): string | undefined;
  /** A sentence for stderr about the item, if stdout does not tell it. */
  notice(item: LogItem): string | undefined;
}
