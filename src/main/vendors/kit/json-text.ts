import { AppError } from '#shared/errors/app-error.ts';

/** What the engine tells a reviver of a primitive value: its text in the source (ECMAScript 2026; Node 21 and later). */
type SourceReviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

/**
 * Parses a JSON text of a vendor. Numbers that a double cannot hold exactly come as the text of their digits; members
 * named `__proto__` are left out.
 *
 * @param hasLongNumber false when it is known that every number fits a double: much faster.
 * @throws AppError `vendor.badResponse`, retryable, when it is not JSON: a broken transfer looks like that.
 */
export function parseJsonText(text: string, hasLongNumber = true): unknown {
  const value = hasLongNumber ? parse(text, keepDigits) : parse(text);
  // A name may be written with escapes; only texts that could hide it pay for the walk.
  if (text.includes('__proto__') || /\\u00[5-7]/i.test(text)) dropPrototypeMembers(value);
  return value;
}

const keepDigits: SourceReviver = (_key, value, { source }) => {
  const isInexact = typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
  return isInexact && source !== undefined ? source : value;
};

function parse(text: string, reviver?: SourceReviver): unknown {
  try {
    // The library's type does not know the third argument yet.
    return JSON.parse(text, reviver as Parameters<typeof JSON.parse>[1]);
  } catch {
    // The engine's message quotes the text; it is neither for users nor for logs.
    throw new AppError('vendor.badResponse', 'The answer is not complete JSON.', { retryable: true });
  }
}

function dropPrototypeMembers(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  for (const member of Object.values(value)) dropPrototypeMembers(member);
}
