import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SetupError } from './report.mjs';

/**
 * What a release says of itself, beside its installers: `release.json`, and its signatures in `release.json.sig`, one line per key.
 * `src/main/services/updates` reads both.
 *
 * A key that signs, under the id that a build knows it by; `publicText` is what a build is told.
 *
 * @typedef {{ readonly id: string, readonly key: import('node:crypto').KeyObject, readonly publicText: string }} SigningKey
 */

/** As electron-builder writes them; a Windows installer for all processors names none. */
const installerName =
  /^Sightline-(.+)-(linux|win|mac)(?:-(x64|x86_64|amd64|arm64|aarch64|universal))?\.(AppImage|deb|exe|dmg)$/;

/** As Node names them. */
const platforms = new Map([
  ['linux', 'linux'],
  ['win', 'win32'],
  ['mac', 'darwin'],
]);
const archs = new Map([
  ['x86_64', 'x64'],
  ['amd64', 'x64'],
  ['aarch64', 'arm64'],
]);

/** What the program takes; see there. */
const limits = { statementBytes: 64 * 1024, notesLength: 20_000 };

/**
 * @param {string} file path of a PEM file with an Ed25519 private key.
 * @returns {SigningKey}
 * @throws SetupError; nothing of what is in the file is in it.
 */
export function readSigningKey(file) {
  /** @type {import('node:crypto').KeyObject} */
  let key;
  try {
    key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType !== 'ed25519') throw new RangeError('It is of another kind.');
  } catch {
    throw new SetupError(`${file} is not a readable Ed25519 private key without a passphrase (PEM).`);
  }
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const id = createHash('sha256').update(der).digest('hex').slice(0, 16);
  return { id, key, publicText: der.toString('base64') };
}

/**
 * Writes the statement over all installers of a folder, and signs it.
 *
 * @param {{
 *   readonly folder: string,
 *   readonly version: string,
 *   readonly notes: string,
 *   readonly releasedAt: Date,
 *   readonly keys: readonly SigningKey[],
 * }} release
 * @returns {Promise<readonly string[]>} names of the installers.
 * @throws SetupError
 */
export async function stateRelease({ folder, version, notes, releasedAt, keys }) {
  if (notes.length > limits.notesLength) {
    throw new SetupError(`The notes are longer than ${limits.notesLength} characters.`);
  }
  const names = readdirSync(folder)
    .filter((name) => installerName.test(name))
    .sort();
  if (names.length === 0) throw new SetupError(`There is no installer in ${folder}. Make it with: npm run dist`);
  const files = await Promise.all(names.map((name) => describeInstaller(folder, name, version)));
  const statement = { format: 1, version, releasedAt: releasedAt.toISOString(), notes, files };
  const bytes = Buffer.from(`${JSON.stringify(statement, undefined, 2)}\n`);
  if (bytes.byteLength > limits.statementBytes) {
    throw new SetupError(`The statement is longer than ${limits.statementBytes} bytes. Shorten the notes.`);
  }
  const signatureFile = join(folder, 'release.json.sig');
  // A kill in between leaves a statement without a signature, not one with another's.
  rmSync(signatureFile, { force: true });
  writeFileSync(join(folder, 'release.json'), bytes);
  writeFileSync(
    signatureFile,
    keys.map(({ id, key }) => `${id} ${sign(null, bytes, key).toString('base64')}\n`).join(''),
  );
  return names;
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {string} version
 */
async function describeInstaller(folder, name, version) {
  const [, ofVersion, system = '', processor = 'universal', kind] = installerName.exec(name) ?? [];
  if (ofVersion !== version) {
    throw new SetupError(`${name} is not of version ${version}. Take installers of other versions out of ${folder}.`);
  }
  const hash = createHash('sha256');
  let size = 0;
  await pipeline(createReadStream(join(folder, name)), async (chunks) => {
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.length;
    }
  });
  const arch = archs.get(processor) ?? processor;
  return { platform: platforms.get(system), arch, kind, name, size, sha256: hash.digest('hex') };
}
