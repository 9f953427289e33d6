/** Find, in a chunk of its own. */
export { createSearch } from '@tailrace/core';
