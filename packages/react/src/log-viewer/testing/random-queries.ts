/** Filters and terms to find, each beside a plain statement of what it lets through or finds. */
import { LOG_LEVELS, type LogFilter, type LogLevel, type SearchOptions } from '@tailrace/core';
import type { MadeLine } from './random-lines.js';

/** A filter, and which lines pass it. */
export interface KnownFilter {
  readonly filter: LogFilter;
  readonly passes: (made: MadeLine) => boolean;
  /** What its words ask for, and the choices that a menu can change: levels, and values of labels. */
  readonly words: (made: MadeLine) => boolean;
  /** What else it asks for, which stands in no box and no menu. */
  readonly rest: (made: MadeLine) => boolean;
  readonly levels: readonly LogLevel[] | undefined;
  readonly labels: Readonly<Record<string, readonly string[]>>;
  /** Lines that are shown around each one that passes. */
  readonly context: number;
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

type AskedFilter = Partial<Omit<KnownFilter, 'passes'>>;

/** A filter that is known by what it asks for. */
export function knownFilter({
  filter = {},
  words = () => true,
  rest = () => true,
  levels,
  labels = {},
  context = filter.context ?? 0,
}: AskedFilter): KnownFilter {
  const passes = (made: MadeLine): boolean =>
    words(made) &&
    rest(made) &&
    (levels?.includes(made.line.level) ?? true) &&
    Object.entries(labels).every(([name, values]) => values.includes(made.line.labels[name] ?? 'none'));
  return { filter, passes, words, rest, levels, labels, context };
}

/** The filter of a viewer that shows everything. */
export const NO_FILTER = knownFilter({});

const ASKED: readonly AskedFilter[] = [
  {},
  {},
  { filter: { text: 'needle' }, words: has('needle') },
  {
    filter: { text: 'Needle', caseSensitive: true },
    words: ({ shown }: MadeLine) => shown.includes('Needle'),
  },
  { filter: { text: 'nowhere at all' }, words: () => false },
  { filter: { levels: ['error', 'fatal'] }, levels: ['error', 'fatal'] },
  { filter: { minLevel: 'warn' }, levels: ['warn', 'error', 'fatal'] },
  {
    filter: { regex: 'n[0-4]\\d? (alpha|beta)' },
    words: ({ shown }: MadeLine) => /n[0-4]\d? (alpha|beta)/i.test(shown),
  },
  { filter: { exclude: 'line' }, words: (made: MadeLine) => !has('line')(made) },
  { filter: { labels: { step_name: 'build' } }, labels: { step_name: ['build'] } },
  { filter: { streams: ['stderr'] }, labels: { stream: ['stderr'] } },
  {
    filter: { text: 'needle,needle', context: 2 },
    words: has('needle,needle'),
  },
  { filter: { levels: ['fatal'], context: 1 }, levels: ['fatal'] },
  { filter: { regex: '^progress', context: 3 }, words: ({ shown }) => shown.startsWith('progress') },
  {
    filter: { query: 'needle -beta level:info+' },
    words: (made: MadeLine) => has('needle')(made) && !has('beta')(made) && isAtLeast('info')(made),
  },
];

/** See the file's head. */
export const FILTERS: readonly KnownFilter[] = ASKED.map(knownFilter);

function places(pattern: RegExp): KnownTerm['places'] {
  return (text) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => [index, index + found.length] as const);
}

/** The term of a viewer in which nothing is looked for. */
export const NO_TERM: KnownTerm = { term: '', places: () => [] };

/** A term of letters that is typed, with options that are on already. */
export function typedTerm(term: string, options: SearchOptions = {}): KnownTerm {
  if (term === '') return { ...NO_TERM, options };
  const whole = options.wholeWord ? `(?<!\\w)${term}(?!\\w)` : term;
  return { term, options, places: places(new RegExp(whole, options.caseSensitive ? 'g' : 'gi')) };
}

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
