import type { Output } from './io.js';
import { hideSecret } from './hide-secret.js';
import { visible } from '../output/visible.js';

/** What a command says on stderr besides the log, one line each. */
export interface Notices {
  /** "tailrace: …" */
  say(sentence: string): void;
  /** A line without prefix, for machines. */
  line(text: string): void;
}

/** Notices on `output`. Every occurrence of `secret` in them becomes `***`. */
export function createNotices(output: Output, secret?: string): Notices {
  const hide = (text: string): string => hideSecret(text, secret);
  return {
    // A sentence may quote a server: it stays on one line and cannot control the terminal.
    say: (sentence) =>
      void output.write(`tailrace: ${visible(hide(sentence).replace(/\s*[\r\n]+\s*/g, ' '))}\n`),
    line: (text) => void output.write(`${hide(text)}\n`),
  };
}
