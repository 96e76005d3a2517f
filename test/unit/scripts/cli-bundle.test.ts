import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bundlePlace, describeInput, findCurrentBundle } from '../../../scripts/lib/cli-bundle.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sightline-bundle-')) + sep;
  for (const name of ['a.ts', 'b.ts']) writeFileSync(join(root, name), 'one');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function writeBundle(madeIn = root): string {
  const { folder, manifestFile } = bundlePlace(root);
  mkdirSync(join(folder, 'first'), { recursive: true });
  writeFileSync(join(folder, 'first', 'main.js'), '');
  const inputs = ['a.ts', 'b.ts'].map((path) => describeInput(root, path));
  writeFileSync(manifestFile, JSON.stringify({ root: madeIn, name: 'first', inputs }));
  return join(folder, 'first');
}

it('is current while every file it was made of is as it was', () => {
  expect(findCurrentBundle(root)).toBeUndefined();
  const folder = writeBundle();
  expect(findCurrentBundle(root)).toBe(folder);
});

it('is not when one of them was written, even with the same size and its old time, or is gone', () => {
  writeBundle();
  writeFileSync(join(root, 'b.ts'), 'longer');
  expect(findCurrentBundle(root)).toBeUndefined();
  utimesSync(join(root, 'b.ts'), 1, 1);
  writeBundle();
  expect(findCurrentBundle(root)).toBeDefined();
  writeFileSync(join(root, 'b.ts'), 'LONGER');
  utimesSync(join(root, 'b.ts'), 1, 1);
  expect(findCurrentBundle(root)).toBeUndefined();
  writeBundle();
  rmSync(join(root, 'a.ts'));
  expect(findCurrentBundle(root)).toBeUndefined();
});

it('is not when the project was moved, the bundle removed, or what tells of it cut off', () => {
  writeBundle(join(root, 'elsewhere') + sep);
  expect(findCurrentBundle(root)).toBeUndefined();
  const folder = writeBundle();
  rmSync(folder, { recursive: true });
  expect(findCurrentBundle(root)).toBeUndefined();
  writeBundle();
  writeFileSync(bundlePlace(root).manifestFile, '{"root":');
  expect(findCurrentBundle(root)).toBeUndefined();
});
