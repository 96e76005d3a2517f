/**
 * Whether `node_modules` holds what the lockfile names. Pure comparison of two lockfiles.
 *
 * @typedef {{ readonly version?: string, readonly optional?: boolean }} LockEntry
 * @typedef {{ readonly packages?: Readonly<Record<string, LockEntry>> }} Lockfile
 */

/**
 * Compares the project's lockfile with the one npm leaves in `node_modules`. Optional packages may be absent: they are for other
 * platforms.
 *
 * @param {Lockfile} wanted `package-lock.json`
 * @param {Lockfile} present `node_modules/.package-lock.json`
 */
export function matchesLock(wanted, present) {
  const here = present.packages ?? {};
  const there = wanted.packages ?? {};
  const hasAll = Object.entries(there).every(
    ([path, entry]) =>
      path === '' || here[path]?.version === entry.version || (entry.optional === true && here[path] === undefined),
  );
  return hasAll && Object.entries(here).every(([path, entry]) => there[path]?.version === entry.version);
}
