import { type Bits, countOnes } from './bits.ts';
import { type CodeRange, type Codes, type Column, missing } from './column.ts';

/** Both included. */
export type Bounds = readonly [min: number, max: number];

/** Keeps those rows of a set whose value lies between two bounds. */
export function narrowToRange(column: Column, bounds: Bounds, rows: Bits): void {
  const range = column.rangeOf(...bounds);
  if (range.low > range.high) rows.fill(0);
  else if (column.coding.kind !== 'constant') {
    for (let at = 0; at < rows.length; at += 1) {
      const word = rows[at] ?? 0;
      if (word !== 0) rows[at] = hitsInRange(column.codes, range, { start: at << 5, word });
    }
  }
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
export function narrowToValues(column: Column, isWanted: (value: number) => boolean, rows: Bits): void {
  const marks = Uint8Array.from({ length: column.codeCount }, (_, code) => (isWanted(column.decode(code)) ? 1 : 0));
  if (column.coding.kind !== 'constant') narrowToMarks(column.codes, marks, rows);
  else if (marks[0] !== 1) rows.fill(0);
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
