/** Puts programs for WebAssembly together, instruction by instruction, so that nothing has to be compiled beforehand. */

export const i32 = 0x7f;
export const i64 = 0x7e;
export const v128 = 0x7b;
/** Instructions in the binary form of WebAssembly. */
export const op = {
  block: [0x02, 0x40],
  loop: [0x03, 0x40],
  end: 0x0b,
  /** To the beginning of the innermost loop. */
  branch: [0x0c, 0],
  branchIf: [0x0d, 0],
  /** To the end of the block around the innermost loop. */
  leaveIf: [0x0d, 1],
  select: 0x1b,
  get: 0x20,
  set: 0x21,
  tee: 0x22,
  load: [0x28, 2],
  load8: [0x2d, 0],
  load16: [0x2f, 1],
  store: [0x36, 2],
  store16: [0x3b, 0],
  constant: 0x41,
  equalsZero: 0x45,
  /** With a sign. */
  lower: 0x48,
  less: 0x49,
  higher: 0x4a,
  lowerOrEqual: 0x4c,
  add: 0x6a,
  subtract: 0x6b,
  and: 0x71,
  or: 0x72,
  shiftLeft: 0x74,
  shiftRight: 0x76,
  simd: 0xfd,
} as const;

/** The same of 64 bits. */
export const long = {
  load: [0x29, 0],
  constant: 0x42,
  isZero: 0x50,
  differs: 0x52,
  countZeros: 0x7a,
  subtract: 0x7d,
  and: 0x83,
  or: 0x84,
  xor: 0x85,
  shiftLeft: 0x86,
  shiftRight: 0x88,
  toShort: 0xa7,
  fromShort: 0xad,
} as const;

/** A function that takes numbers and gives nothing back. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: number;
  /** How many more there are of each kind, behind the parameters. */
  readonly locals: readonly (readonly [count: number, kind: number])[];
  readonly body: readonly number[];
}

/** Bytes of a page of memory. */
export const pageBytes = 0x10000;

/** A program with a memory of its own, exported as `memory`, and its functions under their names. */
export function assemble(memoryPages: number, functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [
    0x60,
    parameters,
    ...Array.from({ length: parameters }, () => i32),
    0,
  ]);
  const exports = functions.map(({ name }, nth) => [...text(name), 0, nth]);
  const codes = functions.map(({ locals, body }) => {
    const code = [locals.length, ...locals.flat(), ...body, op.end];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.of(
    ...[0x00, ...Buffer.from('asm'), 1, 0, 0, 0],
    ...section(1, types),
    ...section(
      3,
      functions.map((_, nth) => [nth]),
    ),
    ...section(5, [[0, ...unsigned(memoryPages)]]),
    ...section(7, [...exports, [...text('memory'), 2, 0]]),
    ...section(10, codes),
  );
}

/** A number as WebAssembly writes it (LEB128). */
export function unsigned(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** The same for the numbers of `constant`, which have a sign. */
export function signed(value: number): readonly number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)];
}

function section(id: number, entries: readonly (readonly number[])[]): readonly number[] {
  const content = [...unsigned(entries.length), ...entries.flat()];
  return [id, ...unsigned(content.length), ...content];
}

function text(letters: string): readonly number[] {
  return [letters.length, ...Buffer.from(letters)];
}

/** What is used of WebAssembly: its types come with those of browsers only. */
declare const WebAssembly:
  | {
      validate(program: Uint8Array): boolean;
      readonly Module: new (program: Uint8Array) => object;
      readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
    }
  | undefined;

/** What a program exports. @returns undefined on processors of before 2008, and where WebAssembly is switched off. */
export function startProgram(program: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(program)) return undefined;
  return new WebAssembly.Instance(new WebAssembly.Module(program)).exports;
}
