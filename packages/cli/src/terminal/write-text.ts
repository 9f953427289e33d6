import type { Output } from './io.js';
import { LineWriter } from './line-writer.js';

/** Writes a whole text, to its last line. Throws if it cannot be written; a reader that has gone away (`| head`) is not an error. */
export async function writeText(output: Output, text: string): Promise<void> {
  const writer = new LineWriter(output);
  await writer.line(text.trimEnd());
  await writer.end();
}
