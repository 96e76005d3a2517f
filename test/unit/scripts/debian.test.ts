import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  buildPackages,
  explainMissing,
  findMissing,
  isDebianLike,
  parseInstalledPackages,
  runPackages,
} from '../../../scripts/lib/debian.mjs';
import { listMissingPackages } from '../../../scripts/lib/system-packages.mjs';

const paragraph = (name: string, status = 'install ok installed', more = '') =>
  `Package: ${name}\nStatus: ${status}\nPriority: optional\n${more}Description: Package: decoy\n Status: install ok installed\n`;

const names = (wanted: readonly { readonly name: string }[]) => wanted.map(({ name }) => name);

describe('reading the list of installed packages', () => {
  const status = [
    paragraph('chromium'),
    paragraph('dbus', 'deinstall ok config-files'),
    paragraph('make', 'install ok half-installed'),
    paragraph('libsecret-1-0', 'hold ok installed'),
    paragraph('pkgconf', 'install ok installed', 'Provides: pkg-config (= 1.8.1), other\n'),
  ].join('\n');

  test('only what is really there counts, and what it provides', () => {
    expect([...parseInstalledPackages(status)]).toEqual([
      'chromium',
      'libsecret-1-0',
      'pkgconf',
      'pkg-config',
      'other',
    ]);
  });

  test('the rest is missing', () => {
    const installed = parseInstalledPackages(status);
    expect(names(findMissing(runPackages, installed))).toEqual(['dbus', 'gnome-keyring']);
    expect(names(findMissing(buildPackages, installed))).toEqual(['libsecret-1-dev', 'g++', 'make', 'python3']);
  });

  test('another browser of the same make will do', () => {
    expect(names(findMissing(runPackages, new Set(['google-chrome-stable'])))).not.toContain('chromium');
  });

  test('the message names every package, what it is for, and the command', () => {
    const text = explainMissing([...runPackages, ...buildPackages]);
    for (const { name, purpose } of [...runPackages, ...buildPackages]) {
      expect(text).toContain(name);
      expect(text).toContain(purpose);
    }
    expect(text).toContain('sudo apt-get install chromium libsecret-1-0 dbus gnome-keyring libsecret-1-dev');
  });
});

test.each([
  ['ID=debian\n', true],
  ['NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', true],
  ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', true],
  ['ID=fedora\nVARIANT_ID=debian\n', false],
  ['ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', false],
  ['', false],
])('%j is Debian-like: %s', (osRelease, expected) => {
  expect(isDebianLike(osRelease)).toBe(expected);
});

describe.runIf(process.platform === 'linux')('on a machine', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sightline-dpkg-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const list = (withBuild: boolean) =>
    names(
      listMissingPackages({
        withBuild,
        files: {
          osRelease: join(folder, 'os-release'),
          dpkgStatus: join(folder, 'status'),
          aptLists: folder,
          attempts: join(folder, 'attempts'),
        },
      }),
    );

  test('a bare Debian misses everything; the compiler only where keytar is still to be built', () => {
    writeFileSync(join(folder, 'os-release'), 'ID=debian\n');
    writeFileSync(join(folder, 'status'), paragraph('libc6'));
    expect(list(false)).toEqual(names(runPackages));
    expect(list(true)).toEqual(names([...runPackages, ...buildPackages]));
  });

  test('a full one misses nothing', () => {
    writeFileSync(join(folder, 'os-release'), 'ID=debian\n');
    writeFileSync(
      join(folder, 'status'),
      [...runPackages, ...buildPackages].map(({ name }) => paragraph(name)).join('\n'),
    );
    expect(list(true)).toEqual([]);
  });

  test('another system is not asked', () => {
    writeFileSync(join(folder, 'os-release'), 'ID=fedora\n');
    writeFileSync(join(folder, 'status'), '');
    expect(list(true)).toEqual([]);
    rmSync(join(folder, 'status'));
    writeFileSync(join(folder, 'os-release'), 'ID=debian\n');
    expect(list(true)).toEqual([]);
  });
});
