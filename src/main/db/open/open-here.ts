import { fstatSync, readdirSync, statSync } from 'node:fs';

/**
 * Whether some thread of this process has a file open. On POSIX systems whoever closes any descriptor of a file takes all locks that the
 * process has on it, those of SQLite in other threads too; Windows knows nothing of the kind.
 *
 * @param own a descriptor that does not count.
 * @returns true where that cannot be found out.
 */
export function isOpenHere(file: string, own?: number): boolean {
  if (process.platform === 'win32') return false;
  try {
    const wanted = statSync(file, { bigint: true, throwIfNoEntry: false });
    if (wanted === undefined) return false;
    return readdirSync('/dev/fd').some((name) => {
      const facts = Number(name) === own ? undefined : lookAt(Number(name));
      return facts?.ino === wanted.ino && facts.dev === wanted.dev;
    });
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
