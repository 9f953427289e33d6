/** A search term as a function that finds all its places in a text. */
import { invalidArgument } from '../errors.js';

export interface SearchOptions {
  /** The term is a regular expression. */
  readonly regex?: boolean;
  readonly caseSensitive?: boolean;
  /** Only where no letter, digit or underscore stands before or after. */
  readonly wholeWord?: boolean;
}

/** `[start, end)` in UTF-16 units. */
export type TextRange = readonly [start: number, end: number];

export type FindRanges = (text: string) => readonly TextRange[];

const NONE: readonly TextRange[] = [];

/** Throws `invalid-argument` for a regular expression that is none. An empty term finds nothing. */
export function compileSearch(term: string, options: SearchOptions = {}): FindRanges {
  if (term === '') return () => NONE;
  if (!options.regex && !options.wholeWord && options.caseSensitive) return (text) => findLiteral(text, term);
  const source = options.regex ? term : term.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const whole = options.wholeWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source;
  const pattern = toRegExp(whole, `g${options.caseSensitive ? '' : 'i'}`, options.wholeWord === true);
  return (text) => findPattern(text, pattern);
}

function toRegExp(source: string, flags: string, unicode: boolean): RegExp {
  try {
    return new RegExp(source, unicode ? `${flags}u` : flags);
  } catch (thrown) {
    throw invalidArgument(`This is not a regular expression: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function findLiteral(text: string, term: string): readonly TextRange[] {
  let at = text.indexOf(term);
  if (at < 0) return NONE;
  const ranges: TextRange[] = [];
  while (at >= 0) {
    ranges.push([at, at + term.length]);
    at = text.indexOf(term, at + term.length);
  }
  return ranges;
}

/** Matches of no length are none: there would be nothing to mark. */
function findPattern(text: string, pattern: RegExp): readonly TextRange[] {
  let ranges: TextRange[] | undefined;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const { length } = match[0];
    if (length === 0) pattern.lastIndex += 1;
    else (ranges ??= []).push([match.index, match.index + length]);
  }
  return ranges ?? NONE;
}
