import { capitalise } from './capitals.ts';
import type { Column } from './column.ts';
import { byteLengthOf, type IdLists } from './id-lists.ts';
import { findSparse, type Slice, type SparseTexts, sliceOf, type Texts } from './texts.ts';

/** The numbers that are held of every indicator. Words of closed sets are small integers, times epoch ms. */
export const columnNames = [
  'type',
  'severity',
  'score',
  'state',
  'verdict',
  'tlp',
  'flags',
  'observations',
  'first_seen',
  'last_seen',
  'fetched',
  'expires',
  'triaged',
  'expired_from',
] as const;
export type ColumnName = (typeof columnNames)[number];

/** Bits of the column `flags`. */
export const flagMasks = {
  gone: 1,
  conflicting: 2,
  listed: 4,
  /** Without a record, a decision or a case of its own. */
  derived: 8,
  related: 16,
  noted: 32,
  inCase: 64,
} as const;

/** One indicator as it goes into the engine; `missing` where there is no number. */
export interface EngineRow {
  readonly id: number;
  readonly value: string;
  readonly columns: Readonly<Record<ColumnName, number>>;
  /** Ids, rising. */
  readonly terms: readonly number[];
  readonly streams: readonly number[];
}

/**
 * Indicators in the default order (score and last seen falling, missing last; then value, then id). Never changes once made,
 * so that it can be written to a file and read back as it is.
 */
export interface Segment {
  readonly size: number;
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly columns: Readonly<Record<ColumnName, Column>>;
  /** Values with the letters of ASCII in lower case: what substrings are looked for in. */
  readonly values: Texts;
  /** Of values that have capital letters of ASCII: a bit for each byte that is one. */
  readonly capitals: SparseTexts;
  /** Values whose other letters have a lower case too, in lower case. */
  readonly folded: SparseTexts;
  readonly terms: IdLists;
  readonly streams: IdLists;
}

/** The value of a row as it is stored. */
export function originalOf(segment: Segment, row: number): Slice {
  const lower = sliceOf(segment.values, row);
  const capitals = segment.capitals.rows.length === 0 ? undefined : findSparse(segment.capitals, row);
  return capitals === undefined ? lower : capitalise(lower, capitals);
}

/** Bytes that a segment takes. */
export function sizeOf(segment: Segment): number {
  const texts = [segment.values, segment.capitals.texts, segment.folded.texts];
  const numbers = [segment.ids, segment.capitals.rows, segment.folded.rows];
  return [
    ...texts.map(({ bytes, offsets }) => bytes.byteLength + offsets.byteLength),
    ...numbers.map(({ byteLength }) => byteLength),
    ...columnNames.map((name) => segment.columns[name].byteLength),
    byteLengthOf(segment.terms),
    byteLengthOf(segment.streams),
  ].reduce((sum, bytes) => sum + bytes, 0);
}
