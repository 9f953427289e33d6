import type { Output } from './io.js';
import { hideSecret } from './hide-secret.js';
import { visible } from '../output/visible.js';

/** What a command says beside the log, a line each, on stderr. A token given here never gets through. */
export interface Notices {
  /** "tailrace: …" */
  say(sentence: string): void;
  /** A line for machines, as it is. */
  line(text: string): void;
}

/** Notices on `output`; every appearance of `secret`, plain or URL-encoded, becomes `***`. */
export function createNotices(output: Output, secret?: string): Notices {
  const hide = (text: string): string => hideSecret(text, secret);
  return {
    // What a server says may be part of a sentence: it gets one line, and no power over the terminal.
    say: (sentence) =>
      void output.write(`tailrace: ${visible(hide(sentence).replace(/\s*[\r\n]+\s*/g, ' '))}\n`),
    line: (text) => void output.write(`${hide(text)}\n`),
  };
}
