/** Chooses how a field is kept: whatever costs least and gives back an equal value. */
import { packFew, PlainColumn, type Column } from './column.js';
import { packNumbers } from './number-column.js';
import { packObjects } from './object-column.js';
import { packStrings } from './string-column.js';

/** A column that is there already, with the values it was made of: the server's object repeats most of a line. */
export interface KnownColumn {
  readonly values: readonly unknown[];
  readonly column: Column;
}

/**
 * Objects inside of objects that are taken apart. Wire payloads nest a record in an envelope; what lies deeper is kept as it is.
 */
const DEPTH = 3;

function isSame(values: readonly unknown[], others: readonly unknown[]): boolean {
  for (let at = 0; at < values.length; at++) if (!Object.is(values[at], others[at])) return false;
  return true;
}

/** See the file's head. */
export function packColumn(
  values: readonly unknown[],
  known: readonly KnownColumn[] = [],
  depth = DEPTH,
): Column {
  for (const other of known) if (isSame(values, other.values)) return other.column;
  return (
    packFew(values) ??
    packStrings(values) ??
    packNumbers(values) ??
    (depth > 0 ? packObjects(values, (_key, parts) => packColumn(parts, known, depth - 1)) : undefined) ??
    new PlainColumn(values.slice())
  );
}
