import { closeSync, constants, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { errnoOf } from './system-errors.ts';

/** Where and how much to keep. */
export interface RotatingFileOptions {
  /** The current file; older ones are `<file>.1` (newest) to `<file>.<fileCount − 1>`. */
  readonly file: string;
  readonly fileCount: number;
  readonly fileBytes: number;
}

/** A file of lines with a bounded total size. */
export interface RotatingFile {
  /** Appends one line. @throws system errors. */
  append(line: string): void;
}

/**
 * Opens the file for each line: a few dozen microseconds, for which several processes can write to the same log and none goes on
 * writing to a file that another has rotated away.
 */
export function createRotatingFile(options: RotatingFileOptions): RotatingFile {
  return {
    append: (line) => {
      const bytes = Buffer.from(`${line}\n`, 'utf8');
      if (appendUnlessFull(options, bytes)) return;
      rotate(options);
      appendUnlessFull({ ...options, fileBytes: Number.POSITIVE_INFINITY }, bytes);
    },
  };
}

/** @returns false when the line would make the file too long. */
function appendUnlessFull({ file, fileBytes }: RotatingFileOptions, bytes: Uint8Array): boolean {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
  const descriptor = openSync(file, flags, 0o600);
  try {
    const { size } = fstatSync(descriptor);
    if (size > 0 && size + bytes.byteLength > fileBytes) return false;
    writeSync(descriptor, bytes);
    return true;
  } finally {
    closeSync(descriptor);
  }
}

function rotate({ file, fileCount }: RotatingFileOptions): void {
  const names = Array.from({ length: fileCount }, (_, index) => (index === 0 ? file : `${file}.${index}`));
  for (let index = names.length - 1; index > 0; index -= 1) {
    const [from, to] = [names[index - 1], names[index]];
    if (from !== undefined && to !== undefined) renameIfThere(from, to);
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
}
