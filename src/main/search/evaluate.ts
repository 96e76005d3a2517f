import { assertNever } from '#shared/assert-never.ts';
import { addBits, type Bits, differenceOf, hasBit, makeBits, setBit } from './bits.ts';
import type { EngineCondition, TextCondition } from './condition.ts';
import { scanLists } from './id-lists.ts';
import { scanColumn, scanValues } from './scan-columns.ts';
import { fits, patternOf, scanTexts } from './scan-texts.ts';
import type { Segment } from './segment.ts';
import { sliceOf } from './texts.ts';

/** Where a condition is evaluated. */
export interface Place {
  readonly segment: Segment;
  /** The row of an indicator in this segment; undefined when it is elsewhere or nowhere. */
  rowOf(id: number): number | undefined;
  /** Called before each step, of which none takes longer than a pass over a segment. */
  readonly checkLimits?: (() => void) | undefined;
}

/** The rows of a set that meet a condition. Never changes the set; may return it. */
export function evaluate(condition: EngineCondition, place: Place, within: Bits): Bits {
  const { segment } = place;
  place.checkLimits?.();
  switch (condition.kind) {
    case 'all':
      return byCost(condition.of).reduce((rest, part) => evaluate(part, place, rest), within);
    case 'any':
      return evaluateAny(condition.of, place, within);
    case 'not':
      return differenceOf(within, evaluate(condition.of, place, within));
    case 'range':
      return scanColumn(segment.columns[condition.column], [condition.min, condition.max], within);
    case 'oneOf':
      return scanValues(segment.columns[condition.column], (value) => condition.values.includes(value), within);
    case 'flag':
      return scanValues(segment.columns.flags, (value) => (value & condition.mask) !== 0, within);
    case 'anyId':
      return scanLists(segment[condition.list], condition.ids, within);
    case 'indicators':
      return pick(condition.ids, place, within);
    case 'text':
      return evaluateText(condition, segment, within);
    default:
      return assertNever(condition);
  }
}

/** What leaves few rows for little work comes first. */
const costs: Readonly<Record<EngineCondition['kind'], number>> = {
  indicators: 0,
  oneOf: 1,
  flag: 1,
  range: 1,
  anyId: 2,
  all: 3,
  any: 4,
  not: 4,
  text: 5,
};

function byCost(conditions: readonly EngineCondition[]): readonly EngineCondition[] {
  return conditions.toSorted((a, b) => costs[a.kind] - costs[b.kind]);
}

function evaluateAny(conditions: readonly EngineCondition[], place: Place, within: Bits): Bits {
  const found = makeBits(place.segment.size);
  let rest = within;
  for (const condition of conditions) {
    addBits(found, evaluate(condition, place, rest));
    rest = differenceOf(within, found);
  }
  return found;
}

function pick(ids: Iterable<number>, place: Place, within: Bits): Bits {
  const found = makeBits(place.segment.size);
  for (const id of ids) {
    const row = place.rowOf(id);
    if (row !== undefined && hasBit(within, row)) setBit(found, row);
  }
  return found;
}

function evaluateText(condition: TextCondition, segment: Segment, within: Bits): Bits {
  const pattern = patternOf(condition);
  const found = scanTexts(segment.values, pattern, within);
  if (!condition.folds) return found;
  const { rows, texts } = segment.folded;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] ?? 0;
    if (!hasBit(within, row)) continue;
    const bit = 1 << (row & 31);
    const word = found[row >>> 5] ?? 0;
    found[row >>> 5] = fits(sliceOf(texts, index), pattern) ? word | bit : word & ~bit;
  }
  return found;
}
