/** The numbers around the lines, held against what they are to be: every complaint in a sentence. */
import type { MadeLine } from './random-lines.js';
import { shownRows, type ShownRow } from './shown-rows.js';
import type { ViewerPage } from './viewer-page.js';
import { count, linesOf, number, type Wanted } from './wanted.js';

const isError = ({ line }: MadeLine): boolean => line.level === 'error' || line.level === 'fatal';

/** What is wrong with the numbers around the lines. */
export function wrongNumbers(page: ViewerPage, wanted: Wanted): readonly string[] {
  const shown = linesOf(shownRows(wanted).held);
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
  ];
}

/** How many lines are selected: of those that left the buffer, as many as are kept in sight. */
function selectedCounts(wanted: Wanted): readonly string[] {
  const kept = selectedIn(shownRows(wanted).gone, wanted).length;
  const held = selectedIn(shownRows(wanted).held, wanted).length;
  return Array.from({ length: kept + 1 }, (_, some) =>
    held + some === 0 ? 'No selected line is shown' : `${count(held + some, 'line')} selected`,
  );
}

const selectedIn = (rows: readonly ShownRow[], { selection }: Wanted): readonly MadeLine[] =>
  selection === undefined
    ? []
    : linesOf(rows.filter(({ seq }) => seq >= Math.min(...selection) && seq <= Math.max(...selection)));
