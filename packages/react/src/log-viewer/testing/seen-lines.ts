/** What is seen of a viewer, held against what is to be seen: every complaint in a sentence. */
import type { Item } from './driven-log.js';
import type { MadeLine } from './random-lines.js';
import type { KnownFilter, KnownTerm, Place } from './random-queries.js';
import type { ViewerPage } from './viewer-page.js';

/** What a viewer was asked to show. */
export interface Wanted {
  readonly gone: readonly Item[];
  readonly held: readonly Item[];
  readonly filter: KnownFilter;
  readonly term: KnownTerm;
  readonly wrap: boolean;
  readonly timestamps: 'off' | 'utc' | 'delta';
  /** What came since nobody follows. */
  readonly arrivals: readonly MadeLine[];
  /** Numbers of the line that was selected first, and of the one up to which it was selected. */
  readonly selection: readonly [number, number] | undefined;
  /** What comes is not shown: nor is it counted yet. */
  readonly paused: boolean;
}

const number = new Intl.NumberFormat('en');
const count = (of: number, word: string): string => `${number.format(of)} ${word}${of === 1 ? '' : 's'}`;
const isError = ({ line }: MadeLine): boolean => line.level === 'error' || line.level === 'fatal';

/** The items that pass a filter: gaps do. */
export const passing = (items: readonly Item[], { passes }: KnownFilter): readonly Item[] =>
  items.filter((item) => item.kind === 'gap' || passes(item.made));

const linesOf = (items: readonly Item[]): readonly MadeLine[] =>
  items.flatMap((item) => (item.kind === 'line' ? [item.made] : []));

/** What is wrong with the numbers around the lines. */
export function wrongNumbers(page: ViewerPage, wanted: Wanted): readonly string[] {
  const shown = linesOf(passing(wanted.held, wanted.filter));
  const held = linesOf(wanted.held).length;
  const all = count(held, 'line');
  const isFollowing = page.viewport.hasAttribute('data-following');
  const { arrivals } = wanted;
  const errors = arrivals.filter(isError).length;
  const matches = shown.reduce((sum, { shown: text }) => sum + wanted.term.places(text).length, 0);
  const expected: Readonly<Record<string, string | RegExp>> = {
    'line-count': shown.length === held ? all : `${number.format(shown.length)} of ${all}`,
    'new-lines': wanted.paused
      ? /^/
      : isFollowing || arrivals.length === 0
        ? ''
        : count(arrivals.length, 'new line') + (errors === 0 ? '' : `, ${count(errors, 'error')}`),
    selection: wanted.selection === undefined ? '' : new RegExp(`^${selectedCounts(wanted).join('|')}`),
    'search-count': wanted.term.term === '' ? '' : new RegExp(`^\\d+/${matches}$`),
  };
  const wrong = Object.entries(expected).flatMap(([part, words]) => {
    const text = page.text(part);
    return (typeof words === 'string' ? text === words : words.test(text))
      ? []
      : [`${part} says "${text}", not ${String(words)}`];
  });
  const [current = 0, total = 0] = page.text('search-count').split('/').map(Number);
  return [
    ...wrong,
    ...(current > total ? [`match ${current} of ${total}`] : []),
    ...(total > 0 && current === 0 ? [`no match of ${total} is the current one`] : []),
    ...wrongLevels(page, wanted),
  ];
}

/** How many lines are selected: of those that left the buffer, as many as are kept in sight. */
function selectedCounts(wanted: Wanted): readonly string[] {
  const kept = selectedIn(wanted.gone, wanted).length;
  const held = selectedIn(wanted.held, wanted).length;
  return Array.from({ length: kept + 1 }, (_, some) => `${count(held + some, 'line')} selected`);
}

const selectedIn = (items: readonly Item[], { filter, selection }: Wanted): readonly MadeLine[] =>
  selection === undefined
    ? []
    : linesOf(
        passing(items, filter).filter(
          ({ seq }) => seq >= Math.min(...selection) && seq <= Math.max(...selection),
        ),
      );

/** Whether this is what is copied: the selected lines, as they are shown; of those that left the buffer what was in sight. */
export function isSelectedText(text: string, wanted: Wanted): boolean {
  const held = selectedIn(wanted.held, wanted).map(({ shown }) => shown);
  let left = `${text}\n`;
  for (const { shown } of selectedIn(wanted.gone, wanted))
    if (left.startsWith(`${shown}\n`) && left !== `${held.join('\n')}\n`) left = left.slice(shown.length + 1);
  return left === `${held.join('\n')}\n` || (held.length === 0 && left === '');
}

