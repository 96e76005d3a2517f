import { i32, i64, long, op, signed, unsigned, type WasmFunction } from './wasm-module.ts';

/** Where things lie in the memory of a program; the marks begin it, a bit for each place. */
export interface RowPlaces {
  /** Bits of the rows found, as many as {@link mostRows} and a word more. */
  readonly rowsAt: number;
  /** Where each row begins and the last one ends. */
  readonly offsetsAt: number;
}

/** Rows that are looked at in one go. */
export const mostRows = 16_384;
/** Bytes of the bits, and of the offsets. */
export const rowBytes = mostRows / 8 + 4;
export const offsetBytes = (mostRows + 1) * 4;

const local = {
  ...{ end: 0, shift: 1, start: 2, length: 3 },
  ...{ at: 4, row: 5, rowEnd: 6, base: 7, hit: 8, ahead: 9, rest: 10 },
} as const;
type Name = keyof typeof local;

/**
 * The function `rows` of a program: the rows that have a mark with room for the whole needle behind it. In the text form of WebAssembly:
 *
 * ```wat
 * (func (export "rows") (param $end i32) (param $shift i32) (param $start i32) (param $length i32)
 *   (local $at i32) (local $row i32) (local $rowEnd i32) (local $base i32) (local $hit i32) (local $ahead i32) (local $rest i64)
 *   (local.set $rowEnd (i32.sub (i32.load offset=offsetsAt+4 (i32.const 0)) (local.get $start)))
 *   (loop
 *     (local.set $rest (i64.load (local.get $at)))
 *     (local.set $base (i32.shl (local.get $at) (i32.const 3)))
 *     (block (loop
 *       (br_if 1 (i64.eqz (local.get $rest)))
 *       (local.set $hit (i32.add (local.get $base) (i32.wrap_i64 (i64.ctz (local.get $rest)))))
 *       (block (loop
 *         (br_if 1 (i32.lt_s (local.get $hit) (local.get $rowEnd)))
 *         (local.set $row (i32.add (local.get $row) (i32.const 1)))
 *         (local.set $rowEnd (i32.sub (i32.load offset=offsetsAt+4 (i32.shl (local.get $row) (i32.const 2))) (local.get $start)))
 *         (br 0)))
 *       ;; bit row + shift of the rows |= hit + length <= rowEnd
 *       ;; ahead = rowEnd - base; rest = ahead < 64 ? rest & -1 << ahead : 0
 *       (br 0)))
 *     (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end)))))
 * ```
 */
export function makeRows({ rowsAt, offsetsAt }: RowPlaces): WasmFunction {
  const get = (name: Name): readonly number[] => [op.get, local[name]];
  const set = (name: Name): readonly number[] => [op.set, local[name]];
  const constant = (value: number): readonly number[] => [op.constant, ...signed(value)];
  const setRowEnd = (address: readonly number[]): readonly number[] => [
    ...[...address, ...op.load, ...unsigned(offsetsAt + 4), ...get('start'), op.subtract, ...set('rowEnd')],
  ];
  const bit = [...get('row'), ...get('shift'), op.add];
  const wordAddress = [...bit, ...constant(5), op.shiftRight, ...constant(2), op.shiftLeft];
  const advance = [
    ...[...op.block, ...op.loop],
    ...[...get('hit'), ...get('rowEnd'), op.lower, ...op.leaveIf],
    ...[...get('row'), ...constant(1), op.add, ...set('row')],
    ...setRowEnd([...get('row'), ...constant(2), op.shiftLeft]),
    ...[...op.branch, op.end, op.end],
  ];
  const keep = [
    ...[...wordAddress, ...wordAddress, ...op.load, ...unsigned(rowsAt)],
    ...[...get('hit'), ...get('length'), op.add, ...get('rowEnd'), op.lowerOrEqual],
    ...[...bit, ...constant(31), op.and, op.shiftLeft, op.or, ...op.store, ...unsigned(rowsAt)],
  ];
  const skipRow = [
    ...[...get('rowEnd'), ...get('base'), op.subtract, ...set('ahead')],
    ...[...get('rest'), long.constant, 0x7f, ...get('ahead'), long.fromShort, long.shiftLeft, long.and],
    ...[long.constant, 0, ...get('ahead'), ...constant(64), op.lower, op.select, ...set('rest')],
  ];
  const body = [
    ...setRowEnd(constant(0)),
    ...op.loop,
    ...[...get('at'), ...long.load, 0, ...set('rest')],
    ...[...get('at'), ...constant(3), op.shiftLeft, ...set('base')],
    ...[...op.block, ...op.loop],
    ...[...get('rest'), long.isZero, ...op.leaveIf],
    ...[...get('base'), ...get('rest'), long.countZeros, long.toShort, op.add, ...set('hit')],
    ...advance,
    ...keep,
    ...skipRow,
    ...[...op.branch, op.end, op.end],
    ...[...get('at'), ...constant(8), op.add, op.tee, local.at, ...get('end'), op.less, ...op.branchIf, op.end],
  ];
  return {
    name: 'rows',
    parameters: 4,
    locals: [
      [6, i32],
      [1, i64],
    ],
    body,
  };
}

