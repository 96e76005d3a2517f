import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Arch, build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configuration, runtimePackages } from '../../../electron-builder.config.ts';
import { makeStandInElectron } from '../../support/stand-in-electron.ts';

const root = resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'sightline-packaging-'));
const packed = join(folder, 'release', 'linux-unpacked');
const archive = join(packed, 'resources', 'app.asar');

beforeAll(async () => {
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget('dir', Arch.x64),
    config: {
      ...configuration,
      electronDist: makeStandInElectron(folder),
      directories: { ...configuration.directories, output: join(folder, 'release') },
    },
    publish: 'never',
  });
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files of the archive, each with whether it lies beside it. */
function listFiles(): readonly { readonly path: string; readonly isUnpacked: boolean }[] {
  return listPackage(archive, { isPack: true }).map((line) => {
    const [mode = '', path = ''] = line.split(' : ');
    return { path: path.trim().replaceAll('\\', '/').slice(1), isUnpacked: mode.trim() === 'unpack' };
  });
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Packages that the built main process and its threads import. */
function listImported(): readonly string[] {
  const bundles = readdirSync(join(root, 'out', 'main'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  );
  const found = bundles.flatMap((name) => {
    // Comments of bundled packages name types of others.
    const text = readFileSync(join(root, 'out', 'main', name), 'utf8').replaceAll(/^\s*\*.*$/gm, '');
    return [
      ...text.matchAll(
        /(?:^|\n|;)\s*(?:import|export)[^'"\n]*?["']([^'".][^'"]*)["']|import\(["']([^'".][^'"]*)["']\)/g,
      ),
    ];
  });
  const names = found.map(([, fixed, dynamic]) => packageOf(fixed ?? dynamic ?? ''));
  const own = names.filter(
    (name) => !name.startsWith('node:') && !builtinModules.includes(name) && name !== 'electron',
  );
  return [...new Set(own)].sort();
}

describe('the packed program', () => {
  it('holds the built files and the packages that main loads, and nothing else', () => {
    const files = listFiles().map(({ path }) => path);
    const outside = files.filter((path) => !path.startsWith('node_modules')).map((path) => path.split('/')[0]);
    expect([...new Set(outside)].sort()).toEqual(['LICENSE', 'out', 'package.json']);
    const packages = files
      .filter((path) => /^node_modules\/.*package\.json$/.test(path))
      .map((path) => packageOf(path.slice('node_modules/'.length)));
    expect([...new Set(packages)].sort()).toEqual([...runtimePackages].sort());
    expect(
      files.filter((path) => /\.(?:ts|tsx|map|md)$|^(?:src|test|scripts|docs)\/|sightline-build/.test(path)),
    ).toEqual([]);
  });

  it('lacks no package that main or a thread imports', () => {
    const imported = listImported();
    expect(imported).toContain('better-sqlite3');
    const isPacked = (name: string): boolean => (runtimePackages as readonly string[]).includes(name);
    expect(imported.filter((name) => !isPacked(name))).toEqual([]);
    // And what those need in turn, but for what only compiles native code.
    const needed = runtimePackages.flatMap((name) => {
      const { dependencies = {} } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
      return Object.keys(dependencies);
    });
    expect(needed.filter((name) => !isPacked(name) && !['node-addon-api', 'prebuild-install'].includes(name))).toEqual(
      [],
    );
  });

  it('keeps native code, thread entries and what they import beside the archive, and the rest inside', () => {
    const files = listFiles();
    const unpacked = (path: string) => files.find((file) => file.path === path)?.isUnpacked;
    for (const entry of ['out/main/writer.js', 'out/main/reader.js', 'out/main/search.js', 'out/main/documents.js'])
      expect([entry, unpacked(entry)]).toEqual([entry, true]);
    expect(files.filter(({ path, isUnpacked }) => path.endsWith('.node') && !isUnpacked)).toEqual([]);
    for (const inside of ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html', 'package.json']) {
      expect([inside, unpacked(inside)]).toEqual([inside, false]);
    }
    const natives = files.filter(({ path }) => path.endsWith('.node')).map(({ path }) => path);
    expect(natives.filter((path) => !/linux|keytar/.test(path))).toEqual([]);
    // Nothing of how it was compiled: no object files, no makefiles.
    const folder = 'node_modules/keytar/build/Release';
    const ofKeytar = files.map(({ path }) => path).filter((path) => path.startsWith('node_modules/keytar/build/'));
    expect(ofKeytar.filter((path) => path !== folder)).toEqual([`${folder}/keytar.node`]);
  });

  it('has every fuse set as stated, read back from the program', async () => {
    const wire = await getCurrentFuseWire(join(packed, 'sightline'));
    const state = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE;
    expect({
      runAsNode: state(FuseV1Options.RunAsNode),
      cookieEncryption: state(FuseV1Options.EnableCookieEncryption),
      nodeOptions: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      nodeCliInspect: state(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
      browserSnapshot: state(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      filePrivileges: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
      wasmTrapHandlers: state(FuseV1Options.WasmTrapHandlers),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      nodeCliInspect: false,
      asarIntegrity: true,
      onlyAsar: true,
      browserSnapshot: false,
      filePrivileges: false,
      wasmTrapHandlers: true,
    });
  });

  it('runs from what was packed: a call reaches the store in the thread beside the archive', () => {
    const installed = join(folder, 'installed', 'app.asar');
    extractAll(archive, installed);
    // As Electron sees it: what lies beside the archive is not inside it.
    const beside = join(folder, 'installed', 'app.asar.unpacked');
    spawnSync('cp', ['-r', `${archive}.unpacked`, beside]);
    rmSync(join(installed, 'out', 'main', 'writer.js'));
    rmSync(join(installed, 'out', 'main', 'reader.js'));
    expect(existsSync(join(beside, 'out', 'main', 'writer.js'))).toBe(true);
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, 'test', 'support', 'built-electron.ts'), join(installed, 'out')],
      {
        env: { PATH: process.env['PATH'], SIGHTLINE_HOME: join(folder, 'home') },
        input: [
          { id: 1, method: 'cases.create', input: { title: 'Packed', severity: 'low', tlp: 'amber', pap: 'amber' } },
          { id: 2, method: 'cases.get', input: { number: 'CASE-0001' } },
        ]
          .map((message) => `${JSON.stringify(message)}\n`)
          .join(''),
        encoding: 'utf8',
      },
    );
    const lines = stdout.trim().split('\n');
    expect(lines, stderr).toHaveLength(3);
    expect(JSON.parse(lines[2] ?? '{}')).toMatchObject({ ok: true, value: { title: 'Packed' } });
  });
});
