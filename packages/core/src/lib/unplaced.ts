/**
 * The sequence number of a line that has the shape of an entry and no place yet. A small integer, so that the field stays one
 * where the engine is concerned; no stream ever counts as far.
 */
export const UNPLACED = -(2 ** 30);
