/** Compiles a search term to a function that finds all its matches in a text. */
import type { BatchTerm } from './count-in-block.js';
import { compileExpression, escapePattern } from './expression.js';
import { Literal } from './literal.js';
import { staysInLine } from './stays-in-line.js';

/** How a search term is matched. */
export interface SearchOptions {
  /** The term is a regular expression. Default false. */
  readonly regex?: boolean;
  /** Default false. */
  readonly caseSensitive?: boolean;
  /** Match only where no letter, digit or underscore precedes or follows. Default false. */
  readonly wholeWord?: boolean;
}

/** A range `[start, end)` in a text, in UTF-16 code units. */
export type TextRange = readonly [start: number, end: number];

/** Finds all matches in a text, in order and without overlaps. */
export interface FindRanges {
  (text: string): readonly TextRange[];
  /** For a regular expression: it may run for an unlimited time, so a {@link PatternGuard} decides where it runs. */
  readonly pattern?: RegExp;
  /** For a term that can be searched in many lines at once: all but some regular expressions. */
  readonly batch?: BatchTerm;
}

const NO_RANGES: readonly TextRange[] = [];

/** The search for an empty term. */
export const FIND_NOTHING: FindRanges = () => NO_RANGES;

/** Throws `invalid-argument` for an invalid regular expression, and for a term that is no string. An empty term finds nothing. */
export function compileSearch(term: string, options: SearchOptions = {}): FindRanges {
  if (term === '') return FIND_NOTHING;
  if (!options.regex && !options.wholeWord && options.caseSensitive) {
    const literal = new Literal(term);
    return Object.assign((text: string) => findLiteral(text, literal), { batch: literal });
  }
  const flags = options.caseSensitive ? 'gm' : 'gim'; // a message may hold several lines
  const expression = compileExpression(options.regex ? term : escapePattern(term), flags);
  const pattern = options.wholeWord ? wholeWord(expression.source, flags) : expression;
  const find = (text: string): readonly TextRange[] => findPattern(text, pattern);
  if (!options.regex) return Object.assign(find, { batch: patternTerm(term, pattern) });
  return Object.assign(find, { pattern }, staysInLine(pattern) && { batch: expressionTerm(term, pattern) });
}

/** Knows letters and digits of every script; only those of ASCII if the expression is not valid with the flag `u`. */
function wholeWord(source: string, flags: string): RegExp {
  const between = (word: string): string => `(?<!${word})(?:${source})(?!${word})`;
  try {
    return new RegExp(between('[\\p{L}\\p{N}_]'), `${flags}u`);
  } catch {
    return new RegExp(between('\\w'), flags);
  }
}

/** A term that is matched by an expression, because it ignores case or matches whole words. It has no empty matches. */
function patternTerm(term: string, pattern: RegExp): BatchTerm {
  return {
    term,
    endIn(text, from) {
      pattern.lastIndex = from;
      return pattern.test(text) ? pattern.lastIndex : -1;
    },
    mayBeIn: () => true,
  };
}

/** The same for a term that is an expression. */
function expressionTerm(term: string, pattern: RegExp): BatchTerm {
  return {
    ...patternTerm(term, pattern),
    endIn: (text, from) => (nextMatch(text, pattern, from) ? pattern.lastIndex : -1),
  };
}

function findLiteral(text: string, literal: Literal): readonly TextRange[] {
  const { length } = literal.term;
  let at = literal.indexIn(text, 0);
  if (at < 0) return NO_RANGES;
  const ranges: TextRange[] = [];
  while (at >= 0) {
    ranges.push([at, at + length]);
    at = literal.indexIn(text, at + length);
  }
  return ranges;
}

function findPattern(text: string, pattern: RegExp): readonly TextRange[] {
  let match = nextMatch(text, pattern, 0);
  if (!match) return NO_RANGES;
  const ranges: TextRange[] = [];
  for (; match; match = nextMatch(text, pattern, pattern.lastIndex))
    ranges.push([match.index, pattern.lastIndex]);
  return ranges;
}

/** The first match at or after `from`, which ends at `lastIndex`. Skips empty matches: there would be nothing to mark. */
function nextMatch(text: string, pattern: RegExp, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  let match = pattern.exec(text);
  for (; match?.[0] === ''; match = pattern.exec(text))
    // Skip the whole character: from the middle of a surrogate pair, an expression with the flag `u` steps back, forever.
    pattern.lastIndex = match.index + ((text.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1);
  return match;
}
