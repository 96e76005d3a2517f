import { basename } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { readNamedFile } from '#main/documents/named-file.ts';
import type { DocumentFile } from '#main/services/ports/documents.ts';
import { fileLimitBytes } from '#shared/contract/file-schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { CliContext } from './context.ts';

/** A file, or standard input (`-`), in memory. @throws AppError `input.invalid`, `input.tooLarge`, `internal.cancelled`. */
export async function readInput(context: CliContext, name: string): Promise<DocumentFile> {
  if (name === '-') return { name: 'standard input', bytes: await readStdin(context) };
  return { name: basename(name), bytes: await readNamedFile(name, { most: fileLimitBytes, signal: context.signal }) };
}

async function readStdin({ stdin, signal }: CliContext): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Or a pipe that stays open keeps the process after Ctrl-C.
  addAbortSignal(signal, stdin);
  try {
    for await (const chunk of stdin) {
      const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
      length += bytes.byteLength;
      if (length > fileLimitBytes)
        throw new AppError('input.tooLarge', `standard input: it is larger than ${fileLimitBytes / 1024 / 1024} MiB.`);
      chunks.push(bytes);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
  return Uint8Array.from(Buffer.concat(chunks));
}
