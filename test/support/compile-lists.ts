/**
 * Compiles the warning lists in resources/benign-lists into what the program reads, src/main/db/lists/shipped-lists.json; run by
 * hand after a list changed. A test holds the two against each other.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BenignList } from '#main/domain/benign/benign-list.ts';
import { convertMispList, type MispList } from '#main/domain/benign/misp-list.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'resources', 'benign-lists');

/** Where the compiled lists stand. */
export const compiledListsFile = join(root, 'src', 'main', 'db', 'lists', 'shipped-lists.json');

/** Every original of the folder with its name. */
export function readOriginals(): readonly (readonly [name: string, list: MispList])[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => [basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8')) as MispList]);
}

/** Every list of the folder in our form, by name. */
export function compileLists(): readonly BenignList[] {
  return readOriginals().map(([name, source]) => {
    const outcome = convertMispList(name, source);
    if (outcome === undefined) throw new Error(`${name} holds nothing that we can use.`);
    return outcome.list;
  });
}

if (process.argv[1] === import.meta.filename) writeFileSync(compiledListsFile, `${JSON.stringify(compileLists())}\n`);