const each = {
  ...{ end: 0, row: 1, start: 2, length: 3, beyond: 4 },
  ...{ at: 5, low: 6, high: 7, next: 8, width: 9, word: 10, hits: 11 },
} as const;

/** Bits that are surely in eight bytes from the byte on in which the first of them lies. */
const chunk = 57;

/**
 * The function `denseRows`: the same where most rows have marks, row by row without a branch for what cannot be foreseen. For each row
 * from the first offset to `end`, in words:
 *
 * ```
 * high = min(end of the row - start - beyond, length)
 * hits = 0
 * do {
 *   twice, from low and from low + 57:
 *     hits |= (eight bytes of marks from low >> 3) >> (low & 7) & the lowest min(max(high - low, 0), 57) bits
 *   low += 114
 * } while (low < high)
 * word = row & 31 == 0 ? 0 : word; word |= (hits != 0) << row; store word; low = end of the row - start; row += 1
 * ```
 */
export function makeDenseRows({ rowsAt, offsetsAt }: RowPlaces): WasmFunction {
  const get = (name: keyof typeof each): readonly number[] => [op.get, each[name]];
  const set = (name: keyof typeof each): readonly number[] => [op.set, each[name]];
  const constant = (value: number): readonly number[] => [op.constant, ...signed(value)];
  const allOnes = [long.constant, 0x7f];
  /** The smaller or greater one of a local and a constant. */
  const clamp = (name: keyof typeof each, bound: number, keeps: number): readonly number[] => [
    ...[...get(name), ...constant(bound), ...get(name), ...constant(bound), keeps, op.select, ...set(name)],
  ];
  const addChunk = [
    ...[...get('high'), ...get('low'), op.subtract, ...set('width')],
    ...[...clamp('width', chunk, op.lower), ...clamp('width', 0, op.higher)],
    ...get('hits'),
    ...[...get('low'), ...constant(3), op.shiftRight, ...long.load, 0],
    ...[...get('low'), ...constant(7), op.and, long.fromShort, long.shiftRight],
    ...[...allOnes, ...get('width'), long.fromShort, long.shiftLeft, ...allOnes, long.xor, long.and],
    ...[long.or, ...set('hits')],
    ...[...get('low'), ...constant(chunk), op.add, ...set('low')],
  ];
  const body = [
    ...[...constant(0), ...op.load, ...unsigned(offsetsAt), ...get('start'), op.subtract, ...set('low')],
    ...clamp('low', 0, op.higher),
    ...op.loop,
    ...[...get('at'), ...op.load, ...unsigned(offsetsAt + 4), ...get('start'), op.subtract, op.tee, each.next],
    ...[...get('beyond'), op.subtract, ...set('high')],
    ...[...get('high'), ...get('length'), ...get('high'), ...get('length'), op.lower, op.select, ...set('high')],
    ...[long.constant, 0, ...set('hits')],
    ...op.loop,
    ...addChunk,
    ...addChunk,
    ...[...get('low'), ...get('high'), op.lower, ...op.branchIf, op.end],
    ...[...constant(0), ...get('word'), ...get('row'), ...constant(31), op.and, op.equalsZero, op.select],
    ...[...get('hits'), long.constant, 0, long.differs, ...get('row'), op.shiftLeft, op.or, ...set('word')],
    ...[...get('row'), ...constant(5), op.shiftRight, ...constant(2), op.shiftLeft],
    ...[...get('word'), ...op.store, ...unsigned(rowsAt)],
    ...[...get('next'), ...set('low'), ...get('row'), ...constant(1), op.add, ...set('row')],
    ...[...get('at'), ...constant(4), op.add, op.tee, each.at, ...get('end'), op.less, ...op.branchIf, op.end],
  ];
  return {
    name: 'denseRows',
    parameters: 5,
    locals: [
      [6, i32],
      [1, i64],
    ],
    body,
  };
}
