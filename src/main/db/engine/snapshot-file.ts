import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Bits } from '#main/search/bits.ts';
import { packSegment, paddedLength, type SegmentNote, unpackSegment } from '#main/search/pack.ts';
import type { Segment } from '#main/search/segment.ts';

/** A segment and which of its rows are true. */
export interface HeldSegment {
  readonly segment: Segment;
  readonly alive: Bits;
}

/** Of which database, at which of its states. */
export interface SnapshotOrigin {
  /** Version of the schema. */
  readonly schema: number;
  /** Sequence number of the last commit that it holds. */
  readonly sequence: number;
  /** Tells this database at this sequence number from all others, see `lineage`. */
  readonly token: string;
}

const magic = 'SGTLSRCH';
/** Raised whenever anything of the layout changes, columns and bits of flags included; 4: rows with sets of their own. */
const layoutVersion = 4;
/** Magic, version, length and checksum of the header, checksum of what follows it. */
const prefixBytes = 24;

interface Header extends SnapshotOrigin {
  readonly segments: readonly SegmentNote[];
}

/** The file of a data folder. It holds what the database holds, and can be deleted at any time. */
export function snapshotFileOf(dataFolder: string): string {
  return join(dataFolder, 'search.snapshot');
}

/** So that nothing that was deleted is left in it; one that is being written is not finished. */
export function dropSnapshot(dataFolder: string): void {
  rmSync(snapshotFileOf(dataFolder), { force: true });
  dropUnfinished(dataFolder, Number.POSITIVE_INFINITY);
}

const unfinished = /^search\.snapshot\.[0-9a-f]+\.tmp$/;
/** Nobody takes that long to write one. */
const longestWriteMs = 10 * 60_000;

/** Files that a killed process left. @param beforeMs only those that were last written to before this time. */
function dropUnfinished(dataFolder: string, beforeMs: number): void {
  for (const name of readdirSync(dataFolder).filter((one) => unfinished.test(one))) {
    const file = join(dataFolder, name);
    const { mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: Number.POSITIVE_INFINITY };
    if (mtimeMs < beforeMs) rmSync(file, { force: true });
  }
}

/**
 * Writes beside the file and puts it in its place when it is whole.
 *
 * @param take what to write; asked only once there is a file for it that `dropSnapshot` finds. Undefined: it is not of `origin` any more.
 * @returns the bytes of the file; undefined where nothing was written.
 */
export async function writeSnapshot(
  file: string,
  origin: SnapshotOrigin,
  take: () => readonly HeldSegment[] | undefined,
): Promise<number | undefined> {
  dropUnfinished(dirname(file), Date.now() - longestWriteMs);
  // Several processes may be about it: whoever is last leaves the newest.
  const temporary = `${file}.${randomBytes(8).toString('hex')}.tmp`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    const held = take();
    if (held === undefined) {
      await handle.close();
      await rm(temporary, { force: true });
      return undefined;
    }
    const packed = held.map(({ segment, alive }) => packSegment(segment, alive));
    const header: Header = { ...origin, segments: packed.map(({ note }) => note) };
    const headerBytes = padded(Buffer.from(JSON.stringify(header)));
    let at = prefixBytes + headerBytes.length;
    let bodySum = 0;
    for (const { arrays } of packed) {
      for (const array of arrays) {
        const bytes = padded(Buffer.from(array.buffer, array.byteOffset, array.byteLength));
        bodySum = crc32(bytes, bodySum);
        await handle.write(bytes, 0, bytes.length, at);
        at += bytes.length;
      }
    }
    await handle.write(headerBytes, 0, headerBytes.length, prefixBytes);
    // Last, so that a file that was not finished has no magic.
    const prefix = Buffer.alloc(prefixBytes);
    prefix.write(magic, 'latin1');
    prefix.writeUInt32LE(layoutVersion, 8);
    prefix.writeUInt32LE(headerBytes.length, 12);
    prefix.writeUInt32LE(crc32(headerBytes), 16);
    prefix.writeUInt32LE(bodySum, 20);
    await handle.write(prefix, 0, prefixBytes, 0);
    await handle.close();
    await rename(temporary, file);
    return at;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Zeros up to a multiple of 8. */
function padded(bytes: Buffer): Buffer {
  const length = paddedLength(bytes.length);
  return length === bytes.length ? bytes : Buffer.concat([bytes], length);
}

/** Reads it whole. @returns undefined for none, and for one that is damaged, cut short or of another version. */
export function readSnapshot(
  file: string,
): { readonly origin: SnapshotOrigin; readonly held: readonly HeldSegment[] } | undefined {
  try {
    const buffer = readWhole(file);
    const bytes = Buffer.from(buffer);
    if (bytes.length < prefixBytes || bytes.toString('latin1', 0, 8) !== magic) return undefined;
    if (bytes.readUInt32LE(8) !== layoutVersion) return undefined;
    const bodyStart = prefixBytes + bytes.readUInt32LE(12);
    const headerBytes = bytes.subarray(prefixBytes, bodyStart);
    if (crc32(headerBytes) !== bytes.readUInt32LE(16)) return undefined;
    if (crc32(bytes.subarray(bodyStart)) !== bytes.readUInt32LE(20)) return undefined;
    // Ours, of this version and undamaged: the zeros behind the text are those of `padded`.
    const header = JSON.parse(headerBytes.toString().replace(/\0+$/, '')) as Header;
    const held: HeldSegment[] = [];
    let offset = bodyStart;
    for (const note of header.segments) {
      const { segment, alive, end } = unpackSegment(note, { buffer, offset });
      held.push({ segment, alive });
      offset = end;
    }
    const { schema, sequence, token } = header;
    return { origin: { schema, sequence, token }, held };
  } catch {
    // Whatever is wrong with it, it is made anew.
    return undefined;
  }
}

function readWhole(file: string): ArrayBuffer {
  const handle = openSync(file, 'r');
  try {
    const buffer = new ArrayBuffer(fstatSync(handle).size);
    const bytes = new Uint8Array(buffer);
    for (let at = 0; at < bytes.length; ) {
      const count = readSync(handle, bytes, at, bytes.length - at, at);
      if (count === 0) break;
      at += count;
    }
    return buffer;
  } finally {
    closeSync(handle);
  }
}
