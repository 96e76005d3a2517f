import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { translateCaught } from '../fault.ts';

/**
 * Makes a folder that only its owner can enter. One that exists keeps its mode: it may be somebody's for other things too.
 *
 * @throws StoreFault `storage.readOnly`, `storage.full`.
 */
export function ensurePrivateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw translateCaught(error);
  }
}

/**
 * Makes an empty file that only its owner can read, before SQLite writes the first byte; SQLite gives its -wal and -shm
 * files the mode of this one.
 *
 * @throws StoreFault `storage.readOnly`, `storage.full`.
 */
export function ensurePrivateFile(file: string): void {
  ensurePrivateFolder(dirname(file));
  try {
    closeSync(openSync(file, 'ax', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw translateCaught(error);
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) tryTo(() => chmodSync(file, 0o600));
  }
}

/** Size in bytes; 0 when there is no such file. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Which file stands behind a name: device and number, null for none, undefined where it could not be looked at. */
export function identify(file: string): string | null | undefined {
  try {
    const facts = statSync(file, { bigint: true, throwIfNoEntry: false });
    return facts === undefined ? null : `${facts.dev} ${facts.ino}`;
  } catch {
    return undefined;
  }
}

function tryTo(action: () => void): void {
  try {
    action();
  } catch {
    // Someone else's file: its mode is not ours to change, and opening it says what can be done with it.
  }
}
