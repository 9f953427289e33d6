/** Compiles a search term to a function that finds all its matches in a text. */
import type { BatchTerm } from './count-in-block.js';
import { compileExpression, escapePattern } from './expression.js';
import { Literal } from './literal.js';

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
  /** For a regular expression: it can be searched in many lines at once, see {@link isForManyLines}. */
  readonly inMany?: boolean;
  /** For any other term: it can be searched in many lines at once. */
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
  return Object.assign(find, { pattern, inMany: isForManyLines(term) });
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

/** A term that is matched by an expression, because it ignores case or matches whole words. */
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

/** Skips empty matches: there would be nothing to mark. */
function findPattern(text: string, pattern: RegExp): readonly TextRange[] {
  let ranges: TextRange[] | undefined;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const { length } = match[0];
    // Skip the whole character: from the middle of a surrogate pair, an expression with the flag `u` steps back, forever.
    if (length === 0)
      pattern.lastIndex = match.index + ((text.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1);
    else (ranges ??= []).push([match.index, match.index + length]);
  }
  return ranges ?? NO_RANGES;
}

/**
 * Whether an expression has a match that begins in a line, if it has one in that line alone, whatever lines follow: so in a text of many
 * lines it shows which of them to look at. Assertions may see other lines, and groups such as `(?-m:` change what `^` means.
 */
function isForManyLines(source: string): boolean {
  return !/\(\?(?:[=!]|<[=!]|[a-z-]+:)/.test(source);
}
