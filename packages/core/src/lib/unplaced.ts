/**
 * The sequence number of a line that has the shape of an entry but is not in a stream yet. A small integer, so that engines keep
 * the field a small integer, and one that no stream reaches.
 */
export const UNPLACED = -(2 ** 30);
