import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { matchesLock } from '../../../scripts/lib/installed-tree.mjs';
import { findGaps } from '../../../scripts/lib/lockfile-gaps.mjs';

const lockfile = JSON.parse(readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8'));

describe('the committed lockfile', () => {
  test('has an entry for every optional package, else npm ci refuses it (node scripts/complete-lockfile.mjs)', () => {
    expect(findGaps(lockfile.packages)).toEqual({});
  });

  test('names no registry', () => {
    const resolved = Object.values<{ readonly resolved?: string }>(lockfile.packages).map((entry) => entry.resolved);
    expect(resolved.filter((address) => address !== undefined)).toEqual([]);
  });
});

describe('gaps of a lockfile', () => {
  test('are described from the name of the package', () => {
    const optionalDependencies = {
      '@a/cli-darwin-arm64': '1.0.0',
      '@a/cli-linux-x64-musl': '1.0.0',
      '@a/binding-linux-arm-gnueabihf': '1.0.0',
      '@a/binding-win32-ia32-msvc': '1.0.0',
      fsevents: '2.0.0',
    };
    expect(findGaps({ '': {}, 'node_modules/a': { version: '1.0.0', dev: true, optionalDependencies } })).toEqual({
      'node_modules/@a/cli-darwin-arm64': {
        version: '1.0.0',
        dev: true,
        optional: true,
        os: ['darwin'],
        cpu: ['arm64'],
      },
      'node_modules/@a/cli-linux-x64-musl': {
        version: '1.0.0',
        dev: true,
        optional: true,
        os: ['linux'],
        cpu: ['x64'],
        libc: ['musl'],
      },
      'node_modules/@a/binding-linux-arm-gnueabihf': {
        version: '1.0.0',
        dev: true,
        optional: true,
        os: ['linux'],
        cpu: ['arm'],
      },
      'node_modules/@a/binding-win32-ia32-msvc': {
        version: '1.0.0',
        dev: true,
        optional: true,
        os: ['win32'],
        cpu: ['ia32'],
      },
      'node_modules/fsevents': { version: '2.0.0', dev: true, optional: true },
    });
  });

  test('are none where the package is found further up', () => {
    const user = { version: '1.0.0', optionalDependencies: { b: '1.0.0' } };
    const found = { version: '1.0.0' };
    expect(findGaps({ 'node_modules/x/node_modules/a': user, 'node_modules/b': found })).toEqual({});
    expect(findGaps({ 'node_modules/x/node_modules/a': user, 'node_modules/x/node_modules/b': found })).toEqual({});
    expect(findGaps({ 'node_modules/x/node_modules/a': user, 'node_modules/y/node_modules/b': found })).toHaveProperty(
      'node_modules/b',
    );
  });
});

describe('whether what is installed fits the lockfile', () => {
  const wanted = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/a-linux': { version: '1.0.0', optional: true },
      'node_modules/a-darwin': { version: '1.0.0', optional: true },
    },
  };
  const a = { version: '1.0.0' };

  test.each([
    ['all for this platform', { 'node_modules/a': a, 'node_modules/a-linux': a }, true],
    ['no optional one', { 'node_modules/a': a }, true],
    ['a package is missing', { 'node_modules/a-linux': a }, false],
    ['another version', { 'node_modules/a': { version: '1.0.1' } }, false],
    [
      'another version of an optional one',
      { 'node_modules/a': a, 'node_modules/a-linux': { version: '2.0.0' } },
      false,
    ],
    ['one too many', { 'node_modules/a': a, 'node_modules/b': a }, false],
    ['nothing', {}, false],
  ])('%s', (_name, packages, expected) => {
    expect(matchesLock(wanted, { packages })).toBe(expected);
  });
});
