import { verify } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';
import type { UpdateKey } from './update-source.ts';

/** `<id of the key> <base64 of 64 bytes>`, one line per key. */
const linePattern = /^([0-9a-f]{16}) ([A-Za-z0-9+/]{86}==)$/;

/**
 * Holds a signature against the exact bytes it is for. Lines of keys that this build does not know are passed over, so that a release
 * can be signed for builds of before and after a change of keys.
 *
 * @throws AppError `update.notVerified`: no line of a known key, or one that does not fit the bytes.
 */
export function verifySignature(bytes: Uint8Array, signatureText: string, keys: readonly UpdateKey[]): void {
  const lines = signatureText
    .trim()
    .split(/\r?\n/)
    .map((line) => linePattern.exec(line));
  let isSigned = false;
  for (const line of lines) {
    if (line === null) throw refuse('The signature of the release cannot be read.');
    const [, id, text = ''] = line;
    const known = keys.find((key) => key.id === id);
    if (known === undefined) continue;
    if (!verify(null, bytes, known.key, Buffer.from(text, 'base64'))) {
      throw refuse('The signature of the release does not fit what it says.');
    }
    isSigned = true;
  }
  if (!isSigned) throw refuse('The release is signed with a key that this build does not know.');
}

function refuse(message: string): AppError {
  return new AppError('update.notVerified', message);
}
