import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { applicationId } from '../open/identity.ts';

/** The fixed part of the header of a database of ours: SQLite file format, section 1.3. */
const magic = Buffer.from('SQLite format 3\0', 'latin1');
const fixed = Buffer.from([0x20, 0x00, 1, 1, 0, 64, 32, 32]);

/**
 * Writes back the first bytes of a copy, which are the same in every database of ours: with one of them wrong SQLite would not read
 * anything at all. The copy is taken out of WAL mode, so a log beside it must have been folded in or be gone.
 *
 * @returns whether the rest of the header says that it is one of ours.
 */
export function mendHeader(copy: string): boolean {
  const handle = openSync(copy, 'r+');
  try {
    const id = Buffer.alloc(4);
    readSync(handle, id, 0, 4, 68);
    if (id.readUInt32BE() !== applicationId) return false;
    writeSync(handle, Buffer.concat([magic, fixed]), 0, magic.length + fixed.length, 0);
    return true;
  } finally {
    closeSync(handle);
  }
}
