import { CopyCounts } from '../continuity/copy-counts.js';

/**
 * The rows at the places that are `isWanted`, without those among them that are held: lines arrive late, and in another order than the
 * server has them. Of equal lines, as many are held there as the other places do not have.
 */
export function withoutHeld<Row extends Held, Held>(
  rows: readonly Row[],
  isWanted: (at: number) => boolean | undefined,
  held: readonly Held[],
  key: (line: Held) => string,
): readonly Row[] {
  const copies = new CopyCounts();
  for (const line of held) copies.noteBefore(key(line));
  rows.forEach((row, at) => isWanted(at) || copies.isRepeated(key(row)));
  return rows.filter((row, at) => isWanted(at) && !copies.isRepeated(key(row)));
}
