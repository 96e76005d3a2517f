import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { Arch } from 'electron-builder';
import { describe, expect, it } from 'vitest';
import { configuration, configureFor, fuses, keytarFile, requireKeytarFor } from '../../../electron-builder.config.ts';
import { readNativeBinary } from '../../../scripts/lib/native-binary.mjs';
import { unpackedUrl } from '../../../src/main/shell/electron/unpacked.ts';

const root = resolve(import.meta.dirname, '../../..');
const read = (path: string): Buffer => readFileSync(resolve(root, path));

/** Width and height of a PNG, from its first chunk. */
function sizeOfPng(png: Buffer): readonly [number, number] {
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

describe('the configuration of the installers', () => {
  it('states every fuse that this Electron has', () => {
    const known = Object.values(FuseV1Options).filter((fuse) => typeof fuse === 'number');
    expect(known.length).toBeGreaterThan(8);
    expect(known.filter((fuse) => !(String(fuse) in fuses))).toEqual([]);
    expect(fuses.strictlyRequireAllFuses).toBe(true);
  });

  it('makes AppImage and deb, an NSIS installer and a universal disk image', () => {
    expect(configuration.linux?.target).toMatchObject([{ target: 'AppImage' }, { target: 'deb' }]);
    expect(configuration.win?.target).toMatchObject([{ target: 'nsis' }]);
    expect(configuration.mac?.target).toEqual([{ target: 'dmg', arch: ['universal'] }]);
    expect(configuration.asar).toBe(true);
  });

  it('starts nothing without its sandbox, and removes no work of the analyst', () => {
    expect(configuration.linux?.executableArgs).toEqual([]);
    expect(configuration.nsis?.deleteAppDataOnUninstall).toBe(false);
    expect(configuration.mac?.hardenedRuntime).toBe(true);
  });

  it('gives up no more of the hardened runtime than V8 needs', () => {
    const keys = [
      ...read('resources/entitlements.mac.plist')
        .toString('utf8')
        .matchAll(/<key>([^<]+)<\/key>/g),
    ];
    expect(keys.map(([, key]) => key)).toEqual(['com.apple.security.cs.allow-jit']);
  });

  it('publishes nothing and asks nobody for updates', () => {
    expect(configuration.publish).toBeNull();
    expect(JSON.parse(read('package.json').toString('utf8')).dependencies).not.toHaveProperty('electron-updater');
  });

  it('holds no certificate, password or identity', () => {
    const text = read('electron-builder.config.ts').toString('utf8');
    expect(text).not.toMatch(/certificateFile|certificatePassword|BEGIN |teamId: '/);
  });
});

describe('native modules of the installers', () => {
  const prebuilds = resolve(root, 'node_modules/better-sqlite3/prebuilds');

  it.each(readdirSync(prebuilds))('are told apart by their heads: %s', (name) => {
    const [system = '', arch = ''] = name.replace('.node', '').split('-');
    expect(readNativeBinary(readFileSync(resolve(prebuilds, name)))).toEqual({
      platform: system.replace('musl', ''),
      archs: [arch],
    });
  });

  it('of macOS for both machines are known as such, and what is no program as nothing', () => {
    const fat = Buffer.alloc(80);
    fat.writeUInt32BE(0xcafebabe, 0);
    fat.writeUInt32BE(2, 4);
    fat.writeUInt32BE(0x01000007, 8);
    fat.writeUInt32BE(0x0100000c, 28);
    expect(readNativeBinary(fat)).toEqual({ platform: 'darwin', archs: ['x64', 'arm64'] });
    expect(readNativeBinary(Buffer.alloc(80))).toBeUndefined();
    expect(readNativeBinary(Buffer.from('MZ'))).toBeUndefined();
  });

  it('refuse to be packed for a machine that they are not for', () => {
    const file = (name: string): string => resolve(prebuilds, name);
    const pack = (electronPlatformName: string, arch: Arch, name: string) => () =>
      requireKeytarFor({ electronPlatformName, arch }, file(name));
    expect(pack('linux', Arch.arm64, 'linux-arm64.node')).not.toThrow();
    expect(pack('linux', Arch.arm64, 'linux-x64.node')).toThrow(
      'The keychain module (keytar) that is installed is for linux x64, the installer is for linux arm64. ' +
        'Make it on such a machine, or let the packager fetch the module from github.com: npm run dist -- --download',
    );
    expect(pack('win32', Arch.x64, 'darwin-x64.node')).toThrow('is for darwin x64, the installer is for win32 x64');
    expect(() =>
      requireKeytarFor({ electronPlatformName: 'linux', arch: Arch.x64 }, resolve(root, 'package.json')),
    ).toThrow('is no program');
  });

  it('that are here are for this machine', () => {
    expect(readNativeBinary(readFileSync(keytarFile))).toEqual({ platform: process.platform, archs: [process.arch] });
  });

  it('make installers for this machine only where nothing is fetched, for both where it is', () => {
    const archsOf = ({ linux, win, mac }: typeof configuration): unknown =>
      [linux, win, mac].map((one) => [one?.target].flat().map((target) => Reflect.get(Object(target), 'arch')));
    const own = process.arch;
    expect(archsOf(configureFor({ download: false }))).toEqual([[own, own], [own], [own]]);
    const both = ['x64', 'arm64'];
    expect(archsOf(configureFor({ download: true }))).toEqual([[both, both], [both], [['universal']]]);
    for (const download of [true, false]) expect(configureFor({ download }).beforePack).toBeTypeOf('function');
    expect(configuration.mac).toMatchObject({
      mergeASARs: true,
      x64ArchFiles: expect.stringContaining('better-sqlite3'),
    });
  });
});

/** The configuration as a release with this environment reads it. */
function readWith(environment: NodeJS.ProcessEnv): { readonly mac: Readonly<Record<string, unknown>> } {
  const script = `import(${JSON.stringify(resolve(root, 'electron-builder.config.ts'))}).then(({ configuration }) => console.log(JSON.stringify(configuration)))`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], {
    env: { PATH: process.env['PATH'], ...environment },
    encoding: 'utf8',
  });
  return JSON.parse(stdout);
}

