import Sqlite from 'better-sqlite3';
import { StoreFault } from '../fault.ts';

/** Earlier ones can damage a database in WAL mode that several connections use: SQLite's "WAL-reset bug". */
const least = [3, 51, 3] as const;

let isChecked = false;

/**
 * Looks once, before the first file is opened, whether the SQLite of this installation may be trusted with one.
 *
 * @throws StoreFault `storage.unsafeEngine`.
 */
export function checkEngine(): void {
  if (isChecked) return;
  const database = new Sqlite(':memory:');
  try {
    requireSafeEngine(String(database.prepare('SELECT sqlite_version()').pluck().get()));
  } finally {
    database.close();
  }
  isChecked = true;
}

/** @param version as SQLite gives it, `3.54.1`. @throws StoreFault `storage.unsafeEngine`. */
export function requireSafeEngine(version: string): void {
  const numbers = version.split('.').map(Number);
  const index = least.findIndex((number, part) => numbers[part] !== number);
  if (index < 0 || (numbers[index] ?? 0) > (least[index] ?? 0)) return;
  throw new StoreFault(
    'storage.unsafeEngine',
    `This installation has SQLite ${version}, which can damage a database: ${least.join('.')} is the least.`,
    { suggestion: 'Install Sightline anew. No file was opened or changed.' },
  );
}
