import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { findOpen, isOpenHere } from './open-here.ts';

/**
 * Reads the first bytes of a database, without taking SQLite's locks from this process: where it is open here, through a
 * descriptor that is there already.
 *
 * @returns how many were read. @throws errors of the system.
 */
export function readHead(file: string, bytes: Buffer): number {
  const there = findOpen(file);
  if (there !== undefined) {
    const read = readThrough(there, file, bytes);
    if (read !== undefined) return read;
  }
  const own = openSync(file, 'r');
  try {
    return readSync(own, bytes, 0, bytes.length, 0);
  } finally {
    // Another thread may have opened it meanwhile: better one descriptor too many than its locks gone.
    if (!isOpenHere(file, own)) closeSync(own);
  }
}

/** @returns undefined where it was closed meanwhile, and its number may stand for another file. */
function readThrough(descriptor: number, file: string, bytes: Buffer): number | undefined {
  try {
    const read = readSync(descriptor, bytes, 0, bytes.length, 0);
    const [now, wanted] = [fstatSync(descriptor, { bigint: true }), statSync(file, { bigint: true })];
    return now.ino === wanted.ino && now.dev === wanted.dev ? read : undefined;
  } catch {
    return undefined;
  }
}
