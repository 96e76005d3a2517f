import { type Bits, makeBits } from './bits.ts';
import type { CodeRange, Codes } from './column.ts';

/** The rows of a set whose code lies in a range. */
export function scanRange(codes: Codes, { low, high }: CodeRange, within: Bits): Bits {
  const found = makeBits(codes.length);
  if (low > high) return found;
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
