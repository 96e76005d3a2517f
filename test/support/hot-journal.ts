import { readFileSync, writeFileSync } from 'node:fs';

const sectorBytes = 512;
const magic = Buffer.from('d9d505f920a163d7', 'hex');

/**
 * Leaves beside a database the rollback journal of a transaction that was cut off before it changed the file: it holds the first page
 * as it is. So ends a process that is killed while it takes a database out of WAL mode.
 */
export function leaveHotJournal(file: string): void {
  const database = readFileSync(file);
  const pageBytes = database.readUInt16BE(16);
  const page = database.subarray(0, pageBytes);
  const nonce = 7;
  const head = Buffer.alloc(sectorBytes);
  magic.copy(head);
  for (const [n, value] of [1, nonce, database.length / pageBytes, sectorBytes, pageBytes].entries()) {
    head.writeUInt32BE(value, magic.length + 4 * n);
  }
  const number = Buffer.alloc(4);
  number.writeUInt32BE(1);
  // SQLite's own check sum: every two hundredth byte, from the end.
  let sum = nonce;
  for (let at = pageBytes - 200; at > 0; at -= 200) sum += page.readUInt8(at);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(sum);
  writeFileSync(`${file}-journal`, Buffer.concat([head, number, page, check]), { mode: 0o600 });
}