function wrongLevels(page: ViewerPage, wanted: Wanted): readonly string[] {
  const labels = [...(page.part('viewer')?.querySelectorAll<HTMLElement>('label[data-level]') ?? [])];
  return labels.flatMap((label) => {
    const { level } = label.dataset;
    const text = label.querySelector('[data-tailrace="count"]')?.textContent ?? '';
    const held = linesOf(wanted.held).filter(({ line }) => line.level === level).length;
    return text === number.format(held) ? [] : [`${text} lines are ${level}, not ${held}`];
  });
}

/** The line of the current match, and which of its matches it is. */
function currentMatch(
  page: ViewerPage,
  wanted: Wanted,
): { readonly seq: number; readonly at: number } | undefined {
  let left = Number(page.text('search-count').split('/')[0]) - 1;
  for (const item of left < 0 ? [] : passing(wanted.held, wanted.filter)) {
    if (item.kind === 'gap') continue;
    const { length } = wanted.term.places(item.made.shown);
    if (left < length) return { seq: item.seq, at: left };
    left -= length;
  }
  return undefined;
}

/** Whether the current match can be seen, if there is one. */
export function isMatchInSight(page: ViewerPage, wanted: Wanted): boolean {
  const match = currentMatch(page, wanted);
  return match === undefined || page.inSight().includes(match.seq);
}

/** A row of the list, as it stands on the page. */
interface Row {
  readonly kind: string;
  readonly seq: number;
  readonly element: HTMLElement;
  readonly box: DOMRect;
}

function drawnRows(page: ViewerPage): readonly Row[] {
  return [...page.viewport.querySelectorAll<HTMLElement>('[data-tailrace="rows"] [role="listitem"]')].map(
    (element) => ({
      kind: element.dataset['tailrace'] ?? '',
      seq: Number(element.dataset['seq']),
      element,
      box: element.getBoundingClientRect(),
    }),
  );
}

/** What is wrong with the rows that are in sight. */
export function wrongRows(page: ViewerPage, wanted: Wanted): readonly string[] {
  const { viewport } = page;
  const sight = viewport.getBoundingClientRect();
  const [top, bottom] = [sight.top, sight.top + viewport.clientHeight];
  const drawn = drawnRows(page);
  const rows = drawn.filter(({ box }) => box.bottom > top + 1 && box.top < bottom - 1);
  const shown = passing(wanted.held, wanted.filter);
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return shown.length === 0 ? [] : ['nothing is in sight'];
  const wrong: string[] = [];
  if (first.box.top > top + 1 && first !== drawn[0]) wrong.push(`blank above ${first.seq}`);
  if (first.box.top > top + 1 && first.seq > (shown[0]?.seq ?? first.seq))
    wrong.push(`blank above ${first.seq}`);
  if (last.box.bottom < bottom - 1 && last.seq !== shown.at(-1)?.seq) wrong.push(`blank below ${last.seq}`);
  if (viewport.hasAttribute('data-following') && last.seq !== shown.at(-1)?.seq)
    wrong.push(`who follows sees ${last.seq} last, not ${shown.at(-1)?.seq}`);
  rows.forEach((row, index) => {
    const next = rows[index + 1];
    if (next && Math.abs(next.box.top - row.box.bottom) > 1.5)
      wrong.push(`${next.seq} does not stand under ${row.seq}: ${row.box.bottom}, ${next.box.top}`);
  });
  return [
    ...wrong,
    ...wrongOrder(rows, wanted, shown),
    ...rows.flatMap((row) => wrongRow(row, wanted, currentMatch(page, wanted))),
  ];
}

/**
 * What is wrong with which of how many rows each in sight says to be. Rows that left the buffer and are kept count, too, so that all are
 * the same number of rows further on.
 */
export function wrongPositions(page: ViewerPage, wanted: Wanted): readonly string[] {
  const shown = passing(wanted.held, wanted.filter);
  const sight = new Set(page.inSight());
  const rows = drawnRows(page).filter(({ seq }) => sight.has(seq));
  const further = rows.flatMap(({ seq, element }) => {
    const at = shown.findIndex((item) => item.seq === seq);
    return at < 0 ? [] : [Number(element.ariaPosInSet) - at - 1, Number(element.ariaSetSize) - shown.length];
  });
  const most = wanted.gone.length === 0 ? 0 : Infinity;
  return further.every((each) => each === further[0] && each >= 0 && each <= most)
    ? []
    : [`rows are ${further.join()} rows further on than they say`];
}

