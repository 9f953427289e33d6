/** Makes regular expressions of what was typed. */
import { invalidArgument, messageOf } from '../errors.js';
import { refuse } from '../lib/arguments.js';

/** The source of an expression that matches `text` literally. Throws `invalid-argument` if it is no string. */
export function escapePattern(text: string): string {
  if (typeof text !== 'string') refuse('The search text', 'a string', text);
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Compiles an expression as it was typed, so that an error message quotes what was typed. Throws `invalid-argument`. */
export function compileExpression(source: string, flags: string): RegExp {
  if (typeof source !== 'string') refuse('A regular expression', 'a string', source);
  try {
    return new RegExp(source, flags);
  } catch (thrown) {
    throw invalidArgument(`This is not a regular expression: ${messageOf(thrown)}`);
  }
}
