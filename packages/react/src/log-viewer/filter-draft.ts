/** Between what is typed into the filter's box and the filter. Pure. */
import { compileFilter, LogStreamError, type LogFilter } from '@tailrace/core';

/** A filter, or why there is none. */
export type FilterDraft =
  { readonly filter: LogFilter; readonly error?: undefined } | { readonly error: string };

/** The filter with another text; every other condition stays. */
export function withFilterText(filter: LogFilter, text: string, regex: boolean): FilterDraft {
  const { text: _text, regex: _regex, ...rest } = filter;
  const next: LogFilter = text === '' ? rest : regex ? { ...rest, regex: text } : { ...rest, text };
  try {
    compileFilter(next);
    return { filter: next };
  } catch (thrown) {
    if (thrown instanceof LogStreamError) return { error: thrown.message };
    throw thrown;
  }
}

/** What the box shows for a filter. */
export function filterBox(filter: LogFilter): { readonly filterText: string; readonly filterRegex: boolean } {
  const { regex, text = '' } = filter;
  if (regex === undefined || regex === '') return { filterText: text, filterRegex: false };
  return { filterText: typeof regex === 'string' ? regex : regex.source, filterRegex: true };
}
