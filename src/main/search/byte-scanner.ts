import type { Bits } from './bits.ts';
import {
  groupsAt,
  groupsLengthAt,
  mostDistance,
  mostGroups,
  program,
  rowPlaces,
  textAt,
  textBytes,
} from './byte-scanner-program.ts';
import { HitRows, type MarkedStretch } from './hit-rows.ts';
import { type Marked, type RowExports, RowFinder } from './row-finder.ts';
import type { Texts } from './texts.ts';
import { startProgram } from './wasm-module.ts';

/** What the program exports; addresses are those of its memory. */
interface Exports extends RowExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Marks the places of a text from which on there are four bytes, at three distances from the first. */
  mark(start: number, end: number, ...bytesAndDistances: readonly number[]): void;
  /** Lists the groups of marks that are not all zero. @param end of the marks. */
  gather(end: number): void;
}

/**
 * Finds short texts in many bytes, several times as fast as a search of Node's where hits, or bytes like the first of the
 * needle, are many. The bytes are copied piece by piece into a little memory that the processor keeps near itself.
 */
export class ByteScanner {
  readonly #program: Exports;
  readonly #finder: RowFinder;
  readonly #text: Uint8Array<ArrayBuffer>;
  readonly #marks: Int32Array<ArrayBuffer>;
  readonly #groups: Uint16Array<ArrayBuffer>;
  readonly #groupsLength: Uint32Array<ArrayBuffer>;

  private constructor(program: Exports) {
    const { buffer } = program.memory;
    this.#program = program;
    this.#finder = new RowFinder(program, buffer, rowPlaces);
    this.#text = new Uint8Array(buffer, textAt, textBytes + mostDistance);
    this.#marks = new Int32Array(buffer, 0, groupsAt / Int32Array.BYTES_PER_ELEMENT);
    this.#groups = new Uint16Array(buffer, groupsAt, mostGroups);
    this.#groupsLength = new Uint32Array(buffer, groupsLengthAt, 1);
  }

  /** Undefined where there is no such WebAssembly. */
  static create(): ByteScanner | undefined {
    const exports = startProgram(program);
    // The program exports them as they are meant here.
    return exports === undefined ? undefined : new ByteScanner(exports as unknown as Exports);
  }

  /** Adds every row whose text has the needle somewhere to a set. @param needle not empty. */
  findRows({ bytes, offsets }: Texts, needle: Uint8Array, found: Bits): void {
    const total = offsets[offsets.length - 1] ?? 0;
    const distances = distancesIn(needle.length);
    const whole = needle.length > distances.length + 1 ? { whole: { text: bytes, bytes: needle } } : {};
    const rows = new HitRows(offsets, { length: needle.length, ...whole }, found);
    for (let start = 0; start < total; start += textBytes) {
      const end = Math.min(start + textBytes, total);
      this.#text.set(bytes.subarray(start, Math.min(end + mostDistance, total)));
      rows.add(this.#mark({ start, end }, { needle, distances }));
    }
  }

  #mark(
    { start, end }: Marked,
    { needle, distances }: { readonly needle: Uint8Array; readonly distances: readonly number[] },
  ): MarkedStretch {
    const compared = [0, ...distances].map((distance) => needle[distance] ?? 0);
    this.#program.mark(textAt, textAt + end - start, ...compared, ...distances);
    this.#program.gather(Math.ceil((end - start) / 8));
    const count = (this.#groupsLength[0] ?? 0) / Uint16Array.BYTES_PER_ELEMENT;
    return { marks: this.#marks, groups: this.#groups.subarray(0, count), finder: this.#finder, start, end };
  }
}

/** Those bytes of a needle that are compared beside its first: all of a short one, of a long one some far from each other. */
function distancesIn(length: number): readonly number[] {
  const last = Math.min(length - 1, mostDistance);
  return last <= 3
    ? [1, 2, 3].map((distance) => Math.min(distance, last))
    : [Math.floor(last / 3), Math.floor((2 * last) / 3), last];
}
