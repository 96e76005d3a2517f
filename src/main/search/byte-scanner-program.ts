import { assemble, i32, op, unsigned, v128 } from './wasm-module.ts';

/**
 * The WebAssembly module of {@link ByteScanner}, instruction by instruction: it compares sixteen places at a time, which
 * JavaScript cannot. In the text form of WebAssembly:
 *
 * ```wat
 * (module
 *   (memory (export "memory") 2)
 *   (func (export "mark") (param $end i32) (param $a i32) (param $b i32) (param $c i32) (param $d i32)
 *     (param $toB i32) (param $toC i32) (param $toD i32) (local $at i32)
 *     (local $as v128) (local $bs v128) (local $cs v128) (local $ds v128)
 *     (local.set $as (i8x16.splat (local.get $a))) ... the same for the others
 *     (loop
 *       (i32.store16
 *         (i32.shr_u (local.get $at) (i32.const 3))
 *         (i8x16.bitmask (v128.and
 *           (v128.and (i8x16.eq (v128.load offset=textAt (local.get $at)) (local.get $as)) ... the same $toB further)
 *           (v128.and ... $toC further, $toD further))))
 *       (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end)))))
 * ```
 */

/** Where the text lies in the memory; the marks are before it, a bit for each byte of text. */
export const textAt = 8_192;
/** Longest text that is looked through at once. */
export const textBytes = 8 * textAt;
const memoryPages = 2;

const splat = [op.simd, 0x0f];
const equalBytes = [op.simd, 0x23];
const and = [op.simd, 0x4e];
const bitmask = [op.simd, 0xe4, 0x00];

const local = { end: 0, bytes: [1, 2, 3, 4], distances: [5, 6, 7], at: 8, vectors: [9, 10, 11, 12] } as const;

/** Sets a vector to sixteen times one of the four bytes. */
const spread = local.bytes.flatMap((byte, nth) => [op.get, byte, ...splat, op.set, local.vectors[nth] ?? 0]);

/** Which of sixteen places have the n-th byte at its distance. */
function compare(nth: number): readonly number[] {
  const distance = local.distances[nth - 1];
  const address = distance === undefined ? [op.get, local.at] : [op.get, local.at, op.get, distance, op.add];
  // v128.load without alignment.
  return [...address, op.simd, 0x00, 0, ...unsigned(textAt), op.get, local.vectors[nth] ?? 0, ...equalBytes];
}

const body = [
  ...spread,
  ...op.loop,
  ...[op.get, local.at, op.constant, 3, op.shiftRight],
  ...compare(0),
  ...compare(1),
  ...and,
  ...compare(2),
  ...compare(3),
  ...and,
  ...and,
  ...bitmask,
  ...[...op.store16, 0],
  ...[op.get, local.at, op.constant, 16, op.add, op.tee, local.at, op.get, local.end, op.less],
  ...op.branchIf,
  op.end,
];

export const program = assemble(memoryPages, [
  {
    name: 'mark',
    parameters: 8,
    locals: [
      [1, i32],
      [local.vectors.length, v128],
    ],
    body,
  },
]);
