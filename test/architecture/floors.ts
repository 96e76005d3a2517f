import { type Import, readSource } from './source-graph.ts';

/** One thing that a folder uses, as the table in `docs/architecture.md` names it. */
export interface Use {
  /** A folder or file of ours (`shared`, `vendors/vendor.ts`), `node` for all of Node's modules, else a package or module. */
  readonly name: string;
  readonly isTypeOnly: boolean;
}

/** A row of that table. */
export interface Floor {
  /** Path from the root: of a folder, or of one file. */
  readonly path: string;
  readonly uses: readonly Use[];
}

const row = /^\| `(src\/[^`]+)` \| .* \| ([^|]*) \|$/gm;

/** The folders of our sources and what each uses, from `docs/architecture.md`. */
export function readFloors(): readonly Floor[] {
  return [...readSource('docs/architecture.md').matchAll(row)].map(([, path = '', uses = '']) => ({
    path,
    uses: [...uses.matchAll(/`([^`]+)`( \(types\))?/g)].map(([, name = '', types]) => ({
      name,
      isTypeOnly: types !== undefined,
    })),
  }));
}

/** The row that a source file belongs to. */
export function findFloor(floors: readonly Floor[], file: string): Floor | undefined {
  return floors.find(({ path }) => file === path || file.startsWith(`${path}/`));
}

/** The use that an import is an example of; the narrowest one where several are. Undefined for what the row does not name. */
export function findUse({ uses }: Floor, { to, isTypeOnly }: Import): Use | undefined {
  return uses
    .filter((use) => isCovered(use.name, to) && (isTypeOnly || !use.isTypeOnly))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

function isCovered(name: string, target: string): boolean {
  if (name === 'node') return target.startsWith('node:');
  const places = [`src/${name}`, `src/main/${name}`];
  return target === name || places.some((place) => target === place || target.startsWith(`${place}/`));
}
