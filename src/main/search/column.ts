import { firstAbove, firstAtLeast } from './sorted.ts';

/** What {@link Column.at} gives where there is no value: it comes last in a falling order by itself. */
export const missing = Number.NEGATIVE_INFINITY;

export type Codes =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** How the numbers of a {@link Column} stand for values. */
export type Coding =
  /** `base + (code - 1) * unit`; 0 is missing. */
  | { readonly kind: 'step'; readonly base: number; readonly unit: number }
  /** Place in the sorted distinct values; place 0 is missing. */
  | { readonly kind: 'dictionary'; readonly values: Float64Array<ArrayBuffer> }
  /** The value itself, or `missing`. */
  | { readonly kind: 'plain' }
  /** The same for all rows, or missing for all of them; there are no codes. */
  | { readonly kind: 'constant'; readonly value: number };

/** Codes from `low` to `high`, both included; none when `low > high`. */
export interface CodeRange {
  readonly low: number;
  readonly high: number;
}

/** One number per row in as few bytes as its values allow; codes rise with the values, so ranges are ranges of codes. */
export class Column {
  readonly codes: Codes;
  readonly coding: Coding;

  constructor(codes: Codes, coding: Coding) {
    this.codes = codes;
    this.coding = coding;
  }

  at(row: number): number {
    return this.decode(this.codes[row] ?? 0);
  }

  decode(code: number): number {
    const { coding } = this;
    if (coding.kind === 'plain') return code;
    if (coding.kind === 'constant') return coding.value;
    if (code === 0) return missing;
    if (coding.kind === 'step') return coding.base + (code - 1) * coding.unit;
    return coding.values[code] ?? missing;
  }

  /** Codes of the values between two bounds, both included; never that of a missing value. */
  rangeOf(min: number, max: number): CodeRange {
    const { coding } = this;
    if (coding.kind === 'plain') return { low: Math.max(min, -Number.MAX_VALUE), high: max };
    if (coding.kind === 'constant') {
      const isInside = coding.value !== missing && coding.value >= min && coding.value <= max;
      return isInside ? { low: 0, high: 0 } : { low: 1, high: 0 };
    }
    if (coding.kind === 'step') {
      const { base, unit } = coding;
      return { low: Math.max(1, Math.ceil((min - base) / unit) + 1), high: Math.floor((max - base) / unit) + 1 };
    }
    return { low: Math.max(1, firstAtLeast(coding.values, min)), high: firstAbove(coding.values, max) - 1 };
  }

  /** How many codes there can be; only asked of columns of small numbers. */
  get codeCount(): number {
    const { codes, coding } = this;
    if (coding.kind === 'constant') return 1;
    if (coding.kind === 'dictionary') return coding.values.length;
    return 2 ** (8 * codes.BYTES_PER_ELEMENT);
  }

  get byteLength(): number {
    return this.codes.byteLength + (this.coding.kind === 'dictionary' ? this.coding.values.byteLength : 0);
  }
}
