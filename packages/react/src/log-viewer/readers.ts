/** What reads every line for a filter or a term, and shows what a filter leaves out, in a chunk of its own. See `late-parts.ts`. */
export { createFilteredView, createSearch } from '@tailrace/core';
export { separate } from './model/separated-view.js';
