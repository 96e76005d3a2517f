import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 200;
const takeoverPollMs = 20;
const heartbeatMs = 5_000;
/** A holder on another host (shared folder, container) cannot be asked whether it lives; its silence has to do. */
const silentMs = 60_000;

/**
 * Who holds a lock file.
 *
 * @typedef {{ readonly pid: number, readonly host: string, readonly token: string }} Holder
 */

/**
 * Runs one action at a time per lock file, over all processes. A lock whose holder died is taken over.
 *
 * @template T
 * @param {string} file
 * @param {{ readonly action: () => Promise<T>, readonly onWait?: (pid: number) => void }} options `onWait` is called once, when another process holds it.
 * @returns {Promise<T>}
 */
export async function withLock(file, { action, onWait }) {
  mkdirSync(dirname(file), { recursive: true });
  const token = randomUUID();
  let hasToldWait = false;
  while (!tryCreate(file, token)) {
    const holder = readHolder(file);
    const isStale = holder !== undefined && isGone(file, holder);
    if (isStale) {
      removeStale(file, holder);
    } else if (!hasToldWait && holder !== undefined) {
      hasToldWait = true;
      onWait?.(holder.pid);
    }
    await sleep(isStale ? takeoverPollMs : pollMs);
  }
  const heartbeat = setInterval(() => touch(file), heartbeatMs);
  heartbeat.unref();
  try {
    return await action();
  } finally {
    clearInterval(heartbeat);
    if (readHolder(file)?.token === token) rmSync(file, { force: true });
  }
}

/**
 * @param {string} file
 * @param {string} token
 */
function tryCreate(file, token) {
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname(), token }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/**
 * @param {string} file
 * @returns {Holder | undefined} undefined when it has just gone, or is being written.
 */
function readHolder(file) {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value.pid === 'number' ? value : undefined;
  } catch {
    return isSilent(file) ? { pid: 0, host: '', token: '' } : undefined;
  }
}

/**
 * @param {string} file
 * @param {Holder} holder
 */
function isGone(file, holder) {
  if (holder.host === hostname() && !isAlive(holder.pid)) return true;
  return isSilent(file);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

/** @param {string} file */
function isSilent(file) {
  try {
    return Date.now() - statSync(file).mtimeMs > silentMs;
  } catch {
    return false;
  }
}

/**
 * Removes the lock of a dead holder. Two waiters may find it dead at once, and the slower must not remove the lock the faster has
 * made since: hence a second, momentary lock, under which the holder is read again.
 *
 * @param {string} file
 * @param {Holder} dead
 */
function removeStale(file, dead) {
  const guard = `${file}.takeover`;
  if (!tryCreate(guard, dead.token)) {
    if (isSilent(guard)) rmSync(guard, { force: true });
    return;
  }
  try {
    if (readHolder(file)?.token === dead.token) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

/** @param {string} file */
function touch(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Removed by hand; the action goes on, and nothing is left to keep alive.
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
