/** Searches in rising numbers; asked once per row, so without a function for each comparison. */

/** Place of the first that is at least one; the length when none is. */
export function firstAtLeast(sorted: Float64Array, value: number): number {
  return search(sorted, value, false);
}

/** Place of the first that is above one, which is how many are not; the length when none is. */
export function firstAbove(sorted: Float64Array, value: number): number {
  return search(sorted, value, true);
}

function search(sorted: Float64Array, value: number, isEqualBelow: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = sorted[middle] ?? 0;
    if (isEqualBelow ? one <= value : one < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
