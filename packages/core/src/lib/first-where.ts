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

/** Index of the first number in `sorted` that is at least `value`; its length if there is none. */
export function firstAtOrAfter(sorted: readonly number[], value: number): number {
  return firstWhere(sorted.length, (index) => (sorted[index] as number) >= value);
}
