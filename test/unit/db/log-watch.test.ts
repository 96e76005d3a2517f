import { appendFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHandle } from '#main/db/connection.ts';
import { LogWatch } from '#main/db/open/file-watch.ts';
import { makeDataFolder } from '../../support/store.ts';

let data: ReturnType<typeof makeDataFolder>;
let log: string;
let own: Sqlite.Database;
let other: Sqlite.Database;
let watch: LogWatch;

/** Stores something through another connection, at the moment when the first one asks how long the log is. */
let meanwhile: (() => void) | undefined;

beforeEach(() => {
  data = makeDataFolder();
  const file = join(data.folder, 'sightline.db');
  log = `${file}-wal`;
  own = openHandle(file);
  own.pragma('journal_mode = WAL');
  own.exec('CREATE TABLE word (text TEXT)');
  other = openHandle(file);
  const asking = new Proxy(own, {
    get(target, name) {
      if (name !== 'pragma') return Reflect.get(target, name);
      return (...args: Parameters<typeof own.pragma>) => {
        meanwhile?.();
        meanwhile = undefined;
        return target.pragma(...args);
      };
    },
  });
  // What a refused commit of another process left behind the end, before it cut that off.
  const end = statSync(log).size;
  appendFileSync(log, Buffer.alloc(100_000));
  watch = new LogWatch(file, asking);
  truncateSync(log, end);
});

afterEach(() => {
  meanwhile = undefined;
  own.close();
  other.close();
  data.remove();
});

it('is content with a log that another process has cut at its end', () => {
  expect(() => watch.check()).not.toThrow();
});

it('is content where something was stored right after that', () => {
  meanwhile = () => other.exec("INSERT INTO word VALUES ('later')");
  expect(() => watch.check()).not.toThrow();
});

it('names a log that lacks what was stored', () => {
  truncateSync(log, 100);
  expect(() => watch.check()).toThrow('was cut off by another program');
});
