import type { SecretFields } from '#main/ports/ports.ts';
import { Secret } from '#main/ports/secret.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { readInput } from '#shared/errors/read-input.ts';

/** The smallest of the keychains' limits (Windows: 2,560 bytes) with some air. */
const maximumBytes = 2_400;

/**
 * Checks the secret fields of a vendor as typed or piped in; ends are trimmed, empty optional fields left out.
 *
 * @throws AppError `input.invalid` naming the field, never its value.
 */
export function parseSecretInput(
  module: VendorModule,
  input: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const known = new Map(module.credentialFields.map((field) => [field.name, field]));
  const fields: Record<string, string> = {};
  for (const [name, typed] of Object.entries(input)) {
    if (!known.has(name)) throw unknownField(module);
    const value = typed.trim();
    // Header values: anything else would be refused by the HTTP layer with the value in its message.
    if (!/^[\x20-\x7e]*$/.test(value)) throw new AppError('input.invalid', `${name} must be printable ASCII text.`);
    if (value !== '') fields[name] = value;
  }
  const missing = module.credentialFields.find((field) => field.required && !Object.hasOwn(fields, field.name));
  if (missing !== undefined) {
    throw new AppError('input.invalid', `${missing.name} is missing.`, { suggestion: missing.hint });
  }
  readInput(module.credentialSchema, fields, 'The secret');
  if (Buffer.byteLength(JSON.stringify(fields)) > maximumBytes) {
    throw new AppError('input.invalid', 'The secret is too long for a keychain.');
  }
  return fields;
}

/** Wraps each field, so that it cannot be printed by accident. */
export function wrapSecretFields(fields: Readonly<Record<string, string>>): SecretFields {
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, new Secret(text)]));
}

function unknownField(module: VendorModule): AppError {
  return new AppError('input.invalid', `${module.displayName} has no secret field of that name.`, {
    suggestion: `Its fields: ${module.credentialFields.map((field) => field.name).join(', ')}.`,
  });
}
