import { type Bits, hasBit } from './bits.ts';
import { type Codes, type Coding, Column, missing } from './column.ts';
import type { IdLists } from './id-lists.ts';
import { type ColumnName, columnNames, type Segment } from './segment.ts';
import type { SparseTexts, Texts } from './texts.ts';

/** The kinds of arrays that a segment is made of, by the bytes and nature of an element. */
const arrayTypes = {
  u8: Uint8Array<ArrayBuffer>,
  u16: Uint16Array<ArrayBuffer>,
  u32: Uint32Array<ArrayBuffer>,
  f64: Float64Array<ArrayBuffer>,
  i32: Int32Array<ArrayBuffer>,
} as const;
type ArrayType = keyof typeof arrayTypes;
type PackedArray = InstanceType<(typeof arrayTypes)[ArrayType]>;

/** Where an array lies in the packed bytes: type and number of elements. Arrays follow one another, each from a multiple of 8. */
type ArrayNote = readonly [type: ArrayType, length: number];

/** As plain data: the values of a dictionary are an array of their own, and JSON has no infinity for what is missing. */
type CodingNote =
  | Extract<Coding, { kind: 'step' | 'plain' }>
  | { readonly kind: 'dictionary' }
  | { readonly kind: 'constant'; readonly value: number | null };

/** What says how to read a packed segment; plain data. */
export interface SegmentNote {
  readonly size: number;
  /** In the order of the columns. */
  readonly codings: readonly CodingNote[];
  readonly arrays: readonly ArrayNote[];
}

/**
 * A segment as arrays, in an order that {@link unpackSegment} knows, with the rows that are still true. The texts of the others are
 * zeros: what was deleted must not be read in a file.
 */
export function packSegment(
  segment: Segment,
  alive: Bits,
): { readonly note: SegmentNote; readonly arrays: PackedArray[] } {
  const arrays: PackedArray[] = [segment.ids, alive];
  const codings: CodingNote[] = [];
  for (const name of columnNames) {
    const { codes, coding } = segment.columns[name];
    arrays.push(codes);
    if (coding.kind === 'dictionary') arrays.push(coding.values);
    codings.push(noteOf(coding));
  }
  const { values, capitals, folded } = segment;
  const isDead = (row: number): boolean => !hasBit(alive, row);
  const isDeadAmong =
    (rows: Uint32Array) =>
    (at: number): boolean =>
      isDead(rows[at] ?? 0);
  const texts = [
    blank(values, isDead),
    blank(capitals.texts, isDeadAmong(capitals.rows)),
    blank(folded.texts, isDeadAmong(folded.rows)),
  ];
  for (const { bytes, offsets } of texts) {
    arrays.push(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), offsets);
  }
  arrays.push(capitals.rows, folded.rows);
  for (const { of, offsets, items, names } of [segment.terms, segment.streams]) {
    // None where each row has a set of its own.
    arrays.push(of ?? new Uint8Array(0), offsets, items, names);
  }
  return {
    note: { size: segment.size, codings, arrays: arrays.map((array) => [typeOf(array), array.length]) },
    arrays,
  };
}

/** Bytes that an array takes with what fills up to a multiple of 8. */
export function paddedLength(byteLength: number): number {
  return Math.ceil(byteLength / 8) * 8;
}

/** Reads a packed segment without copying. @throws RangeError when the bytes are too few. */
export function unpackSegment(
  note: SegmentNote,
  packed: { readonly buffer: ArrayBuffer; readonly offset: number },
): { readonly segment: Segment; readonly alive: Bits; readonly end: number } {
  const reader = new ArrayReader(note, packed);
  const ids = reader.take('u32');
  const alive = reader.take('i32');
  const columns: Partial<Record<ColumnName, Column>> = {};
  for (const [at, name] of columnNames.entries()) columns[name] = reader.takeColumn(note.codings[at]);
  const values = reader.takeTexts();
  const capitalTexts = reader.takeTexts();
  const foldedTexts = reader.takeTexts();
  const capitals: SparseTexts = { rows: reader.take('u32'), texts: capitalTexts };
  const folded: SparseTexts = { rows: reader.take('u32'), texts: foldedTexts };
  const terms = reader.takeLists();
  const streams = reader.takeLists();
  // Every name was filled above.
  const whole = columns as Segment['columns'];
  return {
    segment: { size: note.size, ids, columns: whole, values, capitals, folded, terms, streams },
    alive,
    end: reader.end,
  };
}

/** The same texts with zeros in the place of some; copied only where there are any. */
function blank(texts: Texts, isDropped: (index: number) => boolean): Texts {
  const { offsets } = texts;
  let bytes = texts.bytes;
  for (let index = 0; index + 1 < offsets.length; index += 1) {
    if (!isDropped(index)) continue;
    if (bytes === texts.bytes) bytes = Buffer.from(Uint8Array.from(texts.bytes).buffer);
    bytes.fill(0, offsets[index], offsets[index + 1]);
  }
  return { bytes, offsets };
}

function noteOf(coding: Coding): CodingNote {
  switch (coding.kind) {
    case 'dictionary':
      return { kind: coding.kind };
    case 'constant':
      return { kind: coding.kind, value: coding.value === missing ? null : coding.value };
    default:
      return coding;
  }
}

function typeOf(array: PackedArray): ArrayType {
  if (array instanceof Uint8Array) return 'u8';
  if (array instanceof Uint16Array) return 'u16';
  if (array instanceof Uint32Array) return 'u32';
  return array instanceof Float64Array ? 'f64' : 'i32';
}

/** Takes one array after the other. */
class ArrayReader {
  readonly #notes: readonly ArrayNote[];
  readonly #buffer: ArrayBuffer;
  #next = 0;
  end: number;

  constructor({ arrays }: SegmentNote, { buffer, offset }: { readonly buffer: ArrayBuffer; readonly offset: number }) {
    this.#notes = arrays;
    this.#buffer = buffer;
    this.end = offset;
  }

  take<Type extends ArrayType>(...types: readonly Type[]): InstanceType<(typeof arrayTypes)[Type]> {
    const [type, length] = this.#notes[this.#next] ?? ['u8', -1];
    this.#next += 1;
    const known = types.find((one) => one === type);
    if (known === undefined || length < 0) throw new RangeError('The arrays of a segment are not those expected.');
    const array = new arrayTypes[known](this.#buffer, this.end, length);
    this.end += paddedLength(array.byteLength);
    // Made by the constructor of that type.
    return array as InstanceType<(typeof arrayTypes)[Type]>;
  }

  takeColumn(coding: CodingNote | undefined): Column {
    if (coding === undefined) throw new RangeError('A column of a segment is missing.');
    const codes: Codes = this.take('u8', 'u16', 'u32', 'f64');
    switch (coding.kind) {
      case 'dictionary':
        return new Column(codes, { kind: coding.kind, values: this.take('f64') });
      case 'constant':
        return new Column(codes, { kind: coding.kind, value: coding.value ?? missing });
      default:
        return new Column(codes, coding);
    }
  }

  takeTexts(): Texts {
    const { buffer, byteOffset, byteLength } = this.take('u8');
    return { bytes: Buffer.from(buffer, byteOffset, byteLength), offsets: this.take('u32') };
  }

  takeLists(): IdLists {
    const of = this.take('u8', 'u16', 'u32');
    const offsets = this.take('u32');
    const items = this.take('u8', 'u16', 'u32');
    return { of: of.length === 0 ? undefined : of, offsets, items, names: this.take('u32') };
  }
}
