import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrations } from '#main/db/migrations/index.ts';
import { splitStatements } from '../../support/split-statements.ts';

/** Names of what a schema has, made by running SQL in a given way. */
function namesMadeBy(run: (database: Sqlite.Database, sql: string) => void): unknown[] {
  const database = new Sqlite(':memory:');
  const handle = Object.create(database, { exec: { value: (sql: string) => run(database, sql) } }) as Sqlite.Database;
  for (const step of migrations) step.up(handle);
  const names = database.prepare('SELECT type, name, tbl_name FROM sqlite_schema ORDER BY type, name').raw().all();
  database.close();
  return names;
}

it('the steps of the schema can be cut between their statements', () => {
  const whole = namesMadeBy((database, sql) => database.exec(sql));
  const cut = namesMadeBy((database, sql) => {
    // One that is not whole, or two at once, are refused.
    for (const statement of splitStatements(sql)) database.prepare(statement).run();
  });
  expect(whole.length).toBeGreaterThan(60);
  expect(cut).toEqual(whole);
});
