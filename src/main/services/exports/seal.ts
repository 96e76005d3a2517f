import { AppError } from '#shared/errors/app-error.ts';
import type { DocumentScanner } from '../ports/documents.ts';

/** How a file is sealed. */
export interface Sealing {
  readonly documents: Pick<DocumentScanner, 'seal'>;
  readonly passphrase: string;
  readonly signal: AbortSignal | undefined;
}

const sealedLimitBytes = 256 * 1024 * 1024;

/** Held as a whole: the last byte may change what the first ones mean to whoever opens it. @throws AppError `input.tooLarge`. */
export async function seal(
  chunks: AsyncIterable<string | Uint8Array>,
  { documents, passphrase, signal }: Sealing,
): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    const piece = Buffer.from(chunk);
    sizeBytes += piece.byteLength;
    if (sizeBytes > sealedLimitBytes) {
      throw new AppError('input.tooLarge', 'The case is too large to be encrypted in one piece.', {
        suggestion: 'Write it without a passphrase, and encrypt the file with a tool of your own.',
      });
    }
    pieces.push(piece);
  }
  return documents.seal(new Uint8Array(Buffer.concat(pieces)), passphrase, signal);
}
