import { createHash } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';
import type { ReleaseFile } from './release-statement.ts';

/**
 * Passes a file on while it arrives and ends with an error unless it is the one that was signed, so that what takes it keeps nothing
 * else. What is too long is cut off at that point.
 *
 * @throws AppError `update.notVerified`.
 */
export async function* checkFile(
  chunks: AsyncIterable<Uint8Array>,
  { size, sha256, name }: Pick<ReleaseFile, 'size' | 'sha256' | 'name'>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let received = 0;
  for await (const chunk of chunks) {
    received += chunk.byteLength;
    if (received > size) throw refuse(`${name} is longer than the release says.`);
    hash.update(chunk);
    yield chunk;
  }
  if (received < size) throw refuse(`${name} ended after ${received} of ${size} bytes.`);
  if (hash.digest('hex') !== sha256) throw refuse(`${name} is not the file that was signed.`);
}

function refuse(message: string): AppError {
  return new AppError('update.notVerified', `${message} It was removed.`);
}
