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

const i32 = 0x7f;
const v128 = 0x7b;
const simd = 0xfd;
const end = 0x0b;
const localGet = 0x20;
const localSet = 0x21;
const localTee = 0x22;
const i32Const = 0x41;
const splat = [simd, 0x0f];
const equalBytes = [simd, 0x23];
const and = [simd, 0x4e];
const bitmask = [simd, 0xe4, 0x00];

const local = { end: 0, bytes: [1, 2, 3, 4], distances: [5, 6, 7], at: 8, vectors: [9, 10, 11, 12] } as const;

/** Sets a vector to sixteen times one of the four bytes. */
const spread = local.bytes.flatMap((byte, nth) => [localGet, byte, ...splat, localSet, local.vectors[nth] ?? 0]);

/** Which of sixteen places have the n-th byte at its distance. */
function compare(nth: number): readonly number[] {
  const distance = local.distances[nth - 1];
  const address = distance === undefined ? [localGet, local.at] : [localGet, local.at, localGet, distance, 0x6a];
  // v128.load without alignment.
  return [...address, simd, 0x00, 0, ...unsigned(textAt), localGet, local.vectors[nth] ?? 0, ...equalBytes];
}

const body = [
  ...spread,
  ...[0x03, 0x40], // loop
  ...[localGet, local.at, i32Const, 3, 0x76], // at >>> 3
  ...compare(0),
  ...compare(1),
  ...and,
  ...compare(2),
  ...compare(3),
  ...and,
  ...and,
  ...bitmask,
  ...[0x3b, 0, 0], // i32.store16
  ...[localGet, local.at, i32Const, 16, 0x6a, localTee, local.at, localGet, local.end, 0x49], // (at += 16) < end
  ...[0x0d, 0], // br_if
  end,
  end,
];

/** A number as WebAssembly writes it (LEB128). */
function unsigned(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function section(id: number, content: readonly number[]): readonly number[] {
  return [id, ...unsigned(content.length), ...content];
}

const name = (text: string): readonly number[] => [text.length, ...Buffer.from(text)];
const parameters = 8;
const locals = [2, 1, i32, local.vectors.length, v128];
const code = [...locals, ...body];

export const program = Uint8Array.of(
  ...[0x00, ...Buffer.from('asm'), 1, 0, 0, 0],
  ...section(1, [1, 0x60, parameters, ...Array.from({ length: parameters }, () => i32), 0]),
  ...section(3, [1, 0]),
  ...section(5, [1, 0, memoryPages]),
  ...section(7, [2, ...name('memory'), 2, 0, ...name('mark'), 0, 0]),
  ...section(10, [1, ...unsigned(code.length), ...code]),
);
