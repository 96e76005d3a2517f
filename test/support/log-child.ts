/**
 * `node log-child.ts <database> <what>`: leaves a write-ahead log of a special kind and kills itself. `spilt`: in the middle of a
 * transaction that is larger than the cache, so that its pages go to the log before it is committed, some of them twice.
 * `begun-anew`: with frames of an earlier, longer log behind the last commit. `plain`: with some commits and nothing behind them.
 */
import Sqlite from 'better-sqlite3';

const [file = '', what = ''] = process.argv.slice(2);
const database = new Sqlite(file);
database.pragma('journal_mode = WAL');
database.pragma('wal_autocheckpoint = 0');
const set = database.prepare('INSERT OR REPLACE INTO setting(name, value) VALUES (?, ?)');
const fill = (text: string): void => {
  for (let n = 0; n < 400; n += 1) set.run(`n${n}`, text.repeat(2_000));
};

if (what === 'plain') for (let n = 0; n < 8; n += 1) set.run(`m${n}`, what);
if (what === 'spilt') {
  for (let n = 0; n < 3; n += 1) set.run(`m${n}`, what);
  database.pragma('cache_size = 10');
  database.exec('BEGIN');
  fill('x');
  fill('y');
}
if (what === 'begun-anew') {
  fill('x');
  database.pragma('wal_checkpoint(RESTART)');
  for (let n = 0; n < 3; n += 1) set.run(`m${n}`, what);
}
process.kill(process.pid, 'SIGKILL');
