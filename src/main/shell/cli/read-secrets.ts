import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import * as z from 'zod';
import type { CredentialField } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { CliContext } from './context.ts';

const inputLimit = 65_536;
const fieldsSchema = z.record(z.string(), z.string());
const perConnectionSchema = z.record(z.string(), fieldsSchema);

/** One JSON object with the secret's fields from stdin. @throws AppError `input.invalid`; the text itself is never quoted. */
export function readSecretFields(context: CliContext): Promise<Record<string, string>> {
  return readJson(context, fieldsSchema, 'one JSON object with the secret fields as text');
}

/** `{"<connection>":{…}}` from stdin, for one sync. @throws AppError `input.invalid`. */
export function readSecretsByConnection(context: CliContext): Promise<Record<string, Record<string, string>>> {
  return readJson(context, perConnectionSchema, 'one JSON object: connection name to secret fields');
}

async function readJson<Output>(context: CliContext, schema: z.ZodType<Output>, expected: string): Promise<Output> {
  let text = '';
  for await (const chunk of context.stdin) {
    text += String(chunk);
    if (text.length > inputLimit) break;
  }
  const parsed = text.length > inputLimit ? undefined : schema.safeParse(parseJson(text));
  if (parsed?.success === true) return parsed.data;
  // Without a cause: a parser's message may quote the input, and the input is a secret.
  throw new AppError('input.invalid', `Standard input must hold ${expected}.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Asks for each field without showing what is typed.
 * @throws AppError `input.invalid` when there is no terminal to ask at.
 */
export async function promptSecretFields(
  context: CliContext,
  fields: readonly CredentialField[],
): Promise<Record<string, string>> {
  if (context.stdin.isTTY !== true) {
    throw new AppError('input.invalid', 'There is no terminal to ask for the secret at.', {
      suggestion: 'Pass it on standard input with --secrets-stdin.',
    });
  }
  const answers: Record<string, string> = {};
  for (const field of fields) {
    const text = await promptHidden(context, `${field.label}${field.required ? '' : ' (optional)'}: `);
    if (text !== '') answers[field.name] = text;
  }
  return answers;
}

async function promptHidden(context: CliContext, question: string): Promise<string> {
  context.stderr.write(question);
  // The terminal echoes through this stream, which swallows it.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: context.stdin, output: silent, terminal: true });
  try {
    return await lines.question('', { signal: context.signal });
  } finally {
    lines.close();
    context.stderr.write('\n');
  }
}
