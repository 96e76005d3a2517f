import { unzipSync } from 'fflate';
import { type BundleFault, bundleManifest, bundleMembers } from '#shared/model/bundle.ts';
import { DocumentFault } from './document.ts';

const mebibyte = 1024 * 1024;
/** What is taken out of a bundle at most. */
const memberBytes = 256 * mebibyte;
const wholeBytes = 512 * mebibyte;
/** Of members that are read as one text; the others are read line by line. No case and no manifest comes near. */
const textBytes: ReadonlyMap<string, number> = new Map([
  ['case.json', 16 * mebibyte],
  [bundleManifest, mebibyte],
]);
/** More entries than a bundle can have, by far. */
const entryLimit = 64;
/** How many times larger than packed an honest member can be, beyond a mebibyte: snapshots resemble each other. */
const ratioLimit = 200;

/** The members that could be unpacked, and what is wrong with the others. */
export interface UnpackedBundle {
  readonly members: ReadonlyMap<string, Uint8Array>;
  readonly faults: readonly BundleFault[];
}

/** Unpacks each member on its own, so that a damaged one takes no other along. Nothing is written, so no name leads anywhere. */
export function unpackBundle(bytes: Uint8Array): UnpackedBundle {
  const { accepted, faults } = judgeEntries(listEntries(bytes));
  const members = new Map<string, Uint8Array>();
  for (const name of accepted) {
    const content = unpackOne(bytes, name);
    if (content === undefined) faults.push({ member: name, problem: 'It is damaged: it cannot be unpacked.' });
    else members.set(name, content);
  }
  return { members, faults };
}

interface Entry {
  readonly name: string;
  readonly size: number;
  readonly originalSize: number;
}

/** @throws DocumentFault `unreadable`, `tooLarge`. */
function listEntries(bytes: Uint8Array): readonly Entry[] {
  const entries: Entry[] = [];
  try {
    unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        entries.push({ name, size, originalSize });
        if (entries.length > entryLimit) throw new DocumentFault('tooLarge', 'It holds more files than a bundle has.');
        return false;
      },
    });
  } catch (cause) {
    if (cause instanceof DocumentFault) throw cause;
    throw new DocumentFault('unreadable', 'It is no case bundle, or its list of members is damaged.', { cause });
  }
  if (entries.length === 0) throw new DocumentFault('unreadable', 'It is no case bundle: it holds nothing.');
  return entries;
}

const known: ReadonlySet<string> = new Set([...bundleMembers, bundleManifest]);

function judgeEntries(entries: readonly Entry[]): {
  readonly accepted: ReadonlySet<string>;
  readonly faults: BundleFault[];
} {
  const faults: BundleFault[] = [];
  const accepted = new Set<string>();
  let total = 0;
  for (const { name, size, originalSize } of entries) {
    total += originalSize;
    const problem = problemOf({ name, size, originalSize }, total, entries);
    if (problem === undefined) accepted.add(name);
    else faults.push({ member: name.slice(0, 200), problem });
  }
  return { accepted, faults };
}

function problemOf({ name, size, originalSize }: Entry, total: number, all: readonly Entry[]): string | undefined {
  if (!known.has(name)) return 'It does not belong into a bundle, and was not looked at.';
  if (all.filter((one) => one.name === name).length > 1) return 'It is there more than once.';
  if (originalSize > (textBytes.get(name) ?? memberBytes) || total > wholeBytes)
    return 'Unpacked it would be too large.';
  if (originalSize > mebibyte && originalSize > ratioLimit * size)
    return 'It unpacks to far more than it says anything.';
  return undefined;
}

function unpackOne(bytes: Uint8Array, name: string): Uint8Array | undefined {
  try {
    return unzipSync(bytes, { filter: (entry) => entry.name === name })[name];
  } catch {
    return undefined;
  }
}
