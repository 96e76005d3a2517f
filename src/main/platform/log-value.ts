import { Secret, secretMask } from '#main/ports/secret.ts';
import type { Redactor } from './log-redaction.ts';

const longestText = 2_000;
const mostItems = 50;
const deepest = 6;
/** What is looked at of a longer text; and what is dropped at its end, where a secret may have been cut in two. */
const scannedText = 16_000;
const longestSecret = 2_400;

/** A JSON value that is safe to write: bounded, redacted, without cycles. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

/**
 * Brings any value to {@link PlainValue}. Reads only plain data: no `toJSON`, no getters of foreign classes, as logging must neither
 * run code nor fail.
 */
export function toPlainValue(value: unknown, redactor: Redactor): PlainValue {
  return convert(value, { redactor, ancestors: [] });
}

/** Redacted and cut to 2,000 characters, with the number of those left out. */
export function toPlainText(text: string, redactor: Redactor): string {
  const isLong = text.length > scannedText;
  const redacted = redactor.redact(isLong ? text.slice(0, scannedText) : text);
  const whole = isLong ? redacted.slice(0, -longestSecret) : redacted;
  if (whole.length <= longestText && !isLong) return whole;
  const left = Math.max(0, text.length - longestText);
  return `${whole.slice(0, longestText)}…[${left} more]`;
}

interface Context {
  readonly redactor: Redactor;
  readonly ancestors: readonly object[];
}

function convert(value: unknown, context: Context): PlainValue {
  switch (typeof value) {
    case 'string':
      return toPlainText(value, context.redactor);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'bigint':
      return String(value);
    case 'undefined':
      return null;
    case 'function':
    case 'symbol':
      return `[${typeof value}]`;
    case 'object':
      return value === null ? null : convertObject(value, context);
    default:
      return '[unknown]';
  }
}

function convertObject(value: object, context: Context): PlainValue {
  if (value instanceof Secret) return secretMask;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL) return toPlainText(value.href, context.redactor);
  if (value instanceof Error) return describeError(value, context.redactor);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (context.ancestors.includes(value)) return '[circular]';
  if (context.ancestors.length >= deepest) return '[deeper]';
  const inner = { ...context, ancestors: [...context.ancestors, value] };
  if (value instanceof Set) return convertList([...value], inner);
  if (value instanceof Map) return convertFields(Object.fromEntries(value), inner);
  return Array.isArray(value) ? convertList(value, inner) : convertFields(value, inner);
}

function convertList(list: readonly unknown[], context: Context): PlainValue {
  const items = list.slice(0, mostItems).map((item) => convert(item, context));
  return list.length > mostItems ? [...items, `[${list.length - mostItems} more]`] : items;
}

function convertFields(value: object, context: Context): PlainValue {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(
    ([, { enumerable }]) => enumerable,
  );
  const fields = descriptors.slice(0, mostItems).map(([name, descriptor]) => {
    const field = 'value' in descriptor ? descriptor.value : '[getter]';
    const isHidden = context.redactor.isSecretName(name) && field !== null && field !== undefined;
    return [toPlainText(name, context.redactor), isHidden ? secretMask : convert(field, context)] as const;
  });
  const left = descriptors.length - fields.length;
  return Object.fromEntries(left > 0 ? [...fields, ['…', `[${left} more]`]] : fields);
}

const longestCauseChain = 5;

/**
 * Name, code, message and stack of an error and its causes. Nothing else: errors of libraries carry whole URLs and header values in
 * properties of their own.
 */
export function describeError(error: unknown, redactor: Redactor, depth = 0): PlainValue {
  if (!(error instanceof Error)) return { thrown: toPlainText(String(error), redactor) };
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : null;
  const inner = error instanceof AggregateError ? error.errors.slice(0, longestCauseChain) : [];
  const goesOn = depth < longestCauseChain;
  return {
    name: toPlainText(error.name, redactor),
    code: typeof code === 'string' ? toPlainText(code, redactor) : code,
    message: toPlainText(error.message, redactor),
    stack: toPlainText(error.stack ?? '', redactor),
    ...(goesOn && error.cause !== undefined ? { cause: describeError(error.cause, redactor, depth + 1) } : {}),
    ...(goesOn && inner.length > 0 ? { errors: inner.map((each) => describeError(each, redactor, depth + 1)) } : {}),
  };
}
