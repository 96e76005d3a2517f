import { spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropAbandoned, makeTemporaryFolder, temporaryBeside } from '#main/files/temporary-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-temporary-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that has ended: its number is free, or was until a moment ago. */
const gone = spawnSync(process.execPath, ['-e', '']).pid;
const hourMs = 60 * 60_000;

/** Our name as another process of this machine would give it. */
const nameOf = (pid: number): string =>
  basename(temporaryBeside(join(folder, 'report.md'))).replace(`-${process.pid}-`, `-${pid}-`);

function put(name: string, ageMs = 0): string {
  writeFileSync(join(folder, name), 'half');
  const time = (Date.now() - ageMs) / 1_000;
  utimesSync(join(folder, name), time, time);
  return name;
}

const left = async (): Promise<readonly string[]> => {
  await dropAbandoned(folder);
  return readdirSync(folder).sort();
};

it('temporary names are hidden, beside their target, and never the same', () => {
  const names = [1, 2].map(() => temporaryBeside(join(folder, 'report.md')));
  expect(new Set(names).size).toBe(2);
  for (const name of names) {
    expect(join(name, '..')).toBe(folder);
    expect(basename(name)).toMatch(new RegExp(`^\\.sightline-[0-9a-f]{8}-${process.pid}-[0-9a-f]{16}\\.tmp$`));
  }
});

describe('what was given up is removed:', () => {
  it('of a process that is gone, with what SQLite left beside it', async () => {
    const name = nameOf(gone);
    for (const suffix of ['', '-wal', '-shm', '-journal', '-sums', '-sums-journal']) put(`${name}${suffix}`);
    expect(await left()).toEqual([]);
  });

  it('of any process, machine and version after a day', async () => {
    put(nameOf(process.pid), 25 * hourMs);
    put('.sightline-00000000-1-0123456789abcdef.tmp', 25 * hourMs);
    put('.sightline-0123456789abcdef.tmp', 25 * hourMs);
    expect(await left()).toEqual([]);
  });
});

describe('what may be in use stays:', () => {
  it('of this process, and of one that runs', async () => {
    const names = [put(nameOf(process.pid)), put(nameOf(process.ppid))].sort();
    expect(await left()).toEqual(names);
  });

  it('of another machine, and of a version that named no process, until a day is over', async () => {
    const names = [
      put(`.sightline-00000000-${gone}-0123456789abcdef.tmp`, 23 * hourMs),
      put('.sightline-0123456789abcdef.tmp', 23 * hourMs),
    ].sort();
    expect(await left()).toEqual(names);
  });
});

it.each([
  '.sightline-0123456789abcdef.tmp.bak',
  '.sightline-0123456789ABCDEF.tmp',
  '.sightline-0123456789abcde.tmp',
  '.sightline-notes.tmp',
  'sightline-0123456789abcdef.tmp',
  'x.sightline-0123456789abcdef.tmp',
  '.sightline-0123456789abcdef.tmp-old',
  'report.md',
])('what is named otherwise stays, however old: %s', async (name) => {
  put(name, 1_000 * hourMs);
  expect(await left()).toEqual([name]);
});

it('a link and a folder of such a name stay, and what the link leads to', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'sightline-outside-'));
  try {
    const precious = join(outside, nameOf(gone));
    writeFileSync(precious, 'precious');
    symlinkSync(precious, join(folder, nameOf(gone)));
    mkdirSync(join(folder, nameOf(gone)));
    expect(await left()).toHaveLength(2);
    expect(readFileSync(precious, 'utf8')).toBe('precious');
    expect(readdirSync(folder).map((name) => lstatSync(join(folder, name)).isFile())).toEqual([false, false]);
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
});

it('a folder that is not there is no error', async () => {
  await expect(dropAbandoned(join(folder, 'nowhere'))).resolves.toBeUndefined();
});

describe('a temporary folder', () => {
  const putFolder = (pid: number): string => {
    const name = nameOf(pid);
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'Cookies'), 'half');
    return name;
  };

  it('is empty, private and of our name', async () => {
    const made = await makeTemporaryFolder(folder);
    expect(readdirSync(made)).toEqual([]);
    expect(lstatSync(made).mode & 0o777).toBe(0o700);
    expect(basename(made)).toMatch(new RegExp(`^\\.sightline-[0-9a-f]{8}-${process.pid}-[0-9a-f]{16}\\.tmp$`));
  });

  it('takes the place of those of processes that are gone, and of no others', async () => {
    putFolder(gone);
    const kept = [putFolder(process.ppid), put(nameOf(gone)), 'sightline-folder'];
    mkdirSync(join(folder, 'sightline-folder'));
    const made = await makeTemporaryFolder(folder);
    expect(readdirSync(folder).sort()).toEqual([...kept, basename(made)].sort());
  });

  it('takes no link away, nor what a link inside leads to', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'sightline-outside-'));
    try {
      writeFileSync(join(outside, 'precious'), 'precious');
      const link = nameOf(gone);
      symlinkSync(outside, join(folder, link));
      symlinkSync(outside, join(folder, putFolder(gone), 'inside'));
      const made = await makeTemporaryFolder(folder);
      expect(readdirSync(folder).sort()).toEqual([link, basename(made)].sort());
      expect(readFileSync(join(outside, 'precious'), 'utf8')).toBe('precious');
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });
});
