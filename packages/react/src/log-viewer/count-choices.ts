import type { LogFilter } from '@tailrace/core';

/** The lists of a filter that look at labels. */
export const LIST_NAMES = ['streams', 'types', 'steps', 'sources'] as const;

/** One of {@link LIST_NAMES}. */
export type ListName = (typeof LIST_NAMES)[number];

/** How many conditions on labels a filter has. */
export function countChoices(filter: LogFilter): number {
  return Object.keys(filter.labels ?? {}).length + LIST_NAMES.filter((list) => filter[list]).length;
}
