/** Filters and terms to find, each beside a plain statement of what it lets through or finds. */
import { LOG_LEVELS, type LogFilter, type LogLevel, type SearchOptions } from '@tailrace/core';
import type { MadeLine } from './random-lines.js';

/** A filter, and which lines pass it. */
export interface KnownFilter {
  readonly filter: LogFilter;
  readonly passes: (made: MadeLine) => boolean;
}

/** A term, and where it stands in a text. */
export interface KnownTerm {
  readonly term: string;
  readonly options?: SearchOptions;
  readonly places: (text: string) => readonly Place[];
}

/** Half-open, in UTF-16 units. */
export type Place = readonly [start: number, end: number];

const has =
  (part: string) =>
  ({ shown }: MadeLine): boolean =>
    shown.toLowerCase().includes(part);
const isAtLeast =
  (level: LogLevel) =>
  ({ line }: MadeLine): boolean =>
    LOG_LEVELS.indexOf(line.level) >= LOG_LEVELS.indexOf(level);

/** The filter of a viewer that shows everything. */
export const NO_FILTER: KnownFilter = { filter: {}, passes: () => true };

/** See the file's head. */
export const FILTERS: readonly KnownFilter[] = [
  NO_FILTER,
  NO_FILTER,
  { filter: { text: 'needle' }, passes: has('needle') },
  { filter: { text: 'Needle', caseSensitive: true }, passes: ({ shown }) => shown.includes('Needle') },
  { filter: { text: 'nowhere at all' }, passes: () => false },
  {
    filter: { levels: ['error', 'fatal'] },
    passes: ({ line }) => line.level === 'error' || line.level === 'fatal',
  },
  { filter: { minLevel: 'warn' }, passes: isAtLeast('warn') },
  {
    filter: { regex: 'n[0-4]\\d? (alpha|beta)' },
    passes: ({ shown }) => /n[0-4]\d? (alpha|beta)/i.test(shown),
  },
  { filter: { exclude: 'line' }, passes: (made) => !has('line')(made) },
  { filter: { labels: { step_name: 'build' } }, passes: ({ line }) => line.labels['step_name'] === 'build' },
  { filter: { streams: ['stderr'] }, passes: ({ line }) => line.labels['stream'] === 'stderr' },
  {
    filter: { query: 'needle -beta level:info+' },
    passes: (made) => has('needle')(made) && !has('beta')(made) && isAtLeast('info')(made),
  },
];

function places(pattern: RegExp): KnownTerm['places'] {
  return (text) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => [index, index + found.length] as const);
}

/** The term of a viewer in which nothing is looked for. */
export const NO_TERM: KnownTerm = { term: '', places: () => [] };

/** See the file's head. */
export const TERMS: readonly KnownTerm[] = [
  NO_TERM,
  { term: 'needle', places: places(/needle/gi) },
  { term: 'Needle', options: { caseSensitive: true }, places: places(/Needle/g) },
  { term: 'line', options: { wholeWord: true }, places: places(/(?<!\w)line(?!\w)/gi) },
  { term: 'n\\d+ [ab]', options: { regex: true }, places: places(/n\d+ [ab]/gi) },
  { term: 'nowhere at all', places: places(/nowhere at all/gi) },
  { term: '99', places: places(/99/g) },
];
