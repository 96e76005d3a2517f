/** What a walk has seen, packed page by page beside its cursor, so that it survives a kill. */
import type { ReadConnection } from '../connection.ts';

const idBytes = 4;
const hashBytes = 8;

/** Distinct things seen in a walk: observations by id in a bitmap (125 KB for a million), rejected records by hash. */
export class SeenSet {
  #bits = new Uint8Array(1_024);
  #observations = 0;
  readonly #rejected = new Set<string>();

  /** @returns whether it is new. */
  addObservation(id: number): boolean {
    const at = id >>> 3;
    if (at >= this.#bits.length) this.#grow(at);
    const bit = 1 << (id & 7);
    const old = this.#bits[at] ?? 0;
    if ((old & bit) !== 0) return false;
    this.#bits[at] = old | bit;
    this.#observations += 1;
    return true;
  }

  /** @param hash as {@link rejectedHash} makes it. @returns whether it is new. */
  addRejected(hash: Buffer): boolean {
    const text = hash.toString('hex');
    if (this.#rejected.has(text)) return false;
    this.#rejected.add(text);
    return true;
  }

  hasObservation(id: number): boolean {
    return ((this.#bits[id >>> 3] ?? 0) & (1 << (id & 7))) !== 0;
  }

  /** Distinct records, rejected ones included. */
  get received(): number {
    return this.#observations + this.#rejected.size;
  }

  get rejected(): number {
    return this.#rejected.size;
  }

  #grow(at: number): void {
    const bits = new Uint8Array(Math.max(this.#bits.length * 2, at + 1));
    bits.set(this.#bits);
    this.#bits = bits;
  }
}

/** The part of a SHA-256 by which rejected records of a walk are told apart. */
export function rejectedHash(sha256: Buffer): Buffer {
  return sha256.subarray(0, hashBytes);
}

/** Ids as unsigned 32-bit little-endian integers. */
export function packIds(ids: readonly number[]): Buffer {
  const packed = Buffer.allocUnsafe(ids.length * idBytes);
  ids.forEach((id, index) => {
    packed.writeUInt32LE(id, index * idBytes);
  });
  return packed;
}

/** Rebuilds what the unfinished walk of a stream has seen. */
export function loadSeen(db: ReadConnection, streamId: number): SeenSet {
  const seen = new SeenSet();
  const pages = db.rows<readonly [Buffer, Buffer]>(
    'SELECT observation_ids, rejected_hashes FROM walk_page WHERE stream_id = ? ORDER BY id',
    streamId,
  );
  for (const [ids, hashes] of pages) {
    for (let at = 0; at < ids.length; at += idBytes) seen.addObservation(ids.readUInt32LE(at));
    for (let at = 0; at < hashes.length; at += hashBytes) seen.addRejected(hashes.subarray(at, at + hashBytes));
  }
  return seen;
}
