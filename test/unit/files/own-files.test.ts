import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isOwnFile } from '#main/files/own-files.ts';

let root: string;
let data: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sightline-own-'));
  data = join(root, 'data');
  for (const name of ['exports', 'logs', 'mine', 'replaced-2026-11-30T00-00-00.000Z']) {
    mkdirSync(join(data, name), { recursive: true });
  }
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test.each([
  'sightline.db',
  'sightline.db-wal',
  'sightline.db-shm',
  'sightline.db-journal',
  'sightline.db-sums',
  'sightline.db-sums-journal',
  'sightline.db-wal.replaced-1-2',
  'SightLine.DB',
  'search.snapshot',
  'logs/sightline.log',
  'leases/findings',
  'replaced-2026-11-30T00-00-00.000Z/sightline.db',
  'exports/../sightline.db',
])('%s is one, whether it is there or not', (name) => {
  expect(isOwnFile(data, join(data, name))).toBe(true);
});

test.each(['report.html', 'sightline.db.backup', 'exports/sightline.db', 'mine/case.json', '../sightline.db', '.'])(
  '%s is none',
  (name) => {
    expect(isOwnFile(data, join(data, name))).toBe(false);
  },
);

test('is known through links, on either side', () => {
  writeFileSync(join(data, 'sightline.db'), '');
  symlinkSync(data, join(root, 'link'));
  expect(isOwnFile(data, join(root, 'link', 'sightline.db'))).toBe(true);
  expect(isOwnFile(join(root, 'link'), join(data, 'sightline.db-wal'))).toBe(true);
});

test('a data folder that is not there has none', () => {
  expect(isOwnFile(join(root, 'nowhere'), join(root, 'nowhere', 'sightline.db'))).toBe(false);
});
