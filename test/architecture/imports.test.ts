import { describe, expect, it } from 'vitest';
import { type Import, listImports } from './source-graph.ts';

const imports = listImports('src');

/** Imports of a folder that none of the patterns allows, as readable lines. */
function strangers(folder: string, allowed: readonly RegExp[]): readonly string[] {
  return imports
    .filter(({ from, to }) => from.startsWith(folder) && !allowed.some((pattern) => pattern.test(to)))
    .map(describeImport);
}

function describeImport({ from, to }: Import): string {
  return `${from} -> ${to}`;
}

describe('imports point one way', () => {
  it('finds the imports at all', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports).toContainEqual({ from: 'src/preload/index.ts', to: 'electron', isTypeOnly: false });
  });

  it('shared runs anywhere: only itself, zod and pure data', () => {
    expect(strangers('src/shared/', [/^src\/shared\//, /^(zod|tldts)$/])).toEqual([]);
  });

  it('domain is pure: itself, shared, and text libraries', () => {
    expect(strangers('src/main/domain/', [/^src\/(shared|main\/domain)\//, /^node:url$/])).toEqual([]);
  });

  it('services stand on domain and on what they declare; never on a database, a shell or a transport', () => {
    const forbidden = /^(src\/main\/(db|workers|ipc|app|shell)\/|better-sqlite3$|electron$|undici$|keytar$)/;
    expect(
      imports.filter(({ from, to }) => from.startsWith('src/main/services/') && forbidden.test(to)).map(describeImport),
    ).toEqual([]);
  });

  it.each(['vendors', 'exporters', 'db', 'platform'])(
    '%s hangs beside the services: nothing above it is used',
    (folder) => {
      const above = /^src\/main\/(ipc|app|shell|workers)\//;
      expect(
        imports.filter(({ from, to }) => from.startsWith(`src/main/${folder}/`) && above.test(to)).map(describeImport),
      ).toEqual([]);
    },
  );

  it('vendors, exporters, db and platform do not know each other, but for the vendor seam', () => {
    const siblings = ['vendors', 'exporters', 'db', 'platform'];
    const crossing = imports.filter(({ from, to }) => {
      const own = siblings.find((name) => from.startsWith(`src/main/${name}/`));
      const other = siblings.find((name) => to.startsWith(`src/main/${name}/`));
      const isSeam = to === 'src/main/vendors/vendor.ts';
      return own !== undefined && other !== undefined && own !== other && !isSeam;
    });
    expect(crossing.map(describeImport)).toEqual([]);
  });

  it('only the store loads SQLite, only the platform the keychain and the network', () => {
    const owners: readonly [string, RegExp][] = [
      ['better-sqlite3', /^src\/main\/db\//],
      ['keytar', /^src\/main\/platform\//],
      ['undici', /^src\/main\/platform\//],
      ['playwright-core', /^src\/main\/shell\/chromium\//],
    ];
    const strays = owners.flatMap(([name, owner]) =>
      imports.filter(({ from, to }) => to === name && !owner.test(from)),
    );
    expect(strays.map(describeImport)).toEqual([]);
  });

  it('electron appears in its entry, its shell and the preload only', () => {
    const places = /^src\/(main\/index\.ts$|main\/shell\/electron\/|preload\/)/;
    expect(imports.filter(({ from, to }) => to === 'electron' && !places.test(from)).map(describeImport)).toEqual([]);
  });

  it('the preload needs nothing but electron and two names', () => {
    expect(strangers('src/preload/', [/^electron$/, /^src\/shared\/contract\/channels\.ts$/])).toEqual([]);
  });

  it('the renderer uses shared and packages of the window, never Node or main', () => {
    const wrong = imports.filter(
      ({ from, to }) => from.startsWith('src/renderer/') && /^(src\/(main|preload)\/|node:|electron$)/.test(to),
    );
    expect(wrong.map(describeImport)).toEqual([]);
  });

  it('vendor modules do not know each other', () => {
    const vendorOf = (path: string): string | undefined => /^src\/main\/vendors\/([a-z]+)\//.exec(path)?.[1];
    const wrong = imports.filter(({ from, to }) => {
      const own = vendorOf(from);
      const other = vendorOf(to);
      return own !== undefined && other !== undefined && other !== 'kit' && own !== other;
    });
    expect(wrong.map(describeImport)).toEqual([]);
  });
});
