import { readFile, stat } from 'node:fs/promises';
import { AppError } from '#shared/errors/app-error.ts';

const mostBytes = 262_144;

/** The text of a PEM file. @throws AppError `input.invalid`, `input.tooLarge`. */
export async function readPemFile(file: string): Promise<string> {
  try {
    if ((await stat(file)).size > mostBytes) throw new AppError('input.tooLarge', 'The file is larger than 256 KiB.');
    return await readFile(file, 'latin1');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('input.invalid', 'The file cannot be read.', { cause });
  }
}
