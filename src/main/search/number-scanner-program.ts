import { makeDenseRows, makeRows, offsetBytes, type RowPlaces, rowBytes } from './row-finder-program.ts';
import { assemble, i32, op, pageBytes, signed, unsigned, v128, type WasmFunction } from './wasm-module.ts';

/**
 * The WebAssembly module of {@link NumberScanner}: a bit for each of many numbers. `range1`, `range2` and `range4` compare numbers of
 * as many bytes with two bounds, sixteen at a time; `listed` looks numbers of two bytes up in a table, 32 without a branch between
 * them. In the text form of WebAssembly, `range2` and `listed`:
 *
 * ```wat
 * (func (export "range2") (param $end i32) (param $low i32) (param $high i32) (local $at i32) (local $lows v128) (local $highs v128)
 *   (local.set $lows (i16x8.splat (local.get $low))) (local.set $highs (i16x8.splat (local.get $high)))
 *   (loop
 *     (i32.store16 (i32.shr_u (local.get $at) (i32.const 4))
 *       (i8x16.bitmask (i8x16.narrow_i16x8_s
 *         (v128.and
 *           (i16x8.ge_u (v128.load offset=numbersAt (local.get $at)) (local.get $lows))
 *           (i16x8.le_u (v128.load offset=numbersAt (local.get $at)) (local.get $highs)))
 *         ... the same 16 bytes further)))
 *     (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 32))) (local.get $end)))))
 * (func (export "listed") (param $end i32) (local $at i32)
 *   (loop
 *     (i32.store (i32.shr_u (local.get $at) (i32.const 4))
 *       (i32.or (i32.load8_u offset=tableAt (i32.load16_u offset=numbersAt (local.get $at)))
 *         (i32.or (i32.shl (i32.load8_u offset=tableAt (i32.load16_u offset=numbersAt+2 (local.get $at))) (i32.const 1)) ...)))
 *     (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 64))) (local.get $end)))))
 * ```
 */

/** The marks come first, a bit for each number; then the numbers, then a byte for each that can be in two bytes. */
export const numbersAt = 8_192;
/** Bytes of numbers that are looked through at once. */
export const numberBytes = 8 * numbersAt;
export const tableAt = numbersAt + numberBytes;
export const tableSize = 0x10000;
/** Where rows are found. */
export const rowPlaces: RowPlaces = { rowsAt: tableAt + tableSize, offsetsAt: tableAt + tableSize + rowBytes };
const pages = Math.ceil((rowPlaces.offsetsAt + offsetBytes) / pageBytes);

const load = [op.simd, 0x00, 0];
const and = [op.simd, 0x4e];
const bitmask = [op.simd, 0xe4, 0x00];
const narrowTwo = [op.simd, 0x65];
const narrowFour = [op.simd, 0x85, 0x01];
/** How sixteen numbers of so many bytes are compared; each vector holds sixteen bytes. */
const lanes = {
  1: { splat: 0x0f, least: 0x2c, most: 0x2a, shift: 3 },
  2: { splat: 0x10, least: 0x36, most: 0x34, shift: 4 },
  4: { splat: 0x11, least: 0x40, most: 0x3e, shift: 5 },
} as const;

/** On by so many bytes, and again while that is before the end. */
function next(at: number, step: number): readonly number[] {
  return [op.get, at, op.constant, ...signed(step), op.add, op.tee, at, op.get, 0, op.less, ...op.branchIf];
}

function makeRange(width: keyof typeof lanes): WasmFunction {
  const { splat, least, most, shift } = lanes[width];
  const local = { low: 1, high: 2, at: 3, lows: 4, highs: 5 } as const;
  const compare = (nth: number): readonly number[] => {
    const vector = [op.get, local.at, ...load, ...unsigned(numbersAt + 16 * nth)];
    return [
      ...[...vector, op.get, local.lows, op.simd, least],
      ...[...vector, op.get, local.highs, op.simd, most],
      ...and,
    ];
  };
  const pair = (nth: number): readonly number[] => [...compare(nth), ...compare(nth + 1), ...narrowFour];
  const sixteen = {
    1: compare(0),
    2: [...compare(0), ...compare(1), ...narrowTwo],
    4: [...pair(0), ...pair(2), ...narrowTwo],
  }[width];
  return {
    name: `range${width}`,
    parameters: 3,
    locals: [
      [1, i32],
      [2, v128],
    ],
    body: [
      ...[op.get, local.low, op.simd, splat, op.set, local.lows],
      ...[op.get, local.high, op.simd, splat, op.set, local.highs],
      ...op.loop,
      ...[op.get, local.at, op.constant, shift, op.shiftRight],
      ...sixteen,
      ...bitmask,
      ...[...op.store16, 0],
      ...next(local.at, 16 * width),
      op.end,
    ],
  };
}

/** The mark of the n-th number in its bit. */
function look(nth: number): readonly number[] {
  const mark = [op.get, 1, ...op.load16, ...unsigned(numbersAt + 2 * nth), ...op.load8, ...unsigned(tableAt)];
  return nth === 0 ? mark : [...mark, op.constant, nth, op.shiftLeft, op.or];
}

const listed: WasmFunction = {
  name: 'listed',
  parameters: 1,
  locals: [[1, i32]],
  body: [
    ...op.loop,
    ...[op.get, 1, op.constant, 4, op.shiftRight],
    ...Array.from({ length: 32 }, (_, nth) => look(nth)).flat(),
    ...[...op.store, 0],
    ...next(1, 64),
    op.end,
  ],
};

export const program = assemble(pages, [
  ...[makeRange(1), makeRange(2), makeRange(4)],
  ...[listed, makeRows(rowPlaces), makeDenseRows(rowPlaces)],
]);
