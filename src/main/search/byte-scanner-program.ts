import { makeDenseRows, makeRows, type RowPlaces, rowBytes } from './row-finder-program.ts';
import { assemble, i32, op, pageBytes, unsigned, v128 } from './wasm-module.ts';

/**
 * The WebAssembly module of {@link ByteScanner}, instruction by instruction: it compares sixteen places at a time, which
 * JavaScript cannot. `mark` leaves a bit for each place, `gather` lists those sixteen bytes of marks that are not all zero, for `rows`
 * and `denseRows` see `row-finder-program.ts`. In the text form of WebAssembly:
 *
 * ```wat
 * (module
 *   (memory (export "memory") 3)
 *   (func (export "mark") (param $at i32) (param $end i32) (param $a i32) (param $b i32) (param $c i32) (param $d i32)
 *     (param $toB i32) (param $toC i32) (param $toD i32) (local $to i32)
 *     (local $as v128) (local $bs v128) (local $cs v128) (local $ds v128)
 *     (local.set $as (i8x16.splat (local.get $a))) ... the same for the others
 *     (loop
 *       (i32.store16
 *         (local.get $to)
 *         (i8x16.bitmask (v128.and
 *           (v128.and (i8x16.eq (v128.load (local.get $at)) (local.get $as)) ... the same $toB further)
 *           (v128.and ... $toC further, $toD further))))
 *       (local.set $to (i32.add (local.get $to) (i32.const 2)))
 *       (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end)))))
 *   (func (export "gather") (param $end i32) (local $at i32) (local $to i32)
 *     (loop
 *       (i32.store16 offset=groupsAt (local.get $to) (i32.shr_u (local.get $at) (i32.const 4)))
 *       (local.set $to (i32.add (local.get $to) (i32.shl (v128.any_true (v128.load (local.get $at))) (i32.const 1))))
 *       (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))
 *     (i32.store offset=groupsLengthAt (i32.const 0) (local.get $to))))
 * ```
 */

/** The marks come first, a bit for each byte of text that is looked through at once. */
const marksBytes = 8_192;
export const textBytes = 8 * marksBytes;
/** Marks that are looked at together: so many bytes, for eight times as many places. */
const groupBytes = 16;
export const groupsAt = marksBytes;
export const mostGroups = marksBytes / groupBytes;
/** Bytes of the list of groups, two for each. */
export const groupsLengthAt = groupsAt + 2 * mostGroups;
/** Where rows are found. */
export const rowPlaces: RowPlaces = { rowsAt: groupsLengthAt + 4, offsetsAt: groupsLengthAt + 4 + rowBytes };
/** Where a text may begin. */
export const textAt = 10 * marksBytes;
/** The farthest of four bytes from the first. */
export const mostDistance = 48;
/** Bytes behind a text that are read with it. */
export const overread = mostDistance + 16;

const splat = [op.simd, 0x0f];
const equalBytes = [op.simd, 0x23];
const and = [op.simd, 0x4e];
const anyTrue = [op.simd, 0x53];
const bitmask = [op.simd, 0xe4, 0x00];
// v128.load without alignment.
const load = [op.simd, 0x00, 0, 0];

const local = {
  ...{ at: 0, end: 1, bytes: [2, 3, 4, 5], distances: [6, 7, 8] },
  ...{ to: 9, vectors: [10, 11, 12, 13] },
} as const;

/** Sets a vector to sixteen times one of the four bytes. */
const spread = local.bytes.flatMap((byte, nth) => [op.get, byte, ...splat, op.set, local.vectors[nth] ?? 0]);

/** Which of sixteen places have the n-th byte at its distance. */
function compare(nth: number): readonly number[] {
  const distance = local.distances[nth - 1];
  const address = distance === undefined ? [op.get, local.at] : [op.get, local.at, op.get, distance, op.add];
  return [...address, ...load, op.get, local.vectors[nth] ?? 0, ...equalBytes];
}

/** Goes on to the next sixteen bytes, until the end. */
const goOn = (at: number, end: number): readonly number[] => [
  ...[op.get, at, op.constant, 16, op.add, op.tee, at, op.get, end, op.less],
  ...op.branchIf,
  op.end,
];

const mark = [
  ...spread,
  ...op.loop,
  ...[op.get, local.to],
  ...compare(0),
  ...compare(1),
  ...and,
  ...compare(2),
  ...compare(3),
  ...and,
  ...and,
  ...bitmask,
  ...[...op.store16, 0],
  ...[op.get, local.to, op.constant, 2, op.add, op.set, local.to],
  ...goOn(local.at, local.end),
];

const inList = { end: 0, at: 1, to: 2 } as const;

const gather = [
  ...op.loop,
  ...[op.get, inList.to, op.get, inList.at, op.constant, 4, op.shiftRight, ...op.store16, ...unsigned(groupsAt)],
  ...[
    op.get,
    inList.to,
    op.get,
    inList.at,
    ...load,
    ...anyTrue,
    op.constant,
    1,
    op.shiftLeft,
    op.add,
    op.set,
    inList.to,
  ],
  ...goOn(inList.at, inList.end),
  ...[op.constant, 0, op.get, inList.to, ...op.store, ...unsigned(groupsLengthAt)],
];

const pages = Math.ceil((textAt + textBytes + overread) / pageBytes);

export const program = assemble(pages, [
  {
    name: 'mark',
    parameters: 9,
    locals: [
      [1, i32],
      [local.vectors.length, v128],
    ],
    body: mark,
  },
  { name: 'gather', parameters: 1, locals: [[2, i32]], body: gather },
  makeRows(rowPlaces),
  makeDenseRows(rowPlaces),
]);
