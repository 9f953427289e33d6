/** Binary search: the first index below `length` for which `reached` is true, as it must be for all after it; `length` if there is none. */
export function firstWhere(length: number, reached: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the first of the sorted numbers that is at least `least`. */
export function firstAtOrAfter(sorted: readonly number[], least: number): number {
  return firstWhere(sorted.length, (index) => (sorted[index] as number) >= least);
}
