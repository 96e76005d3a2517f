/**
 * Brings an older database up to date and ends without warning at a named moment of a step:
 * `node migrate-child.ts <folder> <moment> <step>`. Says `begun` before, and `done` where the moment did not come.
 */
import Sqlite, { type Database } from 'better-sqlite3';
import { migrations } from '#main/db/migrations/index.ts';
import type { Migration } from '#main/db/migrations/migration.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { die } from './die.ts';
import { splitStatements } from './split-statements.ts';
import { testPaths } from './store.ts';

const [folder = '', moment = '', step = ''] = process.argv.slice(2);

/** The handle, but ended once it has run the first half of some statements. */
function halfWay(db: Database): Database {
  const exec = (sql: string): Database => {
    const statements = splitStatements(sql);
    for (const statement of statements.slice(0, Math.floor(statements.length / 2))) db.exec(statement);
    return die();
  };
  return Object.create(db, { exec: { value: exec } });
}

function mortal(migration: Migration): Migration {
  if (migration.id !== Number(step)) return migration;
  return {
    ...migration,
    up: (db) => {
      if (moment === 'begun') die();
      migration.up(moment === 'half' ? halfWay(db) : db);
      if (moment === 'made') die();
      // The next commit is this step's.
      if (moment === 'committed') dieAfterCommit();
    },
  };
}

function dieAfterCommit(): void {
  const { exec } = Sqlite.prototype;
  Sqlite.prototype.exec = function execAndDie(sql: string) {
    exec.call(this, sql);
    return sql === 'COMMIT' ? die() : this;
  };
}

process.stdout.write('begun\n');
const file = testPaths(folder).databaseFile;
const { database } = await openWriter({ file, nowMs: Date.now(), steps: migrations.map(mortal) });
database.close();
process.stdout.write('done\n');
