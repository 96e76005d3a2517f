/** Sums of the pages that stand in a write-ahead log. No lock of SQLite's is on that file. */
import { closeSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { frameHeadBytes, logHeadBytes } from '../open/log-frames.ts';

/** Frames are read about a mebibyte at a time. */
const chunkFrames = 128;

/** Tells one generation of a log from those before it, which may still stand behind its end. */
interface LogHead {
  readonly salts: Buffer;
  readonly pageBytes: number;
}

/** Frames of one generation. */
export interface LogPart {
  /** The generation, hexadecimal. */
  readonly salts: string;
  /** How many frames from the first one on have been looked at. */
  readonly frames: number;
  /** Sums of the pages in them, as they were written last. */
  readonly sums: ReadonlyMap<number, number>;
}

/** @param isFirst the first page holds what changes with the kind of journal, which is not part of its sum. */
export function sumPage(page: Buffer, isFirst: boolean): number {
  if (!isFirst) return crc32(page);
  const masked = Buffer.from(page);
  // Kind of journal; counter of changes, for which it is valid and who wrote it (file format, section 1.3).
  for (const [start, end] of maskedParts) masked.fill(0, start, end);
  return crc32(masked);
}

const maskedParts = [
  [18, 20],
  [24, 28],
  [92, 100],
] as const;

/**
 * Sums the pages of the first frames. Nobody may begin the log anew meanwhile, or it is noticed.
 *
 * @param known what was summed before: only what was added is read.
 * @returns undefined where the log was begun anew while it was read, or is not there.
 */
export function sumFrames(
  log: string,
  frames: number,
  known: Pick<LogPart, 'salts' | 'frames'> | undefined,
): LogPart | undefined {
  return withLog(log, (handle, head) => {
    const salts = head.salts.toString('hex');
    const sums = new Map<number, number>();
    const from = known?.salts === salts ? known.frames : 0;
    for (const { number, salts: own, page } of framesOf(handle, head, { from, to: frames })) {
      if (!own.equals(head.salts)) return undefined;
      sums.set(number, sumPage(page, number === 1));
    }
    return readHead(handle)?.salts.equals(head.salts) === true ? { salts, frames, sums } : undefined;
  });
}

/** Numbers of all pages that stand in the log behind so many frames, committed or not. */
export function pagesInLog(log: string, after: number): ReadonlySet<number> {
  const found = withLog(log, (handle, head) => {
    const pages = new Set<number>();
    const frame = Buffer.alloc(frameHeadBytes);
    const frameBytes = frameHeadBytes + head.pageBytes;
    for (
      let at = logHeadBytes + after * frameBytes;
      readSync(handle, frame, 0, frameHeadBytes, at) === frameHeadBytes;
      at += frameBytes
    ) {
      if (!frame.subarray(8, 16).equals(head.salts)) break;
      pages.add(frame.readUInt32BE(0));
    }
    return pages;
  });
  return found ?? new Set();
}

function withLog<Result>(log: string, read: (handle: number, head: LogHead) => Result): Result | undefined {
  let handle: number;
  try {
    handle = openSync(log, 'r');
  } catch {
    return undefined;
  }
  try {
    const head = readHead(handle);
    return head === undefined ? undefined : read(handle, head);
  } finally {
    closeSync(handle);
  }
}

function readHead(handle: number): LogHead | undefined {
  const head = Buffer.alloc(logHeadBytes);
  if (readSync(handle, head, 0, logHeadBytes, 0) < logHeadBytes) return undefined;
  return { pageBytes: head.readUInt32BE(8), salts: head.subarray(16, 24) };
}

interface Frame {
  readonly number: number;
  readonly salts: Buffer;
  /** Overwritten by what is read next. */
  readonly page: Buffer;
}

function* framesOf(
  handle: number,
  { pageBytes }: LogHead,
  { from, to }: { readonly from: number; readonly to: number },
): Generator<Frame> {
  const frameBytes = frameHeadBytes + pageBytes;
  const chunk = Buffer.alloc(chunkFrames * frameBytes);
  let at = from;
  while (at < to) {
    const wanted = Math.min(chunkFrames, to - at) * frameBytes;
    const read = readSync(handle, chunk, 0, wanted, logHeadBytes + at * frameBytes);
    const whole = Math.floor(read / frameBytes);
    if (whole === 0) return;
    for (let nth = 0; nth < whole; nth += 1) {
      const start = nth * frameBytes;
      yield {
        number: chunk.readUInt32BE(start),
        salts: chunk.subarray(start + 8, start + 16),
        page: chunk.subarray(start + frameHeadBytes, start + frameBytes),
      };
    }
    at += whole;
  }
}
