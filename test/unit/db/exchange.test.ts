import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exchange } from '#main/db/care/exchange.ts';
import { makeDataFolder } from '../../support/store.ts';

let data: ReturnType<typeof makeDataFolder>;
let file: string;
let fresh: string;
const parts = ['', '-journal', '-sums', '-sums-journal', '-wal'];

beforeEach(() => {
  data = makeDataFolder();
  file = join(data.folder, 'sightline.db');
  fresh = join(data.folder, 'fresh.db');
  for (const part of [...parts, '-shm']) writeFileSync(`${file}${part}`, `old${part}`);
});
afterEach(() => data.remove());

it('leaves the new file alone in its place', () => {
  writeFileSync(fresh, 'new');
  exchange(fresh, file);
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(readdirSync(data.folder)).toEqual(['sightline.db']);
});

it('leaves the old one its log and its sums where it cannot be replaced', () => {
  expect(() => exchange(fresh, file)).toThrow('ENOENT');
  expect(readdirSync(data.folder)).toEqual(parts.map((part) => `sightline.db${part}`));
  expect(parts.map((part) => readFileSync(`${file}${part}`, 'utf8'))).toEqual(parts.map((part) => `old${part}`));
});

it('leaves alone a folder that has the name of a log', () => {
  rmSync(`${file}-sums`);
  mkdirSync(`${file}-sums`);
  writeFileSync(fresh, 'new');
  exchange(fresh, file);
  expect(readdirSync(data.folder)).toEqual(['sightline.db', 'sightline.db-sums']);
});
