import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** Where a build looks for updates, and whom it believes. */
export interface UpdateSource {
  readonly origin: string;
  /** Of the folder, with a slash at its end. */
  readonly path: string;
  readonly keys: readonly UpdateKey[];
}

/** A public key under the id that signatures name. */
export interface UpdateKey {
  readonly id: string;
  readonly key: KeyObject;
}

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Reads what a build was given: the address of a folder, and one or more public keys (base64 of their SPKI form, separated by
 * commas), so that a new key is known before the old one is given up.
 *
 * @returns null where both are empty: a build without updates.
 * @throws RangeError for anything that is not both; it ends the build.
 */
export function readUpdateSource({
  address,
  keys,
}: {
  readonly address: string;
  readonly keys: string;
}): UpdateSource | null {
  if (address === '' && keys === '') return null;
  if (address === '' || keys === '') throw new RangeError('Updates need both an address and a public key.');
  const url = URL.parse(address);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopbackHosts.has(url.hostname));
  if (url === null || !isSafe || `${url.origin}${url.pathname}` !== address || !address.endsWith('/')) {
    throw new RangeError('The address for updates must read https://host/folder/ with a slash at its end.');
  }
  return { origin: url.origin, path: url.pathname, keys: keys.split(',').map((text) => readKey(text.trim())) };
}

function readKey(text: string): UpdateKey {
  const der = Buffer.from(text, 'base64');
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') throw new RangeError('It is of another kind.');
    // Of the key in its one canonical form, not of the text that named it.
    const exact = key.export({ format: 'der', type: 'spki' });
    return { id: createHash('sha256').update(exact).digest('hex').slice(0, 16), key };
  } catch (cause) {
    throw new RangeError('The public key for updates must be an Ed25519 key, as base64 of its SPKI form.', { cause });
  }
}
