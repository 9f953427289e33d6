/** The rows that are drawn, held against what is to be seen: every complaint in a sentence. */
import { wrongDetails } from './seen-details.js';
import { colourBefore, colourOf, currentIn, placeOfMatch, wrongMessage } from './seen-message.js';
import { shownRows, type ShownRow } from './shown-rows.js';
import { timesOf } from './seen-time.js';
import type { ViewerPage } from './viewer-page.js';
import { count, type Wanted } from './wanted.js';

/** The line of the current match, and which of its matches it is. */
function currentMatch(
  page: ViewerPage,
  wanted: Wanted,
): { readonly seq: number; readonly at: number } | undefined {
  let left = Number(page.text('search-count').split('/')[0]) - 1;
  for (const item of left < 0 ? [] : shownRows(wanted).held) {
    if (item.kind !== 'line') continue;
    const { length } = wanted.term.places(item.made.shown);
    if (left < length) return { seq: item.seq, at: left };
    left -= length;
  }
  return undefined;
}

/** The lines that are open once somebody went to a match that lies under the first line of its message, beside those that were. */
export function openedByMatch(
  page: ViewerPage,
  wanted: Wanted,
  opened: ReadonlySet<number>,
): ReadonlySet<number> {
  const match = currentMatch(page, wanted);
  const item = wanted.held.find(({ seq }) => seq === match?.seq);
  if (!match || item?.kind !== 'line' || wanted.wrap) return opened;
  const { shown } = item.made;
  const [start = 0] = wanted.term.places(shown)[match.at] ?? [];
  return shown.slice(0, start).includes('\n') ? new Set([...opened, match.seq]) : opened;
}

/** Whether the current match can be seen, if there is one. */
export function isMatchInSight(page: ViewerPage, wanted: Wanted): boolean {
  const match = currentMatch(page, wanted);
  return match === undefined || page.inSight().includes(match.seq);
}

/** What is wrong where somebody went to a line: it is in sight, or the next one that is shown. */
export function wrongAim(page: ViewerPage, wanted: Wanted, seq: number): readonly string[] {
  const shown = shownRows(wanted).held;
  const there = shown.find((item) => item.seq >= seq) ?? shown.at(-1);
  const sight = page.inSight();
  // A gap is no line of which the page tells a number.
  return there?.kind !== 'line' || sight.includes(there.seq)
    ? []
    : [`${there.seq} is none of ${sight.join()}`];
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
  const { held: shown, gone } = shownRows(wanted);
  const known = new Map([...gone, ...shown].map((row) => [row.seq, row]));
  const current = currentMatch(page, wanted);
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
    ...wrongOrder(rows, gone, shown, wanted.held[0]?.seq ?? Infinity),
    ...rows.flatMap((row) => wrongRow(row, known.get(row.seq), wanted, current)),
  ];
}

/**
 * What is wrong with which of how many rows each in sight says to be. Rows that left the buffer and are kept count, too, so that all are
 * the same number of rows further on.
 */
export function wrongPositions(page: ViewerPage, wanted: Wanted): readonly string[] {
  const shown = shownRows(wanted).held;
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
function wrongOrder(
  rows: readonly Row[],
  gone: readonly ShownRow[],
  shown: readonly ShownRow[],
  oldest: number,
): readonly string[] {
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
    const said = before.element.textContent;
    const leftBefore = (seq: number): number => seq - Math.floor(earlier ?? 0) - 1;
    const words = (left: number): string => `${count(left, 'line')} left the buffer here`;
    // A filter may hide what is held before it. Of lines that went twice, it tells what had gone by the first time.
    const isRight =
      row.seq < oldest
        ? Number.parseInt(said.replaceAll(',', ''), 10) <= leftBefore(row.seq)
        : said === words(leftBefore(oldest));
    return earlier === undefined || isRight ? [] : [`"${said}" between ${earlier} and ${row.seq}`];
  });
}

function wrongRow(
  { kind, seq, element }: Row,
  item: ShownRow | undefined,
  wanted: Wanted,
  current: ReturnType<typeof currentMatch>,
): readonly string[] {
  if (kind === 'trimmed') return [];
  if (!item) return [];
  if (item.kind === 'hidden') {
    const words = `⋯ ${count(item.count, 'line')}`;
    return element.textContent === words ? [] : [`"${element.textContent}" where ${item.count} are hidden`];
  }
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
    ...wrong(
      'disclosure',
      element.querySelector('button[data-tailrace="disclosure"]') !== null,
      made.json.length > 0,
    ),
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
    ...wrongDetails(element, item, wanted, wrong),
  ];
}
