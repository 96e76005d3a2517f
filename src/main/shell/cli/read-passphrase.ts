import { AppError } from '#shared/errors/app-error.ts';
import { passphraseSchema } from '#shared/model/bundle.ts';
import type { CliContext } from './context.ts';
import { promptSecretFields, readStdinText } from './read-secrets.ts';

/**
 * A passphrase from a hidden prompt or, without a terminal, from standard input; never from an argument or the environment.
 * @param isNew it is asked for twice, and has to be long enough.
 * @throws AppError `input.invalid`; the text itself is never quoted.
 */
export async function readPassphrase(context: CliContext, isNew: boolean): Promise<string> {
  const text = context.stdin.isTTY === true ? await ask(context, isNew) : await readPiped(context);
  const parsed = isNew ? passphraseSchema.safeParse(text) : { success: text !== '' };
  if (parsed.success) return text;
  throw new AppError('input.invalid', isNew ? 'A passphrase has 12 to 1,024 characters.' : 'No passphrase was given.');
}

/** Blanks at either end belong to a passphrase, typed or piped. */
const verbatim = { required: true, hint: '', keepsBlanks: true } as const;

async function ask(context: CliContext, isNew: boolean): Promise<string> {
  const fields = [
    { name: 'first', label: 'Passphrase', ...verbatim },
    ...(isNew ? [{ name: 'second', label: 'The same again', ...verbatim }] : []),
  ];
  const { first = '', second = first } = await promptSecretFields(context, fields);
  if (first === second) return first;
  throw new AppError('input.invalid', 'The two passphrases differ.');
}

/** The first line, without what ends it. */
async function readPiped(context: CliContext): Promise<string> {
  const text = await readStdinText(context);
  if (text === undefined) throw new AppError('input.invalid', 'Standard input must hold the passphrase.');
  return text.split(/\r?\n/, 1)[0] ?? '';
}
