import { type Codes, Column, missing } from './column.ts';

/** What decides how values are written. */
interface Survey {
  readonly min: number;
  readonly max: number;
  /** 1000 where every value is a whole second after the smallest, else 1; 0 where steps of 1 do not reach every value. */
  readonly unit: number;
  /** No row is without a value. */
  readonly isFull: boolean;
}

/** Packs values into the smallest coding that holds them all. @param values `missing` where there is none. */
export function encodeColumn(values: Float64Array): Column {
  const survey = surveyOf(values);
  if (survey === undefined) return new Column(new Uint8Array(0), { kind: 'constant', value: missing });
  const { min, max, unit } = survey;
  if (min === max && survey.isFull) return new Column(new Uint8Array(0), { kind: 'constant', value: min });
  const steps = unit === 0 ? Number.POSITIVE_INFINITY : (max - min) / unit + 1;
  if (steps > 0xffff && values.length >= sampleSize) {
    const packed = encodeDistinct(values);
    if (packed !== undefined) return packed;
  }
  if (steps > 0xffffffff) return new Column(Float64Array.from(values), { kind: 'plain' });
  const codes = makeCodes(values.length, steps);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? missing;
    codes[row] = value === missing ? 0 : (value - min) / unit + 1;
  }
  return new Column(codes, { kind: 'step', base: min, unit });
}

function surveyOf(values: Float64Array): Survey | undefined {
  let min = Number.POSITIVE_INFINITY;
  let max = missing;
  let isFull = true;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? missing;
    if (value === missing) {
      isFull = false;
      continue;
    }
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (max === missing) return undefined;
  let unit = 1_000;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? missing;
    if (value === missing || (value - min) % unit === 0) continue;
    unit = 1;
    if (!Number.isInteger(value - min)) return { min, max, unit: 0, isFull };
  }
  return { min, max, unit, isFull };
}

function makeCodes(size: number, highest: number): Codes {
  if (highest <= 0xff) return new Uint8Array(size);
  return highest <= 0xffff ? new Uint16Array(size) : new Uint32Array(size);
}

const distinctLimit = 0xffff;

/** Two bytes a row where there are few distinct values, however far apart: times of pages, days of expiry. */
function encodeDistinct(values: Float64Array): Column | undefined {
  const distinct = new Set<number>();
  for (let row = 0; row < values.length; row += 1) {
    distinct.add(values[row] ?? missing);
    if (distinct.size > distinctLimit || (row === sampleSize && distinct.size > sampleSize / 2)) return undefined;
  }
  distinct.add(missing);
  const sorted = Float64Array.from(distinct).sort();
  const places = new Map<number, number>();
  for (const [place, value] of sorted.entries()) places.set(value, place);
  const codes = makeCodes(values.length, sorted.length - 1);
  for (let row = 0; row < values.length; row += 1) codes[row] = places.get(values[row] ?? missing) ?? 0;
  return new Column(codes, { kind: 'dictionary', values: sorted });
}

/**
 * After so many rows, mostly different ones tell that the rest will be so too. Fewer rows are soon merged into more: looking for
 * distinct ones took a third of the time in which they are put.
 */
const sampleSize = 20_000;
