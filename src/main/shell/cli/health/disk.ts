import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { leastFreeBytes } from '#main/services/sync/free-space.ts';
import type { Finding } from './finding.ts';
import { toMebibytes } from './mebibytes.ts';

/**
 * Whether there is room, and whether what is there may be written. A folder that does not exist yet counts as the nearest one
 * that does.
 *
 * @param shown the folder for the eyes.
 */
export function examineDisk(folder: string, shown: string): Finding {
  const detail = [describeRoom(folder, shown), describeLock(folder, shown)];
  const faults = detail.filter(({ ok }) => !ok);
  return {
    check: 'disk',
    ok: faults.length === 0,
    detail: detail
      .map(({ text }) => text)
      .filter((text) => text !== '')
      .join('; '),
  };
}

interface Remark {
  readonly ok: boolean;
  readonly text: string;
}

function describeRoom(folder: string, shown: string): Remark {
  try {
    const { bavail, bsize } = statfsSync(nearestFolder(folder));
    const freeBytes = bavail * bsize;
    const free = `${toMebibytes(freeBytes)} MiB free for ${shown}`;
    if (freeBytes >= leastFreeBytes) return { ok: true, text: free };
    return { ok: false, text: `${free}. Free some space: a sync needs ${toMebibytes(leastFreeBytes)} MiB` };
  } catch {
    return { ok: false, text: `it cannot be told how much is free for ${shown}. Set SIGHTLINE_HOME to a folder` };
  }
}

/** What exists and is not writable: then everything can be read, and nothing synced, triaged or put into a case. */
function describeLock(folder: string, shown: string): Remark {
  const locked = [folder, join(folder, 'sightline.db')].filter(existsSync).some((path) => !isWritable(path));
  const advice = 'Allow this user to write there, or set SIGHTLINE_HOME to another folder';
  return locked ? { ok: false, text: `${shown} is read-only. ${advice}` } : { ok: true, text: '' };
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function nearestFolder(folder: string): string {
  const parent = dirname(folder);
  return existsSync(folder) || parent === folder ? folder : nearestFolder(parent);
}
