import { type Bits, countBits, countOnes } from './bits.ts';
import { type CodeRange, type Codes, type Column, missing } from './column.ts';
import type { MarkedStretch } from './hit-rows.ts';
import type { ScannedNumbers } from './number-scanner.ts';
import type { RowsToNarrow } from './tools.ts';

/** Both included. */
export type Bounds = readonly [min: number, max: number];

/** Keeps those rows of a set whose value lies between two bounds. */
export function narrowToRange(column: Column, bounds: Bounds, { rows, tools }: RowsToNarrow): void {
  const range = column.rangeOf(...bounds);
  if (range.low > range.high) rows.fill(0);
  else if (column.coding.kind !== 'constant') narrowToCodes(column.codes, range, { rows, tools });
}

/** Bytes that are scanned in the time in which one row is looked at alone. */
const bytesForRow = 12;

function narrowToCodes(codes: Codes, range: CodeRange, { rows, tools: { numbers } }: RowsToNarrow): void {
  if (numbers !== undefined && isScanned(codes) && countBits(rows) * bytesForRow > codes.byteLength) {
    if (range.low >= 2 ** (8 * codes.BYTES_PER_ELEMENT)) rows.fill(0);
    else numbers.scanRange(codes, range, (stretch) => keepMarked(rows, stretch));
    return;
  }
  for (let at = 0; at < rows.length; at += 1) {
    const word = rows[at] ?? 0;
    if (word !== 0) rows[at] = hitsInRange(codes, range, { start: at << 5, word });
  }
}

function isScanned(codes: Codes): codes is ScannedNumbers {
  return !(codes instanceof Float64Array);
}

/** Of one stretch of the rows. */
function keepMarked(rows: Bits, { marks, start, end }: MarkedStretch): void {
  const first = start >>> 5;
  const words = (end - start + 31) >>> 5;
  for (let word = 0; word < words; word += 1) rows[first + word] = (rows[first + word] ?? 0) & (marks[word] ?? 0);
}

/** How many rows of a set have a value between two bounds. */
export function countInRange(column: Column, bounds: Bounds, rows: Bits): number {
  const range = column.rangeOf(...bounds);
  if (range.low > range.high) return 0;
  const isConstant = column.coding.kind === 'constant';
  let count = 0;
  for (let at = 0; at < rows.length; at += 1) {
    const word = rows[at] ?? 0;
    if (word !== 0) count += countOnes(isConstant ? word : hitsInRange(column.codes, range, { start: at << 5, word }));
  }
  return count;
}

/** Keeps those rows of a set whose value in one column is above that in another, or equal where that counts too. */
export function narrowToLater([column, than]: readonly [Column, Column], orEqual: boolean, rows: Bits): void {
  for (let at = 0; at < rows.length; at += 1) {
    let hits = 0;
    for (let rest = rows[at] ?? 0; rest !== 0; rest &= rest - 1) {
      const bit = 31 - Math.clz32(rest & -rest);
      const [value, other] = [column.at((at << 5) + bit), than.at((at << 5) + bit)];
      if (other !== missing && (value > other || (orEqual && value === other))) hits |= 1 << bit;
    }
    rows[at] = hits;
  }
}

/** Some of 32 rows. */
interface Word {
  readonly start: number;
  readonly word: number;
}

function hitsInRange(codes: Codes, { low, high }: CodeRange, { start, word }: Word): number {
  let hits = 0;
  if (word === -1) {
    for (let bit = 0; bit < 32; bit += 1) {
      const code = codes[start + bit] ?? 0;
      if (code >= low && code <= high) hits |= 1 << bit;
    }
    return hits;
  }
  for (let rest = word; rest !== 0; rest &= rest - 1) {
    const bit = 31 - Math.clz32(rest & -rest);
    const code = codes[start + bit] ?? 0;
    if (code >= low && code <= high) hits |= 1 << bit;
  }
  return hits;
}

/** Keeps those rows of a set whose value is one of those looked for; a column of small integers. */
export function narrowToValues(column: Column, isWanted: (value: number) => boolean, to: RowsToNarrow): void {
  const marks = Uint8Array.from({ length: column.codeCount }, (_, code) => (isWanted(column.decode(code)) ? 1 : 0));
  const low = marks.indexOf(1);
  const high = marks.lastIndexOf(1);
  const hasGap = marks.subarray(low, high).includes(0);
  if (low < 0) to.rows.fill(0);
  else if (column.coding.kind === 'constant') return;
  else if (hasGap) narrowToMarks(column.codes, marks, to.rows);
  else narrowToCodes(column.codes, { low, high }, to);
}

/** Keeps those rows of a set whose code is marked. @param marks 1 for each code that is looked for. */
export function narrowToMarks(codes: Codes, marks: Uint8Array, rows: Bits): void {
  for (let at = 0; at < rows.length; at += 1) {
    const word = rows[at] ?? 0;
    if (word === 0) continue;
    const start = at << 5;
    let hits = 0;
    if (word === -1) {
      for (let bit = 0; bit < 32; bit += 1) hits |= (marks[codes[start + bit] ?? 0] ?? 0) << bit;
    } else {
      for (let rest = word; rest !== 0; rest &= rest - 1) {
        const bit = 31 - Math.clz32(rest & -rest);
        hits |= (marks[codes[start + bit] ?? 0] ?? 0) << bit;
      }
    }
    rows[at] = hits;
  }
}
