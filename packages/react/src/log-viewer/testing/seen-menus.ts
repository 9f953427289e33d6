/** What the menus of the filter offer, held against the lines: how many there are of each, and what is chosen. */
import { LOG_LEVELS } from '@tailrace/core';
import type { ViewerPage } from './viewer-page.js';
import { linesOf, number, type Wanted } from './wanted.js';

/** The boxes of an open menu, as they stand there: name, count, and a star where one is chosen. */
const boxesIn = (box: ParentNode, name: (label: HTMLElement) => string): readonly string[] =>
  [...box.querySelectorAll<HTMLElement>('label')].map(
    (label) =>
      `${name(label)} ${label.querySelector('[data-tailrace="count"]')?.textContent}${label.querySelector('input')?.checked ? '*' : ''}`,
  );

const wrong = (what: string, is: readonly string[], not: readonly string[]): readonly string[] =>
  is.join() === not.join() ? [] : [`${what} are ${is.join()}, not ${not.join()}`];

/** What is wrong with the menu that is open. */
export function wrongMenus(page: ViewerPage, wanted: Wanted): readonly string[] {
  const viewer = page.part('viewer') as HTMLElement;
  const held = linesOf(wanted.held);
  const { levels, labels } = wanted.filter;
  const levelBoxes = boxesIn(viewer, (label) => label.dataset['level'] ?? '').filter(
    (box) => !box.startsWith(' '),
  );
  const wantedLevels = [...LOG_LEVELS].reverse().map((level) => {
    const count = held.filter(({ line }) => line.level === level).length;
    return `${level} ${number.format(count)}${(levels ?? LOG_LEVELS).includes(level) ? '*' : ''}`;
  });
  const facets = [...viewer.querySelectorAll<HTMLElement>('[data-tailrace="facet"]')].flatMap((facet) =>
    boxesIn(
      facet,
      (label) =>
        `${facet.dataset['label']} ${label.querySelector('[data-tailrace="facet-value"]')?.textContent}`,
    ),
  );
  const wantedFacets = ['stream', 'step_name'].flatMap((name) => {
    const chosen = labels[name] ?? [];
    const values = new Set([...held.flatMap(({ line }) => line.labels[name] ?? []), ...chosen]);
    return [...values].sort().map((value) => {
      const count = held.filter(({ line }) => line.labels[name] === value).length;
      return `${name} ${value} ${number.format(count)}${chosen.includes(value) ? '*' : ''}`;
    });
  });
  return [
    ...(levelBoxes.length === 0 ? [] : wrong('levels', levelBoxes, wantedLevels)),
    ...(page.part('facets') ? wrong('facets', facets, wantedFacets) : []),
  ];
}
