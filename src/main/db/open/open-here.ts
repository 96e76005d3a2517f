import { fstatSync, readdirSync, statSync } from 'node:fs';

/**
 * A descriptor through which some thread of this process has a file open. On POSIX systems whoever closes any descriptor of a file takes
 * all locks that the process has on it, those of SQLite in other threads too; Windows knows nothing of the kind.
 *
 * @param own a descriptor that does not count.
 * @returns undefined where there is none. @throws errors of the system where that cannot be found out.
 */
function find(file: string, own?: number): number | undefined {
  if (process.platform === 'win32') return undefined;
  const wanted = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (wanted === undefined) return undefined;
  return readdirSync('/dev/fd')
    .map(Number)
    .find((descriptor) => {
      const facts = descriptor === own ? undefined : lookAt(descriptor);
      return facts?.ino === wanted.ino && facts.dev === wanted.dev;
    });
}

/** As {@link find}; undefined too where that cannot be found out. */
export function findOpen(file: string): number | undefined {
  try {
    return find(file);
  } catch {
    return undefined;
  }
}

/** Whether {@link find} finds one; true where that cannot be found out. */
export function isOpenHere(file: string, own?: number): boolean {
  try {
    return find(file, own) !== undefined;
  } catch {
    return true;
  }
}

function lookAt(descriptor: number): { readonly ino: bigint; readonly dev: bigint } | undefined {
  try {
    return fstatSync(descriptor, { bigint: true });
  } catch {
    // The one through which the list was read, or closed by now.
    return undefined;
  }
}
