/** What a row shows of its message, held against what is to be seen. */
import type { Item } from './driven-log.js';
import type { MadeLine } from './random-lines.js';
import type { Place } from './random-queries.js';
import { count, linesOf, type Wanted } from './wanted.js';

/** What is wrong with the words of a row, and the marks in them. */
export function wrongMessage(
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
      folded ? `+${count(feeds, 'line')}` : undefined,
    ),
    ...wrong('marks', JSON.stringify(marksOf(message)), JSON.stringify(joined(term.places(text)))),
  ];
}

/** Where the current match stands in a row; undefined: it is none of what the row shows. */
export function currentIn(element: HTMLElement): number | undefined {
  const message = element.querySelector('[data-tailrace="message"]') as HTMLElement;
  const mark = message.querySelector('mark[data-current]');
  if (mark === null) return undefined;
  const range = document.createRange();
  range.setStart(message, 0);
  range.setEndBefore(mark);
  return range.toString().length;
}

/** Where the current match is to stand in a row; undefined: it is none of what the row shows. */
export function placeOfMatch(
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
export function colourOf(element: HTMLElement): number | undefined {
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
export function colourBefore(
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
