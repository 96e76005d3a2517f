/**
 * Loaded before a program, in its main thread or in each: ends the process at a named call, which stands in this module's own URL. What the
 * call does is done by the program as ever; only the moment is ours.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import threads from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { die } from './die.ts';
import type { FatalCall } from './fatal-point.ts';

const asked = new URL(import.meta.url).searchParams;
const [moment, table, nth] = [asked.get('moment'), asked.get('table'), Number(asked.get('nth'))];
let calls = 0;

// biome-ignore lint/suspicious/noExplicitAny: stands for the signature of whatever is wrapped.
type Callable = (this: any, ...args: any[]) => unknown;

/** Puts a call in the place of itself that ends the process at its turn. */
function wrap<Name extends string>(
  holder: { [name in Name]: Callable },
  name: Name,
  isMeant: Callable = () => true,
): void {
  const call: Callable = holder[name];
  holder[name] = function callOrDie(...args) {
    if (isMeant.call(this, ...args) === false) return call.apply(this, args);
    calls += 1;
    const isDue = calls === nth;
    if (isDue && moment === 'before') die();
    const result = call.apply(this, args);
    if (isDue && result instanceof Promise) return result.then(die);
    return isDue ? die() : result;
  };
}

const handle = await fs.promises.open(new URL(import.meta.url), 'r');
const fileHandle = Object.getPrototypeOf(handle);
await handle.close();
const database = Sqlite.prototype;

/** Whether an open transaction changed the last rows of the table that the point names: others do not see that yet. */
function hasChanged(database: Sqlite.Database): boolean {
  if (table === '') return true;
  const rows = `SELECT * FROM "${table}" ORDER BY 1 DESC LIMIT 200`;
  const other = new Sqlite(database.name, { readonly: true });
  try {
    return !isDeepStrictEqual(database.prepare(rows).raw().all(), other.prepare(rows).raw().all());
  } finally {
    other.close();
  }
}

const wraps: Readonly<Record<FatalCall, () => void>> = {
  commit: () =>
    wrap(database, 'exec', function isCommit(sql) {
      return sql === 'COMMIT' && !this.readonly && hasChanged(this);
    }),
  copyDatabase: () => wrap(database, 'backup'),
  checkDatabase: () => wrap(database, 'pragma', (text) => String(text).startsWith('quick_check')),
  createFile: () => wrap(fs.promises, 'open', (_path, flags) => flags === 'wx'),
  writeFile: () => wrap(fileHandle, 'write'),
  fsync: () => {
    wrap(fs, 'fsyncSync');
    wrap(fileHandle, 'sync');
  },
  rename: () => {
    wrap(fs, 'renameSync');
    wrap(fs.promises, 'rename');
  },
  link: () => wrap(fs, 'linkSync'),
  copyFile: () => wrap(fs, 'copyFileSync'),
  remove: () => wrap(fs, 'rmSync'),
};
wraps[asked.get('call') as FatalCall]();

// A thread of ours is started without the arguments of its process.
threads.Worker = class extends threads.Worker {
  constructor(entry: string | URL, options?: threads.WorkerOptions) {
    super(entry, asked.get('threads') === 'main' ? options : { ...options, execArgv: ['--import', import.meta.url] });
  }
};
syncBuiltinESMExports();
