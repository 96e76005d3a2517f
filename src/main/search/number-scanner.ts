import type { CodeRange } from './column.ts';
import type { MarkedStretch } from './hit-rows.ts';
import { numberBytes, numbersAt, program, rowPlaces, tableAt, tableSize } from './number-scanner-program.ts';
import { type RowExports, RowFinder } from './row-finder.ts';
import { startProgram } from './wasm-module.ts';

/** Numbers that can be scanned. */
export type ScannedNumbers = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** What the program exports. The end is that of the numbers, in bytes. */
interface Exports extends RowExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  range1(end: number, low: number, high: number): void;
  range2(end: number, low: number, high: number): void;
  range4(end: number, low: number, high: number): void;
  listed(end: number): void;
}

/** Takes marks, which are overwritten afterwards. */
type TakeMarks = (stretch: MarkedStretch) => void;

/**
 * Marks those of many numbers that are looked for, without a branch for each. They are copied piece by piece into a little memory
 * that the processor keeps near itself.
 */
export class NumberScanner {
  readonly #program: Exports;
  readonly #finder: RowFinder;
  readonly #marks: Int32Array<ArrayBuffer>;
  readonly #table: Uint8Array<ArrayBuffer>;
  /** The same memory as numbers of one, two and four bytes. */
  readonly #ones: Uint8Array<ArrayBuffer>;
  readonly #twos: Uint16Array<ArrayBuffer>;
  readonly #fours: Uint32Array<ArrayBuffer>;

  private constructor(exports: Exports) {
    const { buffer } = exports.memory;
    this.#program = exports;
    this.#finder = new RowFinder(exports, buffer, rowPlaces);
    this.#marks = new Int32Array(buffer, 0, numbersAt / Int32Array.BYTES_PER_ELEMENT);
    this.#table = new Uint8Array(buffer, tableAt, tableSize);
    this.#ones = new Uint8Array(buffer, numbersAt, numberBytes);
    this.#twos = new Uint16Array(buffer, numbersAt, numberBytes / 2);
    this.#fours = new Uint32Array(buffer, numbersAt, numberBytes / 4);
  }

  /** Undefined where there is no such WebAssembly. */
  static create(): NumberScanner | undefined {
    const exports = startProgram(program);
    // The program exports them as they are meant here.
    return exports === undefined ? undefined : new NumberScanner(exports as unknown as Exports);
  }

  /** Marks the numbers between two bounds, both included. */
  scanRange(numbers: ScannedNumbers, { low, high }: CodeRange, take: TakeMarks): void {
    const width = numbers.BYTES_PER_ELEMENT;
    const bounds = [low, Math.min(high, 2 ** (8 * width) - 1)] as const;
    const [memory, run] =
      width === 1
        ? [this.#ones, this.#program.range1]
        : width === 2
          ? [this.#twos, this.#program.range2]
          : [this.#fours, this.#program.range4];
    this.#scan(numbers, memory, { run: (end) => run(end, ...bounds), take });
  }

  /** Marks the numbers that have a 1 in a table. @param numbers below {@link tableSize}. */
  scanListed(numbers: ScannedNumbers, table: Uint8Array, take: TakeMarks): void {
    this.#table.set(table);
    this.#scan(numbers, this.#twos, { run: this.#program.listed, take });
  }

  #scan(
    numbers: ScannedNumbers,
    memory: ScannedNumbers,
    { run, take }: { readonly run: (end: number) => void; readonly take: TakeMarks },
  ): void {
    const marks = this.#marks;
    for (let start = 0; start < numbers.length; start += memory.length) {
      const end = Math.min(start + memory.length, numbers.length);
      memory.set(numbers.subarray(start, end));
      run((end - start) * memory.BYTES_PER_ELEMENT);
      take({ marks, finder: this.#finder, start, end });
    }
  }
}
