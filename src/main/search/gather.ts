import { encodeColumn } from './encode-column.ts';
import { type IdLists, IdListsBuilder, setCountOf } from './id-lists.ts';
import { type ColumnName, columnNames, type Segment } from './segment.ts';
import { takeAll } from './steps.ts';
import { findSparse, type SparseTexts, sliceOf, type Texts, TextsBuilder } from './texts.ts';

/** Rows of several segments in the order in which they go into a new one. */
export interface Selection {
  readonly segments: readonly Segment[];
  /** Index in `segments`, for each row of the new one. */
  readonly from: Uint8Array<ArrayBuffer>;
  /** Row in that segment. */
  readonly rows: Uint32Array<ArrayBuffer>;
}

/** Rows between two pauses. */
const pieceSize = 50_000;

/** Copies rows into a new segment, in steps of a few milliseconds each. */
export function* gather(selection: Selection): Generator<void, Segment> {
  const size = selection.rows.length;
  const ids = new Uint32Array(size);
  for (let to = 0; to < size; to += 1) ids[to] = sourceOf(selection, to).ids[selection.rows[to] ?? 0] ?? 0;
  yield;
  const columns: Partial<Record<ColumnName, Segment['columns'][ColumnName]>> = {};
  for (const name of columnNames) {
    columns[name] = encodeColumn(gatherValues(selection, name));
    yield;
  }
  const values = yield* gatherTexts(selection);
  const capitals = yield* gatherSparse(selection, 'capitals');
  const folded = yield* gatherSparse(selection, 'folded');
  const terms = yield* gatherLists(selection, 'terms');
  const streams = yield* gatherLists(selection, 'streams');
  // Every name was filled above.
  return { size, ids, columns: columns as Segment['columns'], values, capitals, folded, terms, streams };
}

/** The same without pauses. */
export function gatherAtOnce(selection: Selection): Segment {
  return takeAll(gather(selection));
}

function sourceOf({ segments, from }: Selection, to: number): Segment {
  const segment = segments[from[to] ?? 0];
  if (segment === undefined) throw new RangeError('A row of no segment.');
  return segment;
}

function gatherValues({ segments, from, rows }: Selection, name: ColumnName): Float64Array {
  const columns = segments.map((segment) => segment.columns[name]);
  const values = new Float64Array(rows.length);
  for (let to = 0; to < rows.length; to += 1) values[to] = columns[from[to] ?? 0]?.at(rows[to] ?? 0) ?? 0;
  return values;
}

function* gatherTexts(selection: Selection): Generator<void, Texts> {
  const { rows } = selection;
  let length = 0;
  for (let to = 0; to < rows.length; to += 1) {
    const { offsets } = sourceOf(selection, to).values;
    const row = rows[to] ?? 0;
    length += (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);
  }
  yield;
  const builder = new TextsBuilder(rows.length, length);
  for (let to = 0; to < rows.length; to += 1) {
    builder.addSlice(sliceOf(sourceOf(selection, to).values, rows[to] ?? 0));
    if (to % pieceSize === 0) yield;
  }
  return builder.finish();
}

function* gatherSparse(selection: Selection, name: 'capitals' | 'folded'): Generator<void, SparseTexts> {
  const { segments, rows } = selection;
  const total = segments.reduce((sum, segment) => sum + segment[name].rows.length, 0);
  const kept: number[] = [];
  const builder = new TextsBuilder(16, 1_024);
  for (let to = 0; total > 0 && to < rows.length; to += 1) {
    const slice = findSparse(sourceOf(selection, to)[name], rows[to] ?? 0);
    if (slice !== undefined) {
      kept.push(to);
      builder.addSlice(slice);
    }
    if (to % pieceSize === 0) yield;
  }
  return { rows: Uint32Array.from(kept), texts: builder.finish() };
}

function* gatherLists(selection: Selection, name: 'terms' | 'streams'): Generator<void, IdLists> {
  const { segments, from, rows } = selection;
  const sources = segments.map((segment) => segment[name]);
  // Each set of a source is looked up once.
  const numbers = sources.map((source) => new Int32Array(setCountOf(source)).fill(-1));
  const builder = new IdListsBuilder(rows.length);
  for (let to = 0; to < rows.length; to += 1) {
    const source = sources[from[to] ?? 0];
    const known = numbers[from[to] ?? 0];
    if (source === undefined || known === undefined) throw new RangeError('A row of no segment.');
    const row = rows[to] ?? 0;
    const list = source.of === undefined ? row : (source.of[row] ?? 0);
    let number = known[list] ?? -1;
    if (number < 0) {
      number = builder.intern(idsOf(source, list));
      known[list] = number;
    }
    builder.add(number);
    if (to % pieceSize === 0) yield;
  }
  return yield* builder.finish();
}

/** Ids of one set. */
export function idsOf({ offsets, items, names }: IdLists, list: number): number[] {
  const ids: number[] = [];
  const end = offsets[list + 1] ?? 0;
  for (let at = offsets[list] ?? 0; at < end; at += 1) ids.push(names[items[at] ?? 0] ?? 0);
  return ids;
}
