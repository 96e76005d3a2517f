import { createHash } from 'node:crypto';

/** What the first entry is sealed with in place of an earlier hash. */
export const noHash: Buffer = Buffer.alloc(32);

/** SHA-256 of the hash before and of an entry's text. */
export function seal(before: Uint8Array, entry: string): Buffer {
  return createHash('sha256').update(before).update(entry, 'utf8').digest();
}
