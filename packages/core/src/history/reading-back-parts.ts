/** One chunk for all of it: the two share most of their code. */
export { GapFiller } from './gap-filler.js';
export { readOlder } from './read-older.js';
