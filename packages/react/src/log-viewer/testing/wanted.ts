/** What is to be seen of a viewer that is driven at random. */
import type { TimestampMode } from '../viewer-state.js';
import type { Item } from './driven-log.js';
import type { MadeLine } from './random-lines.js';
import type { COPIES } from './seen-copies.js';
import { NO_FILTER, NO_TERM, type KnownFilter, type KnownTerm } from './random-queries.js';

/** A character of a line. */
export interface Place {
  readonly seq: number;
  readonly offset: number;
}

/** What a viewer was asked for. */
export interface Asked {
  readonly filter: KnownFilter;
  /** The first line that was held when the viewer began to filter so. */
  readonly since: number;
  readonly term: KnownTerm;
  readonly wrap: boolean;
  readonly timestamps: TimestampMode;
  /** Of local times. undefined: the page's. */
  readonly timeZone: string | undefined;
  /** Behind the seconds of a time of day. undefined: those of its stamp. */
  readonly digits: number | undefined;
  /** What came since nobody follows. */
  readonly arrivals: readonly MadeLine[];
  /** Numbers of the line that was selected first, and of the one up to which it was selected. */
  readonly selection: readonly [number, number] | undefined;
  /** From which character of which line up to which of which other one the mouse marked, and in this order. */
  readonly marked: readonly [Place, Place] | undefined;
  /** What lines look like that are copied with a key. */
  readonly copies: (typeof COPIES)[number];
  /** Lines whose details are open. */
  readonly opened: ReadonlySet<number>;
  /** Branches of their trees that were pressed and are not as they were at first. */
  readonly pressed: ReadonlySet<string>;
  /** What comes is not shown: nor is it counted yet. */
  readonly paused: boolean;
}

/** What a viewer was asked to show, and of what. */
export interface Wanted extends Asked {
  readonly gone: readonly Item[];
  readonly held: readonly Item[];
}

/** What a viewer shows of which nothing was asked. */
export const NOTHING_ASKED: Asked = {
  filter: NO_FILTER,
  since: -Infinity,
  term: NO_TERM,
  wrap: false,
  timestamps: 'utc',
  timeZone: undefined,
  digits: undefined,
  arrivals: [],
  selection: undefined,
  marked: undefined,
  copies: 'text',
  opened: new Set(),
  pressed: new Set(),
  paused: false,
};

/** A number, and how many of what, as the viewer says it. */
export const number = new Intl.NumberFormat('en');
export const count = (of: number, word: string): string =>
  `${number.format(of)} ${word}${of === 1 ? '' : 's'}`;

/** The lines among items or rows. */
export const linesOf = (items: readonly (Item | { readonly kind: 'hidden' })[]): readonly MadeLine[] =>
  items.flatMap((item) => (item.kind === 'line' ? [item.made] : []));

/** A set with this in it, or without it where it was. */
export function toggled<Value>(set: ReadonlySet<Value>, value: Value): ReadonlySet<Value> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
