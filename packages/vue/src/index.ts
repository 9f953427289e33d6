/** The public names of `@tailrace/vue`: composables with the names of `@tailrace/react`'s hooks, returning refs. */
export { TAILRACE_SERVICE, useTailrace } from './service.js';
export { useLogStream, type UseLogStreamOptions, type UseLogStreamReturn } from './use-log-stream.js';
export { useStreamSnapshot } from './use-stream-snapshot.js';
export { useLogFilter, type UseLogFilterReturn } from './use-log-filter.js';
export { useLogSearch, type UseLogSearchReturn } from './use-log-search.js';
export { useLogStats } from './use-log-stats.js';
export { useLogHistory, type UseLogHistoryReturn } from './use-log-history.js';
export type { Fields } from './lib/fields.js';
