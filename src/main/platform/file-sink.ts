import { createHash } from 'node:crypto';
import { type FileHandle, lstat, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isOwnFile } from '#main/files/own-files.ts';
import { dropAbandoned, temporaryBeside } from '#main/files/temporary-files.ts';
import type { FileChunks, FileSink } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { errnoOf } from './system-errors.ts';

const privateMode = 0o600;
const ownerWriteBit = 0o200;
/** Small chunks are joined up to this size, so that a report of 100,000 lines is not 100,000 system calls. */
const batchBytes = 256 * 1024;

/** What has been written: enough to tell whether the same can be read back. */
interface Written {
  readonly sizeBytes: number;
  readonly digest: string;
}

/**
 * Writes whole files so that a reader, a crash or a power cut sees the old file or the new one, never a part.
 * @param dataFolder Whose own files are never replaced.
 */
export function createFileSink({ dataFolder }: { readonly dataFolder?: string } = {}): FileSink {
  return {
    write: async (path, chunks) => {
      await refuseOddTarget(path);
      if (dataFolder !== undefined && isOwnFile(dataFolder, path)) {
        throw notWritable('in the data folder that name belongs to Sightline itself');
      }
      await dropAbandoned(dirname(path));
      const temporary = temporaryBeside(path);
      try {
        const written = await writeTemporary(temporary, chunks);
        await verify(temporary, written);
        await rename(temporary, path);
        await syncFolder(dirname(path));
        return { sizeBytes: written.sizeBytes };
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined);
        throw translate(error);
      }
    },
  };
}

/** A link would be replaced or followed, a device written to: neither is what an export means. */
async function refuseOddTarget(path: string): Promise<void> {
  const target = await lstat(path).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw translate(error);
  });
  if (target === undefined) return;
  if (target.isDirectory()) throw notWritable('there is a folder of that name');
  if (!target.isFile()) throw notWritable('that name is a link or a device');
  if ((target.mode & ownerWriteBit) === 0) throw notWritable('the existing file is write-protected');
}

async function writeTemporary(temporary: string, chunks: FileChunks): Promise<Written> {
  // Exclusive: neither a file nor a link that stands there is opened.
  const file = await open(temporary, 'wx', privateMode);
  try {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for await (const batch of joinChunks(chunks)) {
      hash.update(batch);
      sizeBytes += batch.byteLength;
      await writeFully(file, batch);
    }
    await file.sync();
    return { sizeBytes, digest: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

async function* joinChunks(chunks: FileChunks): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
    parts.push(bytes);
    sizeBytes += bytes.byteLength;
    if (sizeBytes < batchBytes) continue;
    yield Buffer.concat(parts);
    parts = [];
    sizeBytes = 0;
  }
  if (sizeBytes > 0) yield Buffer.concat(parts);
}

/** One write may take less than it was given, as on a disk that is nearly full. */
async function writeFully(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.byteLength; ) {
    const { bytesWritten } = await file.write(bytes, offset, bytes.byteLength - offset);
    offset += bytesWritten;
  }
}

async function verify(temporary: string, written: Written): Promise<void> {
  const hash = createHash('sha256');
  const file = await open(temporary, 'r');
  try {
    for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk);
  } finally {
    await file.close();
  }
  if (hash.digest('hex') !== written.digest) throw notWritable('what was written could not be read back');
}

/**
 * Makes the new name itself survive a power cut. The file is in place by now, so only a failing disk counts as an error: Windows and
 * some network folders have no such call, and a folder may be writable without being readable.
 */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (errnoOf(error) === 'EIO') throw error;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'writing is not allowed there',
  EDQUOT: 'the disk quota is used up',
  EIO: 'the disk reported an error',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'the folder does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is not a folder',
  EPERM: 'writing is not allowed there',
  EROFS: 'the disk is read-only',
};

/** System errors become `export.notWritable`; what the renderer of the chunks threw passes unchanged. */
function translate(error: unknown): unknown {
  const code = errnoOf(error);
  return code === undefined ? error : notWritable(reasons[code] ?? `the system says ${code}`, error);
}

function notWritable(reason: string, cause?: unknown): AppError {
  return new AppError('export.notWritable', `The file could not be written: ${reason}.`, { cause });
}
