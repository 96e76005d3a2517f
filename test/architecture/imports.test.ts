import { describe, expect, it } from 'vitest';
import { findFloor, findUse, readFloors } from './floors.ts';
import { type Import, listImports, listSources, readSource } from './source-graph.ts';

const imports = listImports('src');
const floors = readFloors();
/** Whole comments; `//` inside an address is none. */
const commentPattern = /\/\*[\s\S]*?\*\/|(?:^|\s)\/\/.*/gm;
const isTypes = (some: readonly Import[]): boolean => some.every(({ isTypeOnly }) => isTypeOnly);

function describeImport({ from, to }: Import): string {
  return `${from} -> ${to}`;
}

describe('imports point one way', () => {
  it('finds the imports at all', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(floors.length).toBeGreaterThan(10);
    expect(imports).toContainEqual({ from: 'src/preload/index.ts', to: 'electron', isTypeOnly: false });
  });

  it('every source file belongs to a row of the table', () => {
    expect(listSources('src').filter((file) => findFloor(floors, file) === undefined)).toEqual([]);
  });

  it.each(floors.map((floor) => [floor.path, floor] as const))('%s uses what its row says', (path, floor) => {
    const leaving = imports.filter(
      ({ from, to }) => findFloor(floors, from) === floor && findFloor(floors, to) !== floor,
    );
    expect(leaving.filter((one) => findUse(floor, one) === undefined).map(describeImport)).toEqual([]);
    const used = new Set(leaving.map((one) => findUse(floor, one)));
    expect(
      floor.uses.filter((use) => !used.has(use)).map(({ name }) => name),
      `nothing in ${path} uses`,
    ).toEqual([]);
    const onlyTypes = floor.uses.filter(
      (use) => !use.isTypeOnly && isTypes(leaving.filter((one) => findUse(floor, one) === use)),
    );
    expect(
      onlyTypes.map(({ name }) => name),
      `${path} uses types only of`,
    ).toEqual([]);
  });

  it('no row uses what stands above it', () => {
    const order = floors.map(({ path }) => path);
    expect(order.slice(0, 4)).toEqual(['src/shared', 'src/main/domain', 'src/main/ports', 'src/main/services']);
    const upwards = imports.filter(({ from, to, isTypeOnly }) => {
      const own = findFloor(floors, from);
      const other = findFloor(floors, to);
      return (
        !isTypeOnly && own !== undefined && other !== undefined && order.indexOf(other.path) > order.indexOf(own.path)
      );
    });
    expect(upwards.map(describeImport)).toEqual([]);
  });

  it.each(['src/main/db/reader-thread.ts', 'src/main/db/search-thread.ts'])(
    '%s loads no schema library: it takes longer than a small question',
    (entry) => {
      const loaded = new Map<string, string>([[entry, '']]);
      for (const file of loaded.keys()) {
        for (const { from, to, isTypeOnly } of imports)
          if (from === file && !isTypeOnly && !loaded.has(to)) loaded.set(to, from);
      }
      expect(loaded.size).toBeGreaterThan(30);
      expect(loaded.get('zod'), 'is asked for by').toBeUndefined();
    },
  );

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

  it.each([
    ['findCredentials', 'on a locked gnome-keyring it ends the process'],
    ['findPassword', "it returns any connection's secret"],
    ['node:sqlite', "a second SQLite in the process drops the first one's locks"],
  ])('%s is not used: %s', (word) => {
    const users = (asked: string): readonly string[] =>
      listSources('src').filter((file) => readSource(file).replaceAll(commentPattern, '').includes(asked));
    expect(users('getPassword')).toContain('src/main/platform/keytar-child.ts');
    expect(users(word)).toEqual([]);
  });

  it('electron appears in its entry, its shell and the preload only', () => {
    const places = /^src\/(main\/index\.ts$|main\/shell\/electron\/|preload\/)/;
    expect(imports.filter(({ from, to }) => to === 'electron' && !places.test(from)).map(describeImport)).toEqual([]);
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
