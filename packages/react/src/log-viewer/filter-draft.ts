/** Converts between the text in the filter box and the filter. Pure. */
import { compileFilter, formatFilterQuery, type LogFilter } from '@tailrace/core';
import { attempt } from '../lib/attempt.js';

/** How the text in the filter box is interpreted: as plain text, as a regular expression, or as a query of several conditions. */
export type FilterMode = 'text' | 'regex' | 'query';

/** What the box shows. */
export interface FilterBox {
  readonly filterText: string;
  readonly filterMode: FilterMode;
}

/** A filter, or why there is none. */
export type FilterDraft =
  { readonly filter: LogFilter; readonly error?: undefined } | { readonly error: string };

/** Splits a filter into the text for the box and the rest. */
function split(filter: LogFilter): FilterBox & { readonly rest: LogFilter } {
  const { text = '', regex, query, all, any, not, exclude, ...rest } = filter;
  const conditions = { text, regex, query, all, any, not, exclude };
  const words = Object.entries(conditions).filter(([, value]) => value !== undefined && value !== '');
  if (words.length === 0) return { filterText: '', filterMode: 'text', rest };
  if (words.length === 1 && query !== undefined) return { filterText: query, filterMode: 'query', rest };
  if (words.length === 1 && text !== '') return { filterText: text, filterMode: 'text', rest };
  if (words.length === 1 && regex !== undefined)
    return { filterText: typeof regex === 'string' ? regex : regex.source, filterMode: 'regex', rest };
  const { caseSensitive } = rest;
  const given = Object.fromEntries(words) as LogFilter;
  const filterText = formatFilterQuery(caseSensitive ? { ...given, caseSensitive } : given);
  // Conditions that the query language cannot express stay, whatever is typed.
  if (filterText === undefined) return { filterText: '', filterMode: 'text', rest: filter };
  return { filterText, filterMode: 'query', rest };
}

/** The filter with another text; conditions that are not in the box stay. */
export function withFilterText(filter: LogFilter, text: string, mode: FilterMode): FilterDraft {
  const { rest } = split(filter);
  const next: LogFilter = text === '' ? rest : { ...rest, [mode]: text };
  const { refused } = attempt(() => compileFilter(next));
  return refused ? { error: refused.message } : { filter: next };
}

/** What the box shows for a filter. */
export function filterBox(filter: LogFilter): FilterBox {
  const { filterText, filterMode } = split(filter);
  return { filterText, filterMode };
}

/** The values of a label that a filter asks for. */
export function labelValues({ labels = {} }: LogFilter, name: string): readonly string[] {
  // The name may be one that every object has, such as `constructor`.
  const value = Object.hasOwn(labels, name) ? labels[name] : undefined;
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

/** The filter with these values for a label; none: any value. */
export function withLabel(filter: LogFilter, name: string, values: readonly string[]): LogFilter {
  const { labels: { [name]: _old, ...others } = {}, ...rest } = filter;
  const labels = values.length === 0 ? others : { ...others, [name]: values };
  return Object.keys(labels).length === 0 ? rest : { ...rest, labels };
}

/** The filter with this number of context lines. */
export function withContext(filter: LogFilter, lines: number): LogFilter {
  const { context: _old, ...rest } = filter;
  return lines === 0 ? rest : { ...rest, context: lines };
}
