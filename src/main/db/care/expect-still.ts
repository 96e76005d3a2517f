import { statSync } from 'node:fs';
import { inUse } from './sole-use.ts';
import { databaseFiles } from './whole-file.ts';

/**
 * Notes how a database lies there. No lock can be held while it is copied and replaced: that would have to be one on the file itself.
 *
 * @returns what throws StoreFault `state.conflict` where somebody has written into it since.
 */
export function expectStill(file: string): () => void {
  const before = factsOf(file);
  return () => {
    if (factsOf(file) !== before) throw inUse();
  };
}

function factsOf(file: string): string {
  return databaseFiles(file)
    .filter((path) => !path.endsWith('-shm'))
    .map((path) => {
      const facts = statSync(path, { bigint: true, throwIfNoEntry: false });
      // One that is empty says nothing: whoever looks makes it, and whoever leaves removes it.
      return facts === undefined || facts.size === 0n ? '' : `${path} ${facts.ino} ${facts.size} ${facts.mtimeNs}`;
    })
    .join('\n')
    .trim();
}
