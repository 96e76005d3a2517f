import { readNamedFile } from '#main/documents/named-file.ts';

const mostBytes = 262_144;

/** The text of a PEM file. @throws AppError `input.invalid`, `input.tooLarge`. */
export async function readPemFile(file: string, signal: AbortSignal): Promise<string> {
  return Buffer.from(await readNamedFile(file, { most: mostBytes, signal })).toString('latin1');
}
