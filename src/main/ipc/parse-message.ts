import { messageDepthLimit, messageLengthLimit, type Request, requestSchema } from '#shared/contract/envelope.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** Keys that would reach a prototype; refused at any depth. */
const refusedKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Turns the text of one message into a request.
 *
 * The length and the nesting are checked on the text itself, before anything is built from it.
 * @throws AppError `input.tooLarge` (length), `input.invalid` (no JSON, too deep, a refused key, not the envelope).
 */
export function parseMessage(text: unknown): Request {
  if (typeof text !== 'string') throw new AppError('input.invalid', 'A message must be text.');
  if (text.length > messageLengthLimit) throw new AppError('input.tooLarge', 'The message is too long.');
  if (measureDepth(text) > messageDepthLimit) throw new AppError('input.invalid', 'The message is nested too deeply.');
  const value = parseJson(text);
  refusePrototypeKeys(value);
  const request = requestSchema.safeParse(value);
  if (!request.success) throw new AppError('input.invalid', 'The message is not a request.');
  return request.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the input, so it is not kept as the cause.
    throw new AppError('input.invalid', 'The message is not JSON.');
  }
}

/** Deepest nesting of brackets outside strings; what is no JSON at all is found by the parser afterwards. */
function measureDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let insideString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (insideString) {
      if (character === '\\') index += 1;
      else if (character === '"') insideString = false;
    } else if (character === '"') insideString = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}

/** The nesting is bounded by now, so recursion is safe. */
function refusePrototypeKeys(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    if (refusedKeys.has(key)) throw new AppError('input.invalid', 'The message has a key that is not allowed.');
  }
  for (const member of Object.values(value)) refusePrototypeKeys(member);
}
