/** A write-ahead log as it lies on the disk. SQLite, "Database File Format", section 4.1. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Head of a log, and of each of its frames. */
export const [logHeadBytes, frameHeadBytes] = [32, 24] as const;
/** The last bit says in which order the bytes of what is summed are read. */
const magic = 0x377f0682;

/** What a log's head says. */
export interface LogHead {
  readonly pageBytes: number;
  /** Each of its frames bears them; those that an earlier log left behind bear others. */
  readonly salts: Buffer;
}

/** Where to look for frames. */
interface FramePlace {
  /** Behind so many only. */
  readonly after: number;
  readonly pageBytes: number;
  /** Undefined where the head is lost: then every frame is of this log. */
  readonly salts: Buffer | undefined;
}

/** Reads from one log. */
export class LogFile {
  readonly #handle: number;

  private constructor(handle: number) {
    this.#handle = handle;
  }

  /** Hands an open log to `body`. @returns undefined where there is none. @throws errors of the system. */
  static with<Result>(file: string, body: (log: LogFile) => Result): Result | undefined {
    let handle: number;
    try {
      handle = openSync(file, 'r');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      return body(new LogFile(handle));
    } finally {
      closeSync(handle);
    }
  }

  /** Whether anything but its head is there. */
  get hasFrames(): boolean {
    return fstatSync(this.#handle).size > logHeadBytes;
  }

  /** @returns undefined where SQLite would throw the whole log away. */
  readHead(): LogHead | undefined {
    const bytes = Buffer.alloc(logHeadBytes);
    if (readSync(this.#handle, bytes, 0, logHeadBytes, 0) < logHeadBytes) return undefined;
    const first = bytes.readUInt32BE(0);
    if ((first & ~1) !== magic) return undefined;
    const sums = sumWords(bytes.subarray(0, 24), (first & 1) === 1 ? 'big' : 'little');
    if (!sums.every((sum, nth) => sum === bytes.readUInt32BE(24 + 4 * nth))) return undefined;
    return { pageBytes: bytes.readUInt32BE(8), salts: bytes.subarray(16, 24) };
  }

  /** Number of the last frame that is there with all of its page and ends a transaction of this log; 0 where there is none. */
  findLastCommit({ after, pageBytes, salts }: FramePlace): number {
    const frameBytes = frameHeadBytes + pageBytes;
    const head = Buffer.alloc(frameHeadBytes);
    for (
      let frame = Math.floor((fstatSync(this.#handle).size - logHeadBytes) / frameBytes);
      frame > after;
      frame -= 1
    ) {
      readSync(this.#handle, head, 0, frameHeadBytes, logHeadBytes + (frame - 1) * frameBytes);
      // Size of the database after the transaction that ends here; 0 within one.
      if (head.readUInt32BE(4) !== 0 && (salts === undefined || bearsOne(head.subarray(8, 16), salts))) return frame;
    }
    return 0;
  }
}

/** One of the two may be what was spoilt; another log has neither. */
function bearsOne(found: Buffer, salts: Buffer): boolean {
  return found.subarray(0, 4).equals(salts.subarray(0, 4)) || found.subarray(4).equals(salts.subarray(4));
}

/** The two sums that SQLite makes of bytes, a multiple of eight. */
export function sumWords(bytes: Buffer, order: 'little' | 'big'): readonly [number, number] {
  let [first, second] = [0, 0];
  for (let at = 0; at < bytes.length; at += 8) {
    const word = (offset: number): number =>
      order === 'little' ? bytes.readUInt32LE(at + offset) : bytes.readUInt32BE(at + offset);
    first = (first + word(0) + second) >>> 0;
    second = (second + word(4) + first) >>> 0;
  }
  return [first, second];
}
