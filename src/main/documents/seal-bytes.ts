import { Decrypter, Encrypter } from 'age-encryption';
import { DocumentFault } from './document.ts';

/** How every file of the age format begins. */
const opening = Buffer.from('age-encryption.org/v1\n', 'latin1');

/** Whether bytes are encrypted in the age format. */
export function isSealed(bytes: Uint8Array): boolean {
  return opening.equals(bytes.subarray(0, opening.length));
}

/** Encrypts with a passphrase; the same bytes come out differently each time. */
export async function sealBytes(bytes: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  return encrypter.encrypt(bytes);
}

/** @throws DocumentFault `unreadable`: another passphrase, or bytes that were changed; nothing of them comes out then. */
export async function unsealBytes(bytes: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return await decrypter.decrypt(bytes);
  } catch {
    throw new DocumentFault('unreadable', 'The passphrase does not open it, or the file was changed.');
  }
}
