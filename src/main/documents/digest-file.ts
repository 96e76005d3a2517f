import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { DigestSource, FileDigest } from '#main/services/ports/documents.ts';
import { DocumentFault } from './document.ts';

const pieceBytes = 1024 * 1024;

/** Size and hashes of a file, read in pieces. @throws DocumentFault `unreadable`. */
export async function digestFile(source: DigestSource): Promise<FileDigest> {
  const [md5, sha1, sha256] = ['md5', 'sha1', 'sha256'].map((name) => createHash(name)) as [Hash, Hash, Hash];
  let sizeBytes = 0;
  for await (const piece of readPieces(source)) {
    sizeBytes += piece.byteLength;
    for (const hash of [md5, sha1, sha256]) hash.update(piece);
  }
  return { sizeBytes, md5: md5.digest('hex'), sha1: sha1.digest('hex'), sha256: sha256.digest('hex') };
}

async function* readPieces(source: DigestSource): AsyncGenerator<Uint8Array> {
  if ('bytes' in source) {
    yield source.bytes;
    return;
  }
  try {
    yield* createReadStream(source.path, { highWaterMark: pieceBytes }) as AsyncIterable<Buffer>;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new DocumentFault('unreadable', reasons[code] ?? 'it cannot be read');
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'reading it is not allowed',
};
