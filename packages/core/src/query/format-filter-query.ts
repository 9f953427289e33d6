import type { LogFilter } from './filter.js';
import { FIELDS, parseFilterQuery } from './filter-query.js';

/** The name of a label that can be a field. */
const LABEL = /^[^\s()|",:]+$/;

const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** Formats a text as a word, in quotes if it would not parse back as itself. */
function word(text: string): string {
  const plain = /^[^\s()|"\\/,:-][^\s()|"\\:,]*$/.test(text) && !/^(?:AND|OR|NOT)$/.test(text);
  return plain ? text : quote(text);
}

/** Formats a filter as a query that parses to an equivalent filter; undefined if the query language cannot express it. */
export function formatFilterQuery(filter: LogFilter): string | undefined {
  const parts = partsOf(filter);
  return parts.includes(undefined) ? undefined : parts.join(' ');
}

/** The parts of a query that must all hold; undefined for one that cannot be expressed. */
function partsOf(filter: LogFilter): (string | undefined)[] {
  const { text, exclude, regex, caseSensitive, minLevel, labels, since, until } = filter;
  const { all, any, not, query } = filter;
  if (caseSensitive || since !== undefined || until !== undefined) return [undefined];
  const parts: (string | undefined)[] = [];
  const inner = (part: LogFilter): string | undefined => {
    const formatted = partsOf(part);
    if (formatted.length < 2) return formatted[0];
    return formatted.includes(undefined) ? undefined : `(${formatted.join(' ')})`;
  };
  const field = (name: string, values: readonly string[]): string | undefined =>
    values.length === 0 || values.includes('') ? undefined : `${name}:${values.map(word).join(',')}`;
  if (text) parts.push(word(text));
  if (exclude) parts.push(`-${word(exclude)}`);
  if (regex) parts.push(formatExpression(regex));
  if (minLevel) parts.push(`level:${minLevel}+`);
  for (const [name, key] of Object.entries(FIELDS)) {
    const { [key]: values } = filter;
    if (values) parts.push(field(name, values));
  }
  for (const [name, value] of Object.entries(labels ?? {}))
    parts.push(LABEL.test(name) ? field(`@${name}`, [value].flat()) : undefined);
  for (const part of all ?? []) parts.push(inner(part));
  if (any) {
    const branches = any.map(inner);
    parts.push(any.length < 2 || branches.includes(undefined) ? undefined : `(${branches.join(' | ')})`);
  }
  if (not) {
    const inverse = inner(not);
    parts.push(inverse && `-${inverse}`);
  }
  if (query?.trim()) parts.push(inner(parseFilterQuery(query)));
  return parts;
}

function formatExpression(regex: string | RegExp): string | undefined {
  if (typeof regex === 'string') {
    const escaped = regex.replace(/\\.|\//gs, (found) => (found === '/' ? '\\/' : found));
    return `/${escaped}/`;
  }
  if (!(regex instanceof RegExp)) return undefined; // compiling the filter reports the error
  const flags = [...regex.flags].filter((flag) => !'gym'.includes(flag)).join('');
  return flags === 'i' ? `/${regex.source}/` : undefined;
}