describe('signing', () => {
  it.each<[string, NodeJS.ProcessEnv, { identity?: null; notarize: boolean }]>([
    ['nothing: unsigned', {}, { identity: null, notarize: false }],
    ['a certificate: signed', { CSC_LINK: 'x' }, { notarize: false }],
    ['a certificate of the keychain: signed', { CSC_NAME: 'x' }, { notarize: false }],
    ['a certificate and an API key: notarised', { CSC_LINK: 'x', APPLE_API_KEY: 'x' }, { notarize: true }],
    ['a certificate and an Apple id: notarised', { CSC_LINK: 'x', APPLE_ID: 'x' }, { notarize: true }],
    ['an Apple id without a certificate: unsigned', { APPLE_ID: 'x' }, { identity: null, notarize: false }],
  ])('for macOS is taken from the environment: %s', (_name, environment, expected) => {
    const { mac } = readWith(environment);
    expect({ notarize: mac['notarize'], ...('identity' in mac ? { identity: mac['identity'] } : {}) }).toEqual(
      expected,
    );
  });
});

describe('npm run dist', () => {
  it('refuses without Electron, and says how to get it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sightline-dist-'));
    // A project of which only the scripts are there.
    cpSync(resolve(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
    cpSync(resolve(root, 'package.json'), join(folder, 'package.json'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(resolve(root, 'node_modules/electron-builder'), join(folder, 'node_modules/electron-builder'));
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'scripts/tasks/dist.mjs')], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(
      "Installers need Electron's binary, which is not downloaded. Get it once with: npx --no install-electron, or let " +
        'the packager fetch it and its tools from github.com: npm run dist -- --download\n',
    );
  });
});

describe('the icons', () => {
  it('are square PNGs of the sizes that their names say', () => {
    const names = readdirSync(resolve(root, 'resources/icons'));
    expect(names.length).toBe(8);
    for (const name of names) {
      const [size] = name.split('x').map(Number);
      expect(sizeOfPng(read(`resources/icons/${name}`)), name).toEqual([size, size]);
    }
  });

  it('are all in the icon file of Windows', () => {
    const ico = read('resources/icon.ico');
    expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
      const at = 6 + 16 * index;
      const png = ico.subarray(ico.readUInt32LE(at + 12), ico.readUInt32LE(at + 12) + ico.readUInt32LE(at + 8));
      const size = ico.readUInt8(at) || 256;
      expect(sizeOfPng(png)).toEqual([size, size]);
      return size;
    });
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  it('are all in the icon file of macOS', () => {
    const icns = read('resources/icon.icns');
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
    const types: string[] = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      types.push(icns.toString('latin1', at, at + 4));
      sizeOfPng(icns.subarray(at + 8));
    }
    expect(types).toEqual(['icp4', 'icp5', 'ic11', 'ic12', 'ic07', 'ic08', 'ic13', 'ic09', 'ic14', 'ic10']);
  });
});

describe('unpackedUrl', () => {
  it('finds what lies beside the archive, and changes nothing where there is none', () => {
    const packed = new URL('file:///opt/Sightline/resources/app.asar/out/main/writer.js');
    expect(unpackedUrl(packed).pathname).toBe('/opt/Sightline/resources/app.asar.unpacked/out/main/writer.js');
    const source = new URL('file:///home/me/sightline/out/main/writer.js');
    expect(unpackedUrl(source).href).toBe(source.href);
  });
});