/** The rows are one stretch of what is shown; what left the buffer may stand before it, as long as it was in sight. */
function wrongOrder(rows: readonly Row[], wanted: Wanted, shown: readonly Item[]): readonly string[] {
  const gone = passing(wanted.gone, wanted.filter);
  const all = [...gone, ...shown];
  const places = new Map(all.map(({ seq }, at) => [seq, at]));
  return rows.flatMap((row, index) => {
    const before = rows[index - 1];
    if (row.kind === 'trimmed') return [];
    const at = places.get(row.seq);
    if (at === undefined) return [`${row.kind} ${row.seq} is none of the log`];
    if (!before) return [];
    if (before.kind !== 'trimmed')
      return places.get(before.seq) === at - 1 ? [] : [`${row.seq} stands after ${before.seq}`];
    // Lines went twice while somebody read: what was kept then stands between two of these.
    if (at > gone.length) return [`${row.seq} comes after what left the buffer`];
    const earlier = rows[index - 2]?.seq;
    const words = `${count(row.seq - Math.floor(earlier ?? 0) - 1, 'line')} left the buffer here`;
    return earlier === undefined || before.element.textContent === words
      ? []
      : [`"${before.element.textContent}" between ${earlier} and ${row.seq}`];
  });
}

function wrongRow(
  { kind, seq, element }: Row,
  wanted: Wanted,
  current: ReturnType<typeof currentMatch>,
): readonly string[] {
  if (kind === 'trimmed') return [];
  const item = [...wanted.held, ...wanted.gone].find((each) => each.seq === seq);
  if (!item) return [];
  const wrong = (what: string, is: unknown, not: unknown): readonly string[] =>
    Object.is(is, not) ? [] : [`${what} of ${seq} is ${JSON.stringify(is)}, not ${JSON.stringify(not)}`];
  const text = (part: string): string | undefined =>
    element.querySelector(`[data-tailrace="${part}"]`)?.textContent ?? undefined;
  if (item.kind === 'gap') {
    const words =
      item.missing === undefined ? 'Lines are missing here' : `${count(item.missing, 'line')} missing here`;
    return element.textContent?.includes(words) ? [] : [`gap ${seq} says "${element.textContent}"`];
  }
  const { made } = item;
  const { level, labels } = made.line;
  const range = wanted.selection ?? [Infinity];
  const isSelected = seq >= Math.min(...range) && seq <= Math.max(...range) && wanted.selection !== undefined;
  const time = element.querySelector('time')?.textContent ?? undefined;
  const times = timesOf(item, wanted);
  const [colour, wantedColour] = [colourOf(element), colourBefore(item, wanted)];
  return [
    ...wrong('number', text('line-number'), seq < 0 ? `−${-seq}` : String(seq + 1)),
    ...wrong('level', element.dataset['level'], level),
    ...wrong('level word', text('level'), level.toUpperCase()),
    ...wrong('origin', text('origin'), labels['step_name']),
    ...(times.includes(time) ? [] : wrong('time', time, times[0])),
    ...wrong('selection', element.dataset['selected'], isSelected ? '' : undefined),
    ...wrong('disclosure', element.querySelector('button[data-tailrace="disclosure"]') !== null, made.opens),
    ...wrong('being current', element.dataset['current'], current?.seq === seq ? '' : undefined),
    ...wrong(
      'current match',
      currentIn(element),
      placeOfMatch(element, made, wanted, seq === current?.seq ? current.at : undefined),
    ),
    ...(made.shown === '' || wanted.gone.includes(item) || wantedColour === 'unknown'
      ? []
      : wrong('colour', colour, wantedColour)),
    ...wrongMessage(element, made, wanted, wrong),
  ];
}

/** What may stand for the time: after lines that left the buffer, what passed since one of them that is kept in sight, or nothing. */
function timesOf(item: Item & { readonly kind: 'line' }, wanted: Wanted): readonly (string | undefined)[] {
  const { timestamp } = item.made.line;
  if (wanted.timestamps === 'off') return [undefined];
  if (wanted.timestamps === 'utc') return [timestamp?.slice(11, 23) ?? ''];
  if (timestamp === undefined) return [''];
  const all = passing([...wanted.gone, ...wanted.held], wanted.filter);
  const before = all
    .slice(0, all.indexOf(item))
    .filter((each) => each.kind === 'line' && each.made.line.timestamp !== undefined)
    .at(-1);
  if (before?.kind !== 'line' || before.made.line.timestamp === undefined) return [''];
  const since = (stamp: string): string => sincePassed(Date.parse(timestamp) - Date.parse(stamp));
  if (!wanted.gone.includes(before)) return [since(before.made.line.timestamp)];
  const stamps = linesOf(wanted.gone).flatMap(({ line }) => line.timestamp ?? []);
  return [since(before.made.line.timestamp), '', ...stamps.map(since)];
}

function sincePassed(passed: number): string {
  const size = Math.abs(passed);
  const sign = passed < 0 ? '−' : '+';
  if (size < 1_000) return `${sign}${size} ms`;
  if (size < 60_000) return `${sign}${(size / 1_000).toFixed(3)} s`;
  return `${sign}${Math.floor(size / 60_000)}:${((size % 60_000) / 1_000).toFixed(1).padStart(4, '0')}`;
}

