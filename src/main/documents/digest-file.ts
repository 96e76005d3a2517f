import { createHash, type Hash } from 'node:crypto';
import type { DigestSource, FileDigest } from '#main/services/ports/documents.ts';
import { readNamedPieces } from './named-file.ts';

/** Size and hashes of a file, read in pieces. @throws AppError `input.invalid`. */
export async function digestFile(source: DigestSource): Promise<FileDigest> {
  const [md5, sha1, sha256] = ['md5', 'sha1', 'sha256'].map((name) => createHash(name)) as [Hash, Hash, Hash];
  let sizeBytes = 0;
  const pieces = 'bytes' in source ? [source.bytes] : readNamedPieces(source.path, { most: Number.POSITIVE_INFINITY });
  for await (const piece of pieces) {
    sizeBytes += piece.byteLength;
    for (const hash of [md5, sha1, sha256]) hash.update(piece);
  }
  return { sizeBytes, md5: md5.digest('hex'), sha1: sha1.digest('hex'), sha256: sha256.digest('hex') };
}
