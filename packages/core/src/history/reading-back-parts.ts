/** One chunk for gaps and older lines, because they share most of their code. */
export { createGapFiller } from './gap-filler.js';
export { readOlder } from './read-older.js';
