/** Chooses the column for a field: the smallest one that returns equal values. */
import { AroundColumn, splitAround } from './around-column.js';
import { packFew, PlainColumn, type Column } from './column.js';
import { packNumbers } from './number-column.js';
import { packObjects } from './object-column.js';
import { packStrings } from './string-column.js';

/** An existing column with its values: the server's object repeats most of a line. */
export interface KnownColumn {
  readonly values: readonly unknown[];
  readonly column: Column;
}

/**
 * Maximum nesting of objects that are split. Wire payloads nest a record in an envelope; anything deeper is kept as it is.
 */
const DEPTH = 3;

function isSame(values: readonly unknown[], others: readonly unknown[]): boolean {
  for (let at = 0; at < values.length; at++) if (!Object.is(values[at], others[at])) return false;
  return true;
}

/** A column of texts that contain a known one; undefined if there is none. */
function packAround(values: readonly unknown[], known: readonly KnownColumn[]): Column<string> | undefined {
  for (const other of known) {
    const around = splitAround(values, other.values);
    if (around === undefined) continue;
    const heads = packColumn(around.heads) as Column<string>;
    const tails = packColumn(around.tails) as Column<string>;
    return new AroundColumn(heads, other.column as Column<string>, tails);
  }
  return undefined;
}

/** See the file's head. `known`: columns of the same lines. */
export function packColumn(
  values: readonly unknown[],
  known: readonly KnownColumn[] = [],
  depth = DEPTH,
): Column {
  for (const other of known) if (isSame(values, other.values)) return other.column;
  return (
    packNumbers(values) ??
    packFew(values, packStrings) ??
    packAround(values, known) ??
    packStrings(values) ??
    (depth > 0
      ? packObjects(values, { column: (_key, parts) => packColumn(parts, known, depth - 1) })
      : undefined) ??
    new PlainColumn(values.slice())
  );
}
