import type { HttpAnswer, SecretFields } from '#main/ports/ports.ts';
import { secretMask } from '#main/ports/secret.ts';

/** Shorter ones are no vendor's keys, and stand in too many texts by chance. */
const shortestSecret = 8;

/**
 * An answer in whose body the account's own secrets are masked: vendors repeat them, in messages and in records (Falcon names
 * the client id as the author of what was made with it), and a record is kept, shown and exported.
 *
 * @returns the same answer where there is nothing to hide, which takes some microseconds for a page; else one with a body of its own buffer.
 */
export function hideSecrets(answer: HttpAnswer, secrets: SecretFields): HttpAnswer {
  const { body } = answer;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const found = Object.values(secrets)
    .flatMap((secret) => formsOf(secret.reveal()))
    // A secret may begin with another: no rest of it must stay.
    .sort((a, b) => b.length - a.length)
    .filter((form) => bytes.includes(form, 0, 'latin1'));
  if (found.length === 0) return answer;
  // Byte for byte, so that whatever else is wrong with the text stays as it came.
  const clean = found.reduce((text, form) => text.replaceAll(form, secretMask), bytes.toString('latin1'));
  return { ...answer, body: new Uint8Array(Buffer.from(clean, 'latin1')) };
}

/** As it was given, as JSON writes it, and in small letters, as ids are often told; each as bytes in Latin-1. */
function formsOf(secret: string): readonly string[] {
  if (secret.length < shortestSecret) return [];
  const forms = new Set([JSON.stringify(secret).slice(1, -1), secret, secret.toLowerCase()]);
  return [...forms].map((form) => Buffer.from(form).toString('latin1'));
}
