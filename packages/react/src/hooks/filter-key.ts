import type { LogFilter } from '@tailrace/core';

/** A key that is the same for filters with the same content. */
export function filterKey(filter: LogFilter): string {
  return JSON.stringify(filter, (_name, value: unknown) => (value instanceof RegExp ? String(value) : value));
}
