import { assertNever } from '#shared/assert-never.ts';
import { type Bits, dropBits, hasBit, setBit } from './bits.ts';
import type { EngineCondition, TextCondition } from './condition.ts';
import { narrowToLater, narrowToRange, narrowToValues } from './narrow-columns.ts';
import { narrowToIds } from './narrow-lists.ts';
import { fits, narrowToTexts, patternOf } from './narrow-texts.ts';
import type { Segment } from './segment.ts';
import { sliceOf } from './texts.ts';
import type { Tools } from './tools.ts';

/** Where a condition is looked at. */
export interface Place {
  readonly segment: Segment;
  readonly tools: Tools;
  /** The row of an indicator in this segment; undefined when it is elsewhere or nowhere. */
  rowOf(id: number): number | undefined;
  /** Called before each step, of which none takes longer than a pass over a segment. */
  readonly checkLimits?: (() => void) | undefined;
}

/** Keeps those rows of a set that meet a condition. */
export function narrow(condition: EngineCondition, place: Place, rows: Bits): void {
  const { segment, tools } = place;
  const { pool } = tools;
  place.checkLimits?.();
  switch (condition.kind) {
    case 'all':
      for (const part of byCost(condition.of)) narrow(part, place, rows);
      return;
    case 'any':
      narrowToAny(condition.of, place, rows);
      return;
    case 'not': {
      const matching = pool.copy(rows);
      narrow(condition.of, place, matching);
      dropBits(rows, matching);
      pool.give(matching);
      return;
    }
    case 'range':
      narrowToRange(segment.columns[condition.column], [condition.min, condition.max], { rows, tools });
      return;
    case 'oneOf':
      narrowToValues(segment.columns[condition.column], (value) => condition.values.includes(value), { rows, tools });
      return;
    case 'later':
      narrowToLater([segment.columns[condition.column], segment.columns[condition.than]], condition.orEqual, rows);
      return;
    case 'flag':
      narrowToValues(segment.columns.flags, (value) => (value & condition.mask) !== 0, { rows, tools });
      return;
    case 'anyId':
      narrowToIds(segment[condition.list], condition.ids, { rows, tools });
      return;
    case 'indicators':
      narrowToIndicators(condition.ids, place, rows);
      return;
    case 'text':
      narrowToText(condition, place, rows);
      return;
    default:
      assertNever(condition);
  }
}

/** What leaves few rows for little work comes first. */
const costs: Readonly<Record<EngineCondition['kind'], number>> = {
  indicators: 0,
  oneOf: 1,
  flag: 1,
  range: 1,
  later: 2,
  anyId: 2,
  all: 3,
  any: 4,
  not: 4,
  text: 5,
};

function byCost(conditions: readonly EngineCondition[]): readonly EngineCondition[] {
  return conditions.toSorted((a, b) => costs[a.kind] - costs[b.kind]);
}

function narrowToAny(conditions: readonly EngineCondition[], place: Place, rows: Bits): void {
  const { pool } = place.tools;
  // Those that meet none so far.
  const rest = pool.copy(rows);
  // A text costs the same among all rows as among many; what is found by it need not be looked at for the rest.
  const texts = conditions.filter(({ kind }) => kind === 'text');
  const others = conditions.filter(({ kind }) => kind !== 'text');
  for (const condition of [...texts, ...byCost(others)]) {
    const matching = pool.copy(rest);
    narrow(condition, place, matching);
    dropBits(rest, matching);
    pool.give(matching);
  }
  dropBits(rows, rest);
  pool.give(rest);
}

function narrowToIndicators(ids: Iterable<number>, { segment, tools: { pool }, rowOf }: Place, rows: Bits): void {
  const found = pool.take(segment.size);
  for (const id of ids) {
    const row = rowOf(id);
    if (row !== undefined && hasBit(rows, row)) setBit(found, row);
  }
  rows.set(found);
  pool.give(found);
}

function narrowToText(condition: TextCondition, { segment, tools }: Place, rows: Bits): void {
  const pattern = patternOf(condition);
  const { rows: foldedRows, texts } = segment.folded;
  // Of values with other letters than those of ASCII the folded text counts: theirs is looked at apart.
  const apart: number[] = [];
  for (let index = 0; condition.folds && index < foldedRows.length; index += 1) {
    if (hasBit(rows, foldedRows[index] ?? 0)) apart.push(index);
  }
  narrowToTexts(segment.values, pattern, { rows, tools });
  for (const index of apart) {
    const row = foldedRows[index] ?? 0;
    const bit = 1 << (row & 31);
    const word = rows[row >>> 5] ?? 0;
    rows[row >>> 5] = fits(sliceOf(texts, index), pattern) ? word | bit : word & ~bit;
  }
}
