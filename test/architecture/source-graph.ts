import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** One import in our sources: which file asks for what. */
export interface Import {
  /** Path of the importing file from the project's root, with `/`. */
  readonly from: string;
  /** Path of the imported file from the root, or the name of a package or a `node:` module. */
  readonly to: string;
  readonly isTypeOnly: boolean;
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g;

/** Every source file below a folder of the project, as paths from the root. */
export function listSources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** Text of a file of the project. */
export function readSource(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Every import of every source file below a folder. */
export function listImports(folder: string): readonly Import[] {
  return listSources(folder).flatMap((from) =>
    [...readSource(from).matchAll(importPattern)].map((match) => ({
      from,
      to: resolveTarget(from, match[2] ?? match[3] ?? match[4] ?? ''),
      isTypeOnly: match[1] !== undefined,
    })),
  );
}

function resolveTarget(from: string, target: string): string {
  if (target.startsWith('#')) return `src/${target.slice(1)}`;
  if (target.startsWith('.')) return relative(root, resolve(root, dirname(from), target)).replaceAll('\\', '/');
  return target.startsWith('node:') ? target : packageName(target);
}

function packageName(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}
