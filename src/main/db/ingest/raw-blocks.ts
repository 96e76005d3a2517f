/**
 * Raw records, up to sixty-four of one stream together and compressed: several times smaller than alone, and one is read back in
 * some tenths of a millisecond. A reference is block * 64 + slot.
 */
import * as zlib from 'node:zlib';
import { rawCodecs } from '../codes.ts';
import type { ReadConnection, WriteConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';

const slotsPerBlock = 64;
/** A block is closed when all its slots are taken ... */
const mostRecords = slotsPerBlock;
/** ... or when it holds so many, and so much of them that making a context for the compression no longer counts ... */
const enoughRecords = 16;
const enoughBytes = 64 * 1_024;
/** ... or this much: very long records would make their neighbours slow to read. */
const mostBytes = 512 * 1_024;
/** No block is larger; a body that claims to be is damaged. */
const decodedLimit = 256 * 1_024 * 1_024;

const lengthBytes = 4;
/** Room for the table before the records: their count, then their lengths. */
const tableRoom = lengthBytes * (1 + slotsPerBlock);

interface OpenBlock {
  readonly id: number;
  /** Of the records, in bytes. */
  readonly lengths: number[];
  /** The records from {@link tableRoom} on, up to `end`. */
  bytes: Buffer;
  end: number;
}

/** Collects the raw records of one transaction; blocks get their ids before they are written. */
export class RawBlockWriter {
  readonly #db: WriteConnection;
  readonly #open = new Map<number, OpenBlock>();
  #nextId: number;

  /** Inside the transaction: the next id is nobody else's. */
  constructor(db: WriteConnection) {
    this.#db = db;
    this.#nextId = (db.value<number | null>('SELECT max(id) FROM raw_block') ?? 0) + 1;
  }

  /** @returns the record's reference. */
  add(streamId: number, raw: string): number {
    const block = this.#open.get(streamId) ?? this.#begin(streamId);
    const reference = block.id * slotsPerBlock + block.lengths.length;
    append(block, raw);
    if (isFull(block)) this.#write(streamId, block);
    return reference;
  }

  /** @returns what puts everything back as it is now, for when the tables go back to this moment as well. */
  mark(): () => void {
    const nextId = this.#nextId;
    const open = [...this.#open].map(([streamId, block]) => {
      const { lengths, end } = block;
      return { streamId, block, count: lengths.length, end };
    });
    return () => {
      this.#nextId = nextId;
      this.#open.clear();
      for (const { streamId, block, count, end } of open) {
        block.lengths.length = count;
        block.end = end;
        this.#open.set(streamId, block);
      }
    };
  }

  /** Writes what is unfinished; before the commit. */
  flush(): void {
    for (const [streamId, block] of this.#open) this.#write(streamId, block);
  }

  #begin(streamId: number): OpenBlock {
    const bytes = Buffer.allocUnsafe(tableRoom + enoughBytes + enoughBytes / 4);
    const block = { id: this.#nextId, lengths: [], bytes, end: tableRoom };
    this.#nextId += 1;
    this.#open.set(streamId, block);
    return block;
  }

  #write(streamId: number, block: OpenBlock): void {
    this.#open.delete(streamId);
    const { codec, body } = encodeBlock(block);
    this.#db.run(
      'INSERT INTO raw_block(id, stream_id, codec, body) VALUES (?, ?, ?, ?)',
      block.id,
      streamId,
      codec,
      body,
    );
  }
}

/** Puts a record behind the others, in a larger buffer when it does not fit. */
function append(block: OpenBlock, raw: string): void {
  const length = Buffer.byteLength(raw, 'utf8');
  const end = block.end + length;
  if (end > block.bytes.length) {
    const larger = Buffer.allocUnsafe(Math.max(end, block.bytes.length * 2));
    block.bytes.copy(larger, 0, 0, block.end);
    block.bytes = larger;
  }
  block.bytes.write(raw, block.end, length, 'utf8');
  block.lengths.push(length);
  block.end = end;
}

function isFull({ lengths, end }: OpenBlock): boolean {
  const bytes = end - tableRoom;
  const hasEnough = lengths.length >= enoughRecords && bytes >= enoughBytes;
  return hasEnough || lengths.length >= mostRecords || bytes >= mostBytes;
}

/** A record as received. @throws StoreFault `storage.corrupt` when its block is not there or not readable. */
export function readRaw(db: ReadConnection, reference: number): string {
  const row = db.get<{ codec: number; body: Buffer }>(
    'SELECT codec, body FROM raw_block WHERE id = ?',
    Math.floor(reference / slotsPerBlock),
  );
  const record = row === undefined ? undefined : decodeSlot(row.codec, row.body, reference % slotsPerBlock);
  if (record === undefined) throw new StoreFault('storage.corrupt', 'The raw record cannot be read back.');
  return record;
}

// A fast level needs a small context, and making the context costs more than the work on a block of this size.
const zstdOptions = { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } };

/** The table of lengths (count, then one length each, 32 bit little-endian), then the records; compressed as a whole. */
function encodeBlock({ lengths, bytes, end }: OpenBlock): { readonly codec: number; readonly body: Buffer } {
  const start = tableRoom - lengthBytes * (1 + lengths.length);
  bytes.writeUInt32LE(lengths.length, start);
  lengths.forEach((length, index) => {
    bytes.writeUInt32LE(length, start + lengthBytes * (1 + index));
  });
  const plain = bytes.subarray(start, end);
  if (typeof zlib.zstdCompressSync === 'function')
    return { codec: rawCodecs.zstd, body: zlib.zstdCompressSync(plain, zstdOptions) };
  return { codec: rawCodecs.deflate, body: zlib.deflateSync(plain, { level: 1 }) };
}

function decodeSlot(codec: number, body: Buffer, slot: number): string | undefined {
  const plain = inflate(codec, body);
  if (slot >= plain.readUInt32LE(0)) return undefined;
  let start = 4 + plain.readUInt32LE(0) * 4;
  for (let before = 0; before < slot; before += 1) start += plain.readUInt32LE(4 + before * 4);
  return plain.toString('utf8', start, start + plain.readUInt32LE(4 + slot * 4));
}

function inflate(codec: number, body: Buffer): Buffer {
  const limits = { maxOutputLength: decodedLimit };
  if (codec === rawCodecs.zstd) return zlib.zstdDecompressSync(body, limits);
  if (codec === rawCodecs.deflate) return zlib.inflateSync(body, limits);
  throw new StoreFault('storage.corrupt', 'The raw record is stored in a form that this program does not know.');
}
