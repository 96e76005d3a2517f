import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The bundle of the command line: the same program as the sources, in fewer and larger files without types, which start in half the
 * processor time. `node scripts/cli.mjs` makes it and runs it; nothing else does, and nothing of it is packed.
 *
 * One file that a bundle was made of, as it was when it was read: path from the project's top, size in bytes, times in ms.
 *
 * @typedef {readonly [path: string, size: number, modifiedMs: number, changedMs: number]} BundleInput
 *
 * `root`: absolute, since paths of it stand in the bundle. `name`: of its folder.
 *
 * @typedef {{ readonly root: string, readonly name: string, readonly inputs: readonly BundleInput[] }} BundleManifest
 */

const ifThere = /** @type {const} */ ({ throwIfNoEntry: false });

/**
 * Where bundles lie, and what says which of them is the last.
 *
 * @param {string} root top folder of the project, absolute, with the separator at its end.
 */
export function bundlePlace(root) {
  const folder = join(root, '.cache', 'cli');
  return { folder, manifestFile: join(folder, 'current.json'), lockFile: join(folder, 'build.lock') };
}

/**
 * The folder of the last bundle, if every file it was made of still is what it was. Costs one `stat` per file.
 *
 * @param {string} root top folder of the project, absolute, with the separator at its end.
 * @returns {string | undefined}
 */
export function findCurrentBundle(root) {
  const bundle = findLastBundle(root);
  const isCurrent = bundle?.inputs.every((input) => isUnchanged(root, input)) ?? false;
  return isCurrent ? bundle?.folder : undefined;
}

/**
 * The last bundle, current or not.
 *
 * @param {string} root top folder of the project, absolute, with the separator at its end.
 * @returns {{ readonly folder: string, readonly inputs: readonly BundleInput[] } | undefined}
 */
export function findLastBundle(root) {
  const place = bundlePlace(root);
  const manifest = readManifest(place.manifestFile);
  if (manifest === undefined || manifest.root !== root) return undefined;
  const folder = join(place.folder, manifest.name);
  return existsSync(join(folder, 'main.js')) ? { folder, inputs: manifest.inputs } : undefined;
}

/**
 * @param {string} root as above.
 * @param {string} path from there.
 * @returns {BundleInput | undefined} undefined where there is no such file.
 */
export function describeInput(root, path) {
  const stat = statSync(root + path, ifThere);
  return stat === undefined ? undefined : [path, stat.size, stat.mtimeMs, stat.ctimeMs];
}

/**
 * Nothing is built here that could be spared: it runs some nine hundred times before each command.
 *
 * @param {string} root
 * @param {BundleInput} input
 */
function isUnchanged(root, [path, size, modifiedMs, changedMs]) {
  const stat = statSync(root + path, ifThere);
  return stat !== undefined && stat.size === size && stat.mtimeMs === modifiedMs && stat.ctimeMs === changedMs;
}

/**
 * @param {string} file
 * @returns {BundleManifest | undefined}
 */
function readManifest(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // None yet, or one that was cut off: the next build writes it anew.
    return undefined;
  }
}
