import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readUpdateSource, type UpdateSource } from '#main/services/updates/update-source.ts';

/** A key that signs releases, and how a build is told of it. */
export interface ReleaseKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  /** As in `SIGHTLINE_UPDATE_KEY`. */
  readonly publicText: string;
}

export function makeReleaseKey(): ReleaseKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const der = publicKey.export({ format: 'der', type: 'spki' });
  const id = createHash('sha256').update(der).digest('hex').slice(0, 16);
  return { id, privateKey, publicText: der.toString('base64') };
}

/** The line that a key writes under some bytes. */
export function signLine(bytes: Uint8Array, { id, privateKey }: ReleaseKey): string {
  return `${id} ${sign(null, bytes, privateKey).toString('base64')}\n`;
}

export const installerName = 'Sightline-9.0.0-test.bin';
export const installerBytes = Buffer.from('What would be installed.'.repeat(4_000));

/** A statement over one installer for this machine; parts of it can be others. */
export function makeStatement(change: Readonly<Record<string, unknown>> = {}, fileChange = {}): Buffer {
  const file = {
    platform: process.platform,
    arch: process.arch,
    kind: 'bin',
    name: installerName,
    size: installerBytes.byteLength,
    sha256: createHash('sha256').update(installerBytes).digest('hex'),
    ...fileChange,
  };
  const statement = {
    format: 1,
    version: '9.0.0',
    releasedAt: '2026-11-29T12:00:00Z',
    notes: 'Faster <b>searches</b>.',
    files: [file],
    ...change,
  };
  return Buffer.from(JSON.stringify(statement));
}

/** A build that looks there and believes these keys. @throws RangeError where it could not be built. */
export function sourceAt(origin: string, ...keys: readonly ReleaseKey[]): UpdateSource {
  const source = readUpdateSource({
    address: `${origin}/sightline/`,
    keys: keys.map(({ publicText }) => publicText).join(','),
  });
  if (source === null) throw new RangeError('A build without updates.');
  return source;
}
