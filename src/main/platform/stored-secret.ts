import * as z from 'zod';
import type { SecretFields } from '#main/ports/ports.ts';
import { Secret } from '#main/ports/secret.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** Windows' credential manager takes 2,560 bytes. */
const mostBytes = 2_400;

const storedSchema = z.record(z.string().min(1), z.string());

/**
 * The text under which a connection's secret fields are stored: a JSON object.
 *
 * @throws AppError `input.invalid` for what a keychain would cut or refuse: no field, empty or overlong values, control characters
 * (libsecret ends a text at NUL).
 */
export function serialiseSecret(fields: Readonly<Record<string, string>>): string {
  const entries = Object.entries(fields);
  if (entries.length === 0) throw invalid('There is no secret to save.');
  for (const [name, value] of entries) {
    if (name === '' || value === '') throw invalid('A secret field must not be empty.');
    if (/\p{Cc}/u.test(name + value)) throw invalid(`The secret field ${visible(name)} has a control character in it.`);
  }
  const text = JSON.stringify(fields);
  if (Buffer.byteLength(text, 'utf8') > mostBytes) {
    throw invalid(`The secret is longer than a keychain can hold (${mostBytes} bytes).`);
  }
  return text;
}

/**
 * Reads what {@link serialiseSecret} wrote; `__proto__` and its like stay plain names.
 *
 * @throws AppError `credential.missing` for any other text: somebody has replaced the entry.
 */
export function parseSecret(text: string): SecretFields {
  const parsed = storedSchema.safeParse(parseJson(text));
  if (!parsed.success || Object.keys(parsed.data).length === 0) {
    throw new AppError('credential.missing', 'The keychain entry was replaced outside Sightline and cannot be read.', {
      suggestion: 'Enter the secret again.',
    });
  }
  return Object.fromEntries(Object.entries(parsed.data).map(([name, value]) => [name, new Secret(value)]));
}

/** Without the parser's error: it would quote the secret. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function visible(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '?').slice(0, 40);
}

function invalid(message: string): AppError {
  return new AppError('input.invalid', message);
}
