import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findDataFolder } from '#main/platform/data-folder.ts';
import { createPaths } from '#main/platform/paths.ts';
import { runUnprivileged } from '../../support/unprivileged.ts';

const entries = { writerEntry: new URL('file:///writer.js'), readerEntry: new URL('file:///reader.js') };
const homeFolder = '/home/ana';

describe('where the data folder lies', () => {
  test.each([
    ['linux', {}, '/home/ana/.local/share/sightline'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/sightline'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ana/.local/share/sightline'],
    ['linux', { SIGHTLINE_HOME: '/srv/sightline', XDG_DATA_HOME: '/data' }, '/srv/sightline'],
    ['linux', { SIGHTLINE_HOME: '' }, '/home/ana/.local/share/sightline'],
    ['darwin', {}, '/home/ana/Library/Application Support/Sightline'],
    ['win32', {}, '/home/ana/AppData/Local/Sightline'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/Sightline'],
  ] as const)('%s with %j', (platform, environment, expected) => {
    expect(findDataFolder({ platform, environment, homeFolder })).toBe(expected);
  });

  test('a relative SIGHTLINE_HOME counts from the current folder', () => {
    expect(findDataFolder({ environment: { SIGHTLINE_HOME: 'data' } })).toBe(join(process.cwd(), 'data'));
  });

  test('everything lies inside, and the worker entries are passed on', () => {
    const paths = createPaths({ ...entries, environment: { SIGHTLINE_HOME: '/srv/s' } });
    expect(paths).toMatchObject({
      ...entries,
      dataFolder: '/srv/s',
      databaseFile: '/srv/s/sightline.db',
      logFolder: '/srv/s/logs',
      exportFolder: '/srv/s/exports',
    });
  });
});

describe('ensure', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sightline-paths-'));
  });

  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  });

  const ensure = (home: string) => createPaths({ ...entries, environment: { SIGHTLINE_HOME: home } }).ensure();
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

  test('creates private folders, parents included, and may run again', () => {
    const home = join(folder, 'a', 'b');
    ensure(home);
    ensure(home);
    for (const path of [home, join(home, 'logs'), join(home, 'exports')]) expect(modeOf(path)).toBe('700');
  });

  test('closes a data folder of ours that others can read', () => {
    writeFileSync(join(folder, 'sightline.db'), '');
    mkdirSync(join(folder, 'logs'));
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'logs'), 0o777);
    ensure(folder);
    expect(modeOf(folder)).toBe('700');
    expect(modeOf(join(folder, 'logs'))).toBe('700');
  });

  test('leaves the mode of a folder that holds other things', () => {
    writeFileSync(join(folder, 'holiday.jpg'), '');
    chmodSync(folder, 0o755);
    ensure(folder);
    expect(modeOf(folder)).toBe('755');
    expect(modeOf(join(folder, 'exports'))).toBe('700');
  });

  test('a file in its place is named as such', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const home of [file, join(file, 'below')]) {
      expect(() => ensure(home)).toThrowError(expect.objectContaining({ code: 'storage.foreignFile' }));
    }
  });

  const refusal = (home: string): unknown => {
    try {
      ensure(home);
    } catch (error) {
      return error;
    }
    return undefined;
  };

  test('a link that leads nowhere is named as such, in the place of the folder and above it', () => {
    const link = join(folder, 'link');
    symlinkSync(join(folder, 'nowhere', 'at', 'all'), link);
    for (const home of [link, join(link, 'below'), join(link, 'far', 'below')]) {
      expect(refusal(home)).toMatchObject({
        code: 'storage.readOnly',
        message: 'The data folder could not be created: the place does not exist, or a link leads nowhere.',
      });
    }
    expect(readdirSync(folder)).toEqual(['link']);
  });

  test('a link to a folder is that folder', () => {
    symlinkSync(mkdtempSync(join(folder, 'real-')), join(folder, 'link'));
    ensure(join(folder, 'link'));
    ensure(join(folder, 'link', 'below'));
    expect(modeOf(join(folder, 'link', 'below', 'logs'))).toBe('700');
  });

  test('links in a circle are storage.readOnly', () => {
    symlinkSync(join(folder, 'b'), join(folder, 'a'));
    symlinkSync(join(folder, 'a'), join(folder, 'b'));
    expect(refusal(join(folder, 'a'))).toMatchObject({
      code: 'storage.readOnly',
      message: expect.stringContaining('ELOOP'),
    });
  });

  test('a path that is too long for the system or for SQLite is refused, and nothing is made', () => {
    const parts = Array.from({ length: 10 }, () => 'x'.repeat(100));
    for (const home of [join(folder, 'x'.repeat(300)), join(folder, ...parts)]) {
      expect(refusal(home)).toMatchObject({
        code: 'storage.readOnly',
        message: expect.stringContaining('its path is too long'),
      });
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  // In a process of its own: one that never came back would stop the whole run.
  test.runIf(process.platform === 'linux')('a file system that makes no folders is told at once', () => {
    for (const home of ['/proc/nope', '/proc/nope/deep/down', '/sys/nope']) {
      expect(ensureUnprivileged(home)).toBe('storage.readOnly Set SIGHTLINE_HOME to a folder of your own.');
    }
  });

  /** Ensures a data folder as a user whom modes bind; what it printed. */
  const ensureUnprivileged = (home: string) =>
    runUnprivileged(`
      import { createPaths } from '#main/platform/paths.ts';
      const entry = new URL('file:///entry.js');
      const environment = { SIGHTLINE_HOME: ${JSON.stringify(home)} };
      try {
        createPaths({ writerEntry: entry, readerEntry: entry, environment }).ensure();
        console.log('ensured');
      } catch (error) {
        console.log(error.code, error.suggestion);
      }`);

  test.runIf(process.platform === 'linux')('a place where we may not write is storage.readOnly', () => {
    chmodSync(folder, 0o500);
    expect(ensureUnprivileged(join(folder, 'data'))).toBe(
      'storage.readOnly Set SIGHTLINE_HOME to a folder of your own.',
    );
    chmodSync(folder, 0o700);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.runIf(process.platform === 'linux')('a data folder that has become read-only can still be read', () => {
    writeFileSync(join(folder, 'sightline.db'), '');
    chmodSync(folder, 0o500);
    expect(ensureUnprivileged(folder)).toBe('ensured');
  });
});
