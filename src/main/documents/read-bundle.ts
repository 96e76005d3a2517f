import { createHash } from 'node:crypto';
import type { BundleRequest } from '#main/services/ports/documents.ts';
import {
  type BundleFault,
  type BundleMember,
  type BundleView,
  bundleEntrySchema,
  bundleHeadSchema,
  bundleIndicatorSchema,
  bundleManifest,
  bundleManifestSchema,
  bundleMembers,
  bundleNoteSchema,
  bundleVersion,
  writeManifestText,
} from '#shared/model/bundle.ts';
import { DocumentFault } from './document.ts';
import { readNamedFile } from './named-file.ts';
import { isSealed, unsealBytes } from './seal-bytes.ts';
import { type UnpackedBundle, unpackBundle } from './unpack-bundle.ts';

/** Of the file as given. */
const fileBytes = 512 * 1024 * 1024;
/** Lines that are shown of a member, and characters of them. */
const shownLines = 1_000;
const shownLength = 150_000;

/**
 * Opens a bundle, holds every member against the manifest and tells what it holds; nothing is stored.
 * @throws DocumentFault when it is none, cannot be opened with the passphrase, or is too large; AppError `input.*` when its file cannot be read.
 */
export async function readBundle({ source, passphrase }: BundleRequest): Promise<BundleView> {
  const bytes = 'bytes' in source ? source.bytes : await readNamedFile(source.path, { most: fileBytes });
  const isEncrypted = isSealed(bytes);
  if (isEncrypted && passphrase === null) return { ...emptyView, isEncrypted, isLocked: true };
  const unpacked = unpackBundle(isEncrypted ? await unsealBytes(bytes, passphrase ?? '') : bytes);
  return { ...tellBundle(unpacked), isEncrypted };
}

const emptyView: BundleView = {
  isLocked: false,
  isEncrypted: false,
  fingerprint: null,
  faults: [],
  head: null,
  counts: {},
  indicators: [],
  notes: [],
  timeline: [],
};

function tellBundle(unpacked: UnpackedBundle): BundleView {
  const faults: BundleFault[] = [...unpacked.faults];
  const members = keepSealed(unpacked, faults);
  const manifest = unpacked.members.get(bundleManifest);
  const read = <Item>(name: BundleMember, schema: Parser<Item>): Item[] => readLines(members, { name, schema }, faults);
  return {
    ...emptyView,
    fingerprint: manifest === undefined ? null : sha256(manifest),
    head: readHead(members, faults),
    counts: Object.fromEntries(
      [...members].flatMap(([name, content]) => (name.endsWith('.jsonl') ? [[name, countLines(content)]] : [])),
    ),
    indicators: read('indicators.jsonl', bundleIndicatorSchema),
    notes: read('notes.jsonl', bundleNoteSchema),
    timeline: read('timeline.jsonl', bundleEntrySchema),
    faults,
  };
}

/** The members that are what the manifest says; of the others it is told what is wrong. */
function keepSealed({ members, faults: known }: UnpackedBundle, faults: BundleFault[]): Map<BundleMember, Uint8Array> {
  const sound = new Map<BundleMember, Uint8Array>();
  const sealed = readManifest(members.get(bundleManifest), faults);
  for (const name of bundleMembers) {
    const content = members.get(name);
    const seal = sealed?.find((one) => one.name === name);
    if (content === undefined) {
      if (!known.some(({ member }) => member === name)) faults.push({ member: name, problem: 'It is missing.' });
    } else if (seal === undefined) {
      if (sealed !== undefined) faults.push({ member: name, problem: 'The manifest does not know it.' });
    } else if (seal.sizeBytes === content.byteLength && seal.sha256 === sha256(content)) sound.set(name, content);
    else faults.push({ member: name, problem: 'It is not what was sealed: its SHA-256 is another one.' });
  }
  return sound;
}

function readManifest(content: Uint8Array | undefined, faults: BundleFault[]) {
  const parsed = bundleManifestSchema.safeParse(parseJson(content));
  if (!parsed.success) {
    const problem = 'It is missing or cannot be read, so nothing can be checked.';
    if (!faults.some(({ member }) => member === bundleManifest)) faults.push({ member: bundleManifest, problem });
    return undefined;
  }
  const manifest = parsed.data;
  if (manifest.version > bundleVersion) {
    throw new DocumentFault('unreadable', 'It was written by a later version of Sightline.');
  }
  const isWhole = sha256(Buffer.from(JSON.stringify(manifest.members))) === manifest.seal;
  if (!isWhole || content === undefined || Buffer.compare(Buffer.from(writeManifestText(manifest)), content) !== 0) {
    faults.push({ member: bundleManifest, problem: 'It is not what was written, so nothing can be checked.' });
    return undefined;
  }
  return manifest.members;
}

function readHead(members: ReadonlyMap<BundleMember, Uint8Array>, faults: BundleFault[]): BundleView['head'] {
  const content = members.get('case.json');
  if (content === undefined) return null;
  const parsed = bundleHeadSchema.safeParse(parseJson(content));
  if (parsed.success) return parsed.data;
  faults.push({ member: 'case.json', problem: 'It does not say what a case has to say.' });
  return null;
}

interface Parser<Item> {
  safeParse(value: unknown): { readonly success: true; readonly data: Item } | { readonly success: false };
}

/** The first lines, as many as are shown. */
function readLines<Item>(
  members: ReadonlyMap<BundleMember, Uint8Array>,
  { name, schema }: { readonly name: BundleMember; readonly schema: Parser<Item> },
  faults: BundleFault[],
): Item[] {
  const items: Item[] = [];
  let length = 0;
  for (const line of splitLines(members.get(name) ?? new Uint8Array())) {
    if (items.length === shownLines || length > shownLength) break;
    const parsed = schema.safeParse(parseJson(line));
    if (!parsed.success) {
      faults.push({ member: name, problem: `Line ${items.length + 1} does not say what it has to say.` });
      break;
    }
    length += JSON.stringify(parsed.data).length;
    // One entry alone can be longer than an answer.
    if (length < 3 * shownLength) items.push(parsed.data);
  }
  return items;
}

const lineFeed = 0x0a;

function* splitLines(content: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < content.byteLength; ) {
    const end = content.indexOf(lineFeed, start);
    const stop = end === -1 ? content.byteLength : end;
    yield content.subarray(start, stop);
    start = stop + 1;
  }
}

function countLines(content: Uint8Array): number {
  let count = 0;
  for (let at = content.indexOf(lineFeed); at !== -1; at = content.indexOf(lineFeed, at + 1)) count += 1;
  return count;
}

function parseJson(content: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    return undefined;
  }
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
