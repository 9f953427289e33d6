import type { LogFilter } from '@tailrace/core';

/** Equal for filters that let the same lines through by their content. */
export function filterKey(filter: LogFilter): string {
  return JSON.stringify(filter, (_name, value: unknown) => (value instanceof RegExp ? String(value) : value));
}
