import { closeSync, constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { basename } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { AppError } from '#shared/errors/app-error.ts';

/** How much of a file is read, and what stops it. */
export interface NamedFileLimits {
  /** Bytes; beyond it nothing is handed on but an error. */
  readonly most: number;
  readonly signal?: AbortSignal | undefined;
}

const pieceBytes = 1024 * 1024;

/**
 * A file that somebody named on the command line, in pieces. A device, which may never end, is refused; a pipe is waited for as any
 * program does, but in a way that the signal ends.
 *
 * @throws AppError `input.invalid`, `input.tooLarge`; the signal's reason.
 */
export async function* readNamedPieces(path: string, { most, signal }: NamedFileLimits): AsyncGenerator<Uint8Array> {
  const name = basename(path);
  let length = 0;
  try {
    const stream = openStream(path, most);
    if (signal !== undefined) addAbortSignal(signal, stream);
    for await (const piece of stream as AsyncIterable<Buffer>) {
      length += piece.byteLength;
      if (length > most) throw tooLarge(path, most);
      yield piece;
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    signal?.throwIfAborted();
    throw new AppError('input.invalid', `${name}: ${reasonOf(cause)}.`, { cause });
  }
}

/** All of it. @throws AppError as {@link readNamedPieces}. */
export async function readNamedFile(path: string, limits: NamedFileLimits): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readNamedPieces(path, limits)) pieces.push(piece);
  return joinPieces(pieces);
}

/** Copied once: a large file is held twice for a moment, and not three times. */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}

function tooLarge(path: string, most: number): AppError {
  return new AppError('input.tooLarge', `${basename(path)}: it is larger than ${tellSize(most)}.`);
}

/** Opened without waiting: a pipe that nobody writes to would keep a thread of the process, and with it the process, for ever. */
function openStream(path: string, most: number): Readable {
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const kind = fstatSync(fd);
  // Files that are made as they are read say that they have nothing; so all that comes is counted as well.
  if (kind.isFile() && kind.size <= most) return createReadStream(path, { fd, highWaterMark: pieceBytes });
  // A shell's <(…) is a pipe as well.
  if (kind.isFIFO()) return new Socket({ fd, readable: true, writable: false });
  closeSync(fd);
  if (kind.isFile()) throw tooLarge(path, most);
  throw Object.assign(new Error('No file.'), { code: kind.isDirectory() ? 'EISDIR' : 'ENODEV' });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'reading it is not allowed',
  EISDIR: 'it is a folder',
  ELOOP: 'the link leads round in a circle',
  ENAMETOOLONG: 'the name is too long',
  ENODEV: 'it is a device, not a file',
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is not a folder',
  ENXIO: 'it is a socket, not a file',
};

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return reasons[code] ?? 'it cannot be read';
}

function tellSize(bytes: number): string {
  const kibibytes = bytes / 1024;
  return kibibytes < 1024 ? `${kibibytes} KiB` : `${kibibytes / 1024} MiB`;
}
