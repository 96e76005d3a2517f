import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DocumentFile } from '#main/services/ports/documents.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { CliContext } from './context.ts';

/** Largest file, as everywhere. */
const maxBytes = 64 * 1024 * 1024;

/** A file, or standard input (`-`), in memory. @throws AppError `input.invalid`, `input.tooLarge`. */
export async function readInput(context: CliContext, name: string): Promise<DocumentFile> {
  if (name === '-') return { name: 'standard input', bytes: await readStream(context.stdin, 'standard input') };
  try {
    const handle = await open(name);
    try {
      return { name: basename(name), bytes: await readStream(handle.createReadStream(), basename(name)) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : 'it cannot be opened';
    throw new AppError('input.invalid', `${basename(name)}: ${why}.`, { cause: error });
  }
}

async function readStream(stream: AsyncIterable<Uint8Array | string>, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    length += bytes.byteLength;
    if (length > maxBytes)
      throw new AppError('input.tooLarge', `${name}: it is larger than ${maxBytes / 1024 / 1024} MiB.`);
    chunks.push(bytes);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}
