/** Compiles a search term to a function that finds all its matches in a text. */
import { invalidArgument } from '../errors.js';
import type { PlainTerm } from './count-in-block.js';
import { Literal } from './literal.js';

/** How a search term is matched. */
export interface SearchOptions {
  /** The term is a regular expression. Default false. */
  readonly regex?: boolean;
  readonly caseSensitive?: boolean;
  /** Match only where no letter, digit or underscore precedes or follows. Default false. */
  readonly wholeWord?: boolean;
}

/** A range `[start, end)` in a text, in UTF-16 code units. */
export type TextRange = readonly [start: number, end: number];

/** All places in a text. */
export interface FindRanges {
  (text: string): readonly TextRange[];
  /** The expression that was typed, if it is one: it may take longer than anybody waits. */
  readonly pattern?: RegExp;
  /** What was typed, if it is no expression: it is found in many lines at once. */
  readonly plain?: PlainTerm;
}

const NONE: readonly TextRange[] = [];

/** Throws `invalid-argument` for a regular expression that is none. An empty term finds nothing. */
export function compileSearch(term: string, options: SearchOptions = {}): FindRanges {
  if (term === '') return () => NONE;
  if (!options.regex && !options.wholeWord && options.caseSensitive) {
    const literal = new Literal(term);
    return Object.assign((text: string) => findLiteral(text, literal), { plain: literal });
  }
  const flags = options.caseSensitive ? 'gm' : 'gim'; // a message may hold several lines
  const expression = compileExpression(options.regex ? term : escapePattern(term), flags);
  const pattern = options.wholeWord ? wholeWord(expression.source, flags) : expression;
  const find = (text: string): readonly TextRange[] => findPattern(text, pattern);
  return Object.assign(find, options.regex ? { pattern } : { plain: plainTerm(term, pattern) });
}

/** A text as an expression that finds it. Throws `invalid-argument` for what is none. */
export function escapePattern(text: string): string {
  if (typeof text !== 'string')
    throw invalidArgument(`The search text must be a string, not ${String(text)}.`);
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** The expression as it was typed; throws `invalid-argument`, in the same words, for what is none. */
export function compileExpression(source: string, flags: string): RegExp {
  if (typeof source !== 'string')
    throw invalidArgument(`A regular expression must be a string, not ${String(source)}.`);
  try {
    return new RegExp(source, flags);
  } catch (thrown) {
    throw invalidArgument(
      `This is not a regular expression: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
}

/** Letters and digits of every script; an expression that only the older syntax allows gets by with the ASCII ones. */
function wholeWord(source: string, flags: string): RegExp {
  const between = (word: string): string => `(?<!${word})(?:${source})(?!${word})`;
  try {
    return new RegExp(between('[\\p{L}\\p{N}_]'), `${flags}u`);
  } catch {
    return new RegExp(between('\\w'), flags);
  }
}

/** A term as the expression that finds it. */
function plainTerm(term: string, pattern: RegExp): PlainTerm {
  return {
    term,
    endIn(text, from) {
      pattern.lastIndex = from;
      return pattern.test(text) ? pattern.lastIndex : -1;
    },
    mayBeIn: () => true,
  };
}

function findLiteral(text: string, literal: Literal): readonly TextRange[] {
  const { length } = literal.term;
  let at = literal.indexIn(text, 0);
  if (at < 0) return NONE;
  const ranges: TextRange[] = [];
  while (at >= 0) {
    ranges.push([at, at + length]);
    at = literal.indexIn(text, at + length);
  }
  return ranges;
}

/** Matches of no length are none: there would be nothing to mark. */
function findPattern(text: string, pattern: RegExp): readonly TextRange[] {
  let ranges: TextRange[] | undefined;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const { length } = match[0];
    // Past the whole character: an expression with the flag `u` would step back to its beginning, for ever.
    if (length === 0)
      pattern.lastIndex = match.index + ((text.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1);
    else (ranges ??= []).push([match.index, match.index + length]);
  }
  return ranges ?? NONE;
}
