/** Filter, search and statistics, and the separators that show how many lines a filter hides, as a separate chunk. See `late-parts.ts`. */
export { createFilteredView, createSearch, createStats } from '@tailrace/core';
export { separate } from './model/separated-view.js';
