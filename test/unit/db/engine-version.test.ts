import { existsSync, readFileSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requireSafeEngine } from '#main/db/open/engine-version.ts';
import { makeDataFolder, openTestStore, testPaths } from '../../support/store.ts';

const unsafe = expect.objectContaining({ code: 'storage.unsafeEngine' });

describe('the version of SQLite', () => {
  it.each(['3.51.2', '3.50.4', '3.9.9', '2.99.9', '3.51', '', 'unknown'])('%j is not trusted', (version) => {
    expect(() => requireSafeEngine(version)).toThrow(unsafe);
  });

  it.each(['3.51.3', '3.51.10', '3.52.0', '3.54.1', '4.0.0'])('%s is trusted', (version) => {
    expect(() => requireSafeEngine(version)).not.toThrow();
  });
});

describe('a file is not opened by a SQLite that can damage it', () => {
  let data: ReturnType<typeof makeDataFolder>;
  let file: string;

  beforeEach(async () => {
    data = makeDataFolder();
    file = testPaths(data.folder).databaseFile;
    const store = await openTestStore('inline', data.folder);
    await store.write('settings.set', { name: 'theme', value: 'dark' });
    await store.close();
    vi.resetModules();
    vi.doMock('better-sqlite3', async (load) => ({ default: pretend(await load<{ default: typeof Sqlite }>()) }));
  });
  afterEach(() => {
    vi.doUnmock('better-sqlite3');
    data.remove();
  });

  /** The real module, which says that it is older. */
  function pretend({ default: Real }: { readonly default: typeof Sqlite }) {
    return class extends Real {
      override prepare(sql: string): never {
        return super.prepare(sql.replace('sqlite_version()', "'3.51.2'")) as never;
      }
    };
  }

  it('for reading', async () => {
    const { openReader } = await import('#main/db/open/open-reader.ts');
    expect(() => openReader(file)).toThrow(unsafe);
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('for writing, which changes nothing', async () => {
    const before = readFileSync(file);
    const { openWriter } = await import('#main/db/open/open-writer.ts');
    await expect(openWriter({ file, nowMs: 1 })).rejects.toThrow(unsafe);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});