function wrongMessage(
  element: HTMLElement,
  made: MadeLine,
  { wrap, term }: Wanted,
  wrong: (what: string, is: unknown, not: unknown) => readonly string[],
): readonly string[] {
  const message = element.querySelector<HTMLElement>('[data-tailrace="message"]') as HTMLElement;
  const buttons = [
    ...element.querySelectorAll('[data-tailrace="row-line"] [data-tailrace="inline-button"]'),
  ].map((button) => button.textContent ?? '');
  const text = message.textContent ?? '';
  const [line = ''] = made.shown.split('\n');
  const feeds = made.shown.split('\n').length - 1;
  const folded = feeds > 0 && !wrap && element.dataset['expanded'] === undefined;
  const all = folded ? line : made.shown;
  const more = buttons.find((words) => words.startsWith('Show more'));
  const left = more === undefined ? 0 : Number(/\((.*) character/.exec(more)?.[1]?.replaceAll(',', ''));
  const glyphs = [...message.querySelectorAll<HTMLElement>('[data-glyph]')].map(
    (each) => each.dataset['glyph'],
  );
  return [
    ...wrong('text', text, all.slice(0, all.length - left)),
    ...(left > 0 && text.length < 9_999 ? [`only ${text.length} of ${all.length} characters are shown`] : []),
    ...wrong('names of the unseen', glyphs.join(), made.glyphs.join()),
    ...wrong(
      'unfold',
      buttons.find((words) => words.startsWith('+')),
      feeds > 0 && !wrap ? `+${count(feeds, 'line')}` : undefined,
    ),
    ...wrong('marks', JSON.stringify(marksOf(message)), JSON.stringify(joined(term.places(text)))),
  ];
}

/** Where the current match stands in a row; undefined: it is none of what the row shows. */
function currentIn(element: HTMLElement): number | undefined {
  const message = element.querySelector('[data-tailrace="message"]') as HTMLElement;
  const mark = message.querySelector('mark[data-current]');
  if (mark === null) return undefined;
  const range = document.createRange();
  range.setStart(message, 0);
  range.setEndBefore(mark);
  return range.toString().length;
}

function placeOfMatch(
  element: HTMLElement,
  made: MadeLine,
  { term }: Wanted,
  at: number | undefined,
): number | undefined {
  const text = element.querySelector('[data-tailrace="message"]')?.textContent ?? '';
  const [start, end] = (at === undefined ? undefined : term.places(made.shown)[at]) ?? [0, Infinity];
  return end <= text.length ? start : undefined;
}

/** The colour of the first character: one of the sixteen, or none. */
function colourOf(element: HTMLElement): number | undefined {
  const message = element.querySelector('[data-tailrace="message"]') as HTMLElement;
  const text = document.createTreeWalker(message, NodeFilter.SHOW_TEXT).nextNode();
  const styled = text?.parentElement?.closest<HTMLElement>('[data-ansi~="fg"]');
  return styled ? Number(/\d+/.exec(styled.style.getPropertyValue('--tailrace-fg'))?.[0]) : undefined;
}

const sourceOf = ({ line: { labels } }: MadeLine): string => `${labels['step_name']} ${labels['stream']}`;

/**
 * The colour in which a line begins, or none: its own, or the one that its source goes on with. `unknown` where that was decided by a line
 * that is not held: of those that came and went between two drawings a viewer knows nothing.
 */
function colourBefore(
  { seq, made }: Item & { readonly kind: 'line' },
  { gone, held }: Wanted,
): number | undefined | 'unknown' {
  if (made.begins !== undefined) return made.begins;
  const before = linesOf(held.filter((each) => each.seq < seq));
  const leaves = before.filter((each) => sourceOf(each) === sourceOf(made)).map((each) => each.leaves);
  const last = leaves.filter((each) => each !== 'as before').at(-1);
  if (last === undefined) return gone.length > 0 ? 'unknown' : undefined;
  return last === 'none' ? undefined : last;
}

/** Places that touch, as one: a change of colour cuts a mark. */
function joined(places: readonly Place[]): readonly Place[] {
  const all: Place[] = [];
  for (const [start, end] of places) {
    const last = all.at(-1);
    if (last?.[1] === start) all[all.length - 1] = [last[0], end];
    else all.push([start, end]);
  }
  return all;
}

/** Where the marks stand in the text. */
function marksOf(message: HTMLElement): readonly Place[] {
  const places: Place[] = [];
  const walker = document.createTreeWalker(message, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const end = at + (node.nodeValue?.length ?? 0);
    if (node.parentElement?.closest('mark')) places.push([at, end]);
    at = end;
  }
  return joined(places);
}
