import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

/** Changes a word of an entry with the guards of the table out of the way, as somebody with the file in hand could. */
export function spoilAuditLog(dataFolder: string, id: number, change: { readonly from: string; readonly to: string }) {
  const database = new Sqlite(join(dataFolder, 'sightline.db'));
  try {
    database.exec('DROP TRIGGER audit_entry_unchanged');
    const { changes } = database
      .prepare('UPDATE audit_entry SET entry = replace(entry, ?, ?) WHERE id = ? AND instr(entry, ?) > 0')
      .run(change.from, change.to, id, change.from);
    if (changes !== 1) throw new Error(`Entry ${id} does not hold “${change.from}”.`);
  } finally {
    database.close();
  }
}
