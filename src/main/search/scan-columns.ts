import { type Bits, makeBits } from './bits.ts';
import type { CodeRange, Codes, Column } from './column.ts';

/** The rows of a set whose value lies between two bounds, both included. May return the set itself. */
export function scanColumn(column: Column, [min, max]: readonly [number, number], within: Bits): Bits {
  const { low, high } = column.rangeOf(min, max);
  if (low > high) return new Int32Array(within.length);
  return column.coding.kind === 'constant' ? within : scanRange(column.codes, { low, high }, within);
}

function scanRange(codes: Codes, { low, high }: CodeRange, within: Bits): Bits {
  const found = makeBits(codes.length);
  for (let at = 0; at < within.length; at += 1) {
    const word = within[at] ?? 0;
    if (word === 0) continue;
    const start = at << 5;
    let hits = 0;
    if (word === -1) {
      for (let bit = 0; bit < 32; bit += 1) {
        const code = codes[start + bit] ?? 0;
        if (code >= low && code <= high) hits |= 1 << bit;
      }
    } else {
      for (let rest = word; rest !== 0; rest &= rest - 1) {
        const bit = 31 - Math.clz32(rest & -rest);
        const code = codes[start + bit] ?? 0;
        if (code >= low && code <= high) hits |= 1 << bit;
      }
    }
    found[at] = hits;
  }
  return found;
}

/** The rows of a set whose value is one of those looked for; a column of small integers. May return the set itself. */
export function scanValues(column: Column, isWanted: (value: number) => boolean, within: Bits): Bits {
  const marks = Uint8Array.from({ length: column.codeCount }, (_, code) => (isWanted(column.decode(code)) ? 1 : 0));
  if (column.coding.kind !== 'constant') return scanMarks(column.codes, marks, within);
  return marks[0] === 1 ? within : new Int32Array(within.length);
}

/** The rows of a set whose code is marked. @param marks 1 for each code that is looked for. */
export function scanMarks(codes: Codes, marks: Uint8Array, within: Bits): Bits {
  const found = makeBits(codes.length);
  for (let at = 0; at < within.length; at += 1) {
    const word = within[at] ?? 0;
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
    found[at] = hits;
  }
  return found;
}
