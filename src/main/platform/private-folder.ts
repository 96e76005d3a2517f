import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoOf } from './system-errors.ts';

export const privateMode = 0o700;

/**
 * Makes a folder, and what is missing above it, that only its owner can enter. Node's own `recursive` is not used: it never
 * returns where the system says that a parent is missing which is there (`/proc/x`).
 *
 * @returns false when something of that name is there already, folder or not.
 * @throws system errors.
 */
export function makePrivateFolder(folder: string): boolean {
  try {
    return makeOne(folder);
  } catch (error) {
    const parent = dirname(folder);
    if (errnoOf(error) !== 'ENOENT' || parent === folder) throw error;
    makePrivateFolder(parent);
    return makeOne(folder);
  }
}

function makeOne(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: privateMode });
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}
