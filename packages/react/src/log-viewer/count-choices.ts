import type { LogFilter } from '@tailrace/core';

/** The list conditions of a filter that test labels. */
export const LIST_NAMES = ['streams', 'types', 'steps', 'sources'] as const;

/** One of {@link LIST_NAMES}. */
export type ListName = (typeof LIST_NAMES)[number];

/** The number of a filter's conditions on labels. */
export function countChoices(filter: LogFilter): number {
  return Object.keys(filter.labels ?? {}).length + LIST_NAMES.filter((list) => filter[list]).length;
}
