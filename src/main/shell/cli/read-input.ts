import { basename } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { joinPieces, readNamedFile } from '#main/documents/named-file.ts';
import type { DocumentFile } from '#main/services/ports/documents.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { CliContext } from './context.ts';

/** A file, or standard input (`-`), in memory: up to `most` bytes. @throws AppError `input.invalid`, `input.tooLarge`, `internal.cancelled`. */
export async function readInput(context: CliContext, name: string, most: number): Promise<DocumentFile> {
  if (name === '-') return { name: 'standard input', bytes: await readStdin(context, most) };
  return { name: basename(name), bytes: await readNamedFile(name, { most, signal: context.signal }) };
}

async function readStdin({ stdin, signal }: CliContext, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Or a pipe that stays open keeps the process after Ctrl-C.
  addAbortSignal(signal, stdin);
  try {
    for await (const chunk of stdin) {
      const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
      length += bytes.byteLength;
      if (length > most)
        throw new AppError('input.tooLarge', `standard input: it is larger than ${most / 1024 / 1024} MiB.`);
      chunks.push(bytes);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
  return joinPieces(chunks);
}
