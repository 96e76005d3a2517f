import { copyFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Lets some work put something else in the place of a file, and puts the file back afterwards. Until then a copy lies beside it, so
 * that {@link putBackOwn} finds it should this process be killed.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function keepingOwn(file, work) {
  putBackOwn(file);
  const kept = `${file}.own-${process.pid}`;
  // The name of a copy stands for a whole one.
  const half = `${kept}.part`;
  copyFileSync(file, half);
  renameSync(half, kept);
  try {
    return await work();
  } finally {
    renameSync(kept, file);
  }
}

/**
 * Puts back what a killed process kept of a file. Cheap: looks into one folder.
 *
 * @param {string} file
 * @returns {boolean} whether there was anything to put back.
 */
export function putBackOwn(file) {
  const folder = dirname(file);
  const found = leftIn(folder, basename(file));
  for (const { name, isWhole } of found) {
    if (isWhole) renameSync(join(folder, name), file);
    else rmSync(join(folder, name), { force: true });
  }
  return found.some(({ isWhole }) => isWhole);
}

/**
 * @param {string} folder
 * @param {string} own
 */
function leftIn(folder, own) {
  const form = /^\.own-(?<pid>[1-9]\d{0,9})(?<part>\.part)?$/;
  return listNames(folder).flatMap((name) => {
    const groups = name.startsWith(own) ? form.exec(name.slice(own.length))?.groups : undefined;
    return groups === undefined || isRunning(Number(groups['pid']))
      ? []
      : [{ name, isWhole: groups['part'] === undefined }];
  });
}

/** @param {string} folder */
function listNames(folder) {
  try {
    return readdirSync(folder);
  } catch {
    // Not built: nothing to put back.
    return [];
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
