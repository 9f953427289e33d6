/** Find and filter as usually written over an array: one blocking loop. */
import type { BenchLine } from '../shared/lines.ts';
import type { FindOptions } from './subject.ts';

const escaped = (term: string): string => term.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** The expression that marks a term in a line. */
export function patternOf(term: string, { caseSensitive = false, regex = false }: FindOptions): RegExp {
  return new RegExp(regex ? term : escaped(term), caseSensitive ? 'g' : 'gi');
}

/** The rows with the term, and the total number of matches. */
export function findPlain(
  lines: readonly BenchLine[],
  term: string,
  options: FindOptions,
): { rows: number[]; total: number } {
  const rows: number[] = [];
  let total = 0;
  const plain = options.caseSensitive === true && options.regex !== true;
  const pattern = patternOf(term, options);
  for (let row = 0; row < lines.length; row++) {
    const { message } = lines[row] as BenchLine;
    let count = 0;
    if (plain) {
      for (let at = message.indexOf(term); at >= 0; at = message.indexOf(term, at + term.length)) count += 1;
    } else {
      pattern.lastIndex = 0;
      while (pattern.test(message)) count += 1;
    }
    if (count === 0) continue;
    rows.push(row);
    total += count;
  }
  return { rows, total };
}

/** The lines with a text, in any case, like the viewer's own filter. */
export function filterPlain(lines: readonly BenchLine[], text: string): readonly BenchLine[] {
  if (text === '') return lines;
  const pattern = patternOf(text, {});
  return lines.filter(({ message }) => {
    pattern.lastIndex = 0;
    return pattern.test(message);
  });
}
