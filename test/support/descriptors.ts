/** Descriptors of this process, and what another of its threads does with them at a moment that no test could hit. */
import fs, { fstatSync, readdirSync, statSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished } from 'vitest';

/** How often this process has a file open. POSIX only. */
export function countOpen(file: string): number {
  const { ino, dev } = statSync(file);
  return readdirSync('/dev/fd').filter((descriptor) => {
    try {
      const facts = fstatSync(Number(descriptor));
      return facts.ino === ino && facts.dev === dev;
    } catch {
      // The one through which the list was read.
      return false;
    }
  }).length;
}

/** Calls `meanwhile` before each call of a function of `node:fs`, until the test ends. */
export function beforeEachCall<Name extends 'openSync' | 'readSync'>(
  name: Name,
  meanwhile: (...given: Parameters<(typeof fs)[Name]>) => void,
): void {
  const real = fs[name];
  const put = (called: typeof real): void => {
    fs[name] = called;
    syncBuiltinESMExports();
  };
  onTestFinished(() => put(real));
  put(((...given: Parameters<typeof real>) => {
    meanwhile(...given);
    return (real as (...given: Parameters<typeof real>) => number)(...given);
  }) as typeof real);
}
