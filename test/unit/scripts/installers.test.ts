import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import { configuration, fuses } from '../../../electron-builder.config.ts';
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
