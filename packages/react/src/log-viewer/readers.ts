/** What reads every line for a filter or a term, in a chunk of its own. See `late-parts.ts`. */
export { createFilteredView, createSearch } from '@tailrace/core';
