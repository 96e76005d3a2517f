import { capitalsOf } from './capitals.ts';
import { Column } from './column.ts';
import { gatherAtOnce } from './gather.ts';
import { IdListsBuilder } from './id-lists.ts';
import { compareRows, defaultOrder } from './order.ts';
import { type ColumnName, columnNames, type EngineRow, type Segment } from './segment.ts';
import { takeAll } from './steps.ts';
import { type Slice, type SparseTexts, TextsBuilder } from './texts.ts';

/** Makes a segment of rows that come in any order. */
export function buildSegment(rows: readonly EngineRow[]): Segment {
  const staged = stage(rows);
  const order = Uint32Array.from(rows.keys()).sort(compareRows(staged, staged, defaultOrder));
  return gatherAtOnce({ segments: [staged], from: new Uint8Array(order.length), rows: order });
}

/** The rows as a segment that is not in order yet. */
function stage(rows: readonly EngineRow[]): Segment {
  const size = rows.length;
  const values = new TextsBuilder(size, size * 40);
  const capitals = new SparseBuilder();
  const folded = new SparseBuilder();
  const terms = new IdListsBuilder(size);
  const streams = new IdListsBuilder(size);
  for (const [row, { value, terms: termIds, streams: streamIds }] of rows.entries()) {
    const lower = lowerAscii(value);
    values.addText(lower);
    if (lower !== value) capitals.add(row, capitalsOf(value));
    const whole = value.toLowerCase();
    if (whole !== lower) folded.add(row, toSlice(whole));
    terms.add(terms.intern(termIds));
    streams.add(streams.intern(streamIds));
  }
  return {
    size,
    ids: Uint32Array.from(rows, ({ id }) => id),
    columns: stageColumns(rows),
    values: values.finish(),
    capitals: capitals.finish(),
    folded: folded.finish(),
    terms: takeAll(terms.finish()),
    streams: takeAll(streams.finish()),
  };
}

function stageColumns(rows: readonly EngineRow[]): Segment['columns'] {
  const entries = columnNames.map((name) => [
    name,
    // Only until they are in order: packing them can wait.
    new Column(
      Float64Array.from(rows, ({ columns }) => columns[name]),
      { kind: 'plain' },
    ),
  ]);
  // One entry for each name.
  return Object.fromEntries(entries) as Record<ColumnName, Segment['columns'][ColumnName]>;
}

/** As SQLite's `lower`: letters of ASCII only. */
export function lowerAscii(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

function toSlice(text: string): Slice {
  const bytes = Buffer.from(text);
  return { bytes, start: 0, end: bytes.length };
}

class SparseBuilder {
  readonly #rows: number[] = [];
  readonly #texts = new TextsBuilder(16, 0);

  add(row: number, slice: Slice): void {
    this.#rows.push(row);
    this.#texts.addSlice(slice);
  }

  finish(): SparseTexts {
    return { rows: Uint32Array.from(this.#rows), texts: this.#texts.finish() };
  }
}
