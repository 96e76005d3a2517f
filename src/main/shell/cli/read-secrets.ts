import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import * as z from 'zod';
import type { CredentialField } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type CliContext, interruption, remark } from './context.ts';

const inputLimitBytes = 65_536;
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
  if (context.stdin.isTTY === true) {
    throw new AppError('input.invalid', '--secrets-stdin reads from a pipe or a file, not from the terminal.', {
      suggestion: 'What is typed here would be shown. Without the option, connect asks without showing it.',
    });
  }
  const text = await readStdinText(context);
  const parsed = text === undefined ? undefined : schema.safeParse(parseJson(text));
  if (parsed?.success === true) return parsed.data;
  // Without a cause: a parser's message may quote the input, and the input is a secret.
  throw new AppError('input.invalid', `Standard input must hold ${expected}.`);
}

/** All of standard input. @returns undefined when it is too long or no UTF-8. */
export async function readStdinText(context: CliContext): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  const stop = (): void => void context.stdin.destroy(interruption());
  context.signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of context.stdin) {
      const bytes = Buffer.from(chunk);
      sizeBytes += bytes.length;
      if (sizeBytes > inputLimitBytes) return undefined;
      chunks.push(bytes);
    }
  } finally {
    context.signal.removeEventListener('abort', stop);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is asked for; blanks around it are left out, as pasting brings them, unless they belong to it. */
export type PromptedField = CredentialField & { readonly keepsBlanks?: true };

/**
 * Asks for each field without showing what is typed; an empty answer leaves an optional field out and repeats the question
 * for a required one.
 * @throws AppError `input.invalid` when there is no terminal to ask at, `internal.cancelled` after Ctrl-C or Ctrl-D.
 */
export async function promptSecretFields(
  context: CliContext,
  fields: readonly PromptedField[],
): Promise<Record<string, string>> {
  if (context.stdin.isTTY !== true) {
    throw new AppError('input.invalid', 'There is no terminal to ask for the secret at.', {
      suggestion: 'Pass it on standard input with --secrets-stdin, or connect with --without-secret.',
    });
  }
  const prompt = openHiddenPrompt(context);
  const answers: Record<string, string> = {};
  try {
    for (const { name, label, required, keepsBlanks } of fields) {
      let text = await prompt.ask(`${label}${required ? '' : ' (optional, Enter to leave out)'}: `);
      while (required && text.trim() === '') text = await prompt.ask(`${label} (it cannot be left out): `);
      if (keepsBlanks !== true && text !== text.trim()) remark(context, '  Blanks around it are left out.');
      if (text.trim() !== '') answers[name] = keepsBlanks === true ? text : text.trim();
    }
  } finally {
    prompt.close();
  }
  return answers;
}

/** One reader for all questions, so that lines pasted in one go each reach their own. */
function openHiddenPrompt(context: CliContext) {
  // The terminal echoes through this stream, which swallows it.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: context.stdin, output: silent, terminal: true, historySize: 0 });
  const close = (): void => lines.close();
  const answers = lines[Symbol.asyncIterator]();
  context.signal.addEventListener('abort', close, { once: true });
  return {
    async ask(question: string): Promise<string> {
      context.stderr.write(question);
      const answer = await answers.next();
      context.stderr.write('\n');
      if (answer.done === true) throw new AppError('internal.cancelled', 'Cancelled: nothing was stored.');
      return answer.value;
    },
    close(): void {
      context.signal.removeEventListener('abort', close);
      close();
    },
  };
}
