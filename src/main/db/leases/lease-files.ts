/**
 * One sync per connection over all processes: an exclusive SQLite lock on a tiny file of its own. The operating system frees
 * it when the process dies, however it dies; no pid can be mistaken, nothing has to be cleaned up. Beside it a line of text
 * says who holds it, for the message only.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { openHandle } from '../connection.ts';
import { isBusy, StoreFault, translateCaught } from '../fault.ts';
import { ensurePrivateFile } from '../open/files.ts';
import { leaseFolder } from './lease-folder.ts';

/** A lease that is held. */
export interface Lease {
  release(): void;
}

/** How long a lease that is held is asked for again: whoever asks {@link isLeaseHeld} is in the way for a moment. */
const patienceMs = 250;

/**
 * Takes the lease of a connection: of its syncs by its id, of its outbox by `<id>.push`.
 *
 * @throws StoreFault `state.conflict` naming the holder, `storage.readOnly`, `storage.full`.
 */
export function takeLease(dataFolder: string, connectionId: string, nowMs: number): Lease {
  const file = leaseFile(dataFolder, connectionId);
  ensurePrivateFile(file);
  const database = openHandle(file, { timeout: patienceMs });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) throw conflict(dataFolder, connectionId, error);
    throw translateCaught(error);
  }
  writeHolder(dataFolder, connectionId, nowMs);
  return { release: () => database.close() };
}

/** How a lease that is held is told of. */
export function leaseWords(name: string): { readonly what: string; readonly suggestion: string } {
  return name.endsWith('.push')
    ? { what: 'Changes for this connection are being sent already', suggestion: 'Wait until that has ended.' }
    : {
        what: 'This connection is being synced already',
        suggestion: 'Wait until that sync has ended, or stop it.',
      };
}

/** Whether any process, this one included, holds the lease of a connection. False where that cannot be found out. */
export function isLeaseHeld(dataFolder: string, connectionId: string): boolean {
  const file = leaseFile(dataFolder, connectionId);
  if (!existsSync(file)) return false;
  let database: Database | undefined;
  try {
    database = openHandle(file, { timeout: 0, fileMustExist: true });
    // Reading needs the shared lock only: those who ask do not take each other for the holder.
    database.pragma('schema_version');
    return false;
  } catch (error) {
    return isBusy(error);
  } finally {
    database?.close();
  }
}

function conflict(dataFolder: string, connectionId: string, cause: unknown): StoreFault {
  const holder = readHolder(dataFolder, connectionId);
  const who =
    holder === undefined ? 'another process' : `process ${holder.pid} since ${new Date(holder.sinceMs).toISOString()}`;
  const { what, suggestion } = leaseWords(connectionId);
  return new StoreFault('state.conflict', `${what}, by ${who}.`, { cause, retryable: true, suggestion });
}

function writeHolder(dataFolder: string, connectionId: string, nowMs: number): void {
  try {
    const text = JSON.stringify({ pid: process.pid, sinceMs: nowMs });
    writeFileSync(holderFile(dataFolder, connectionId), text, { mode: 0o600 });
  } catch (error) {
    throw translateCaught(error);
  }
}

function readHolder(dataFolder: string, connectionId: string): { pid: number; sinceMs: number } | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(holderFile(dataFolder, connectionId), 'utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('pid' in parsed) || !('sinceMs' in parsed)) return undefined;
    const { pid, sinceMs } = parsed;
    if (typeof pid !== 'number' || typeof sinceMs !== 'number' || !Number.isFinite(new Date(sinceMs).getTime())) {
      return undefined;
    }
    return { pid, sinceMs };
  } catch {
    // The holder is between taking the lock and writing its name.
    return undefined;
  }
}

function leaseFile(dataFolder: string, connectionId: string): string {
  // Ids are of the form c-<16 hex digits>; anything else must not become a path.
  if (!/^c-[0-9a-f]{16}(?:\.push)?$/.test(connectionId))
    throw new StoreFault('input.invalid', 'This is no id of a connection.');
  return join(leaseFolder(dataFolder), `${connectionId}.lock`);
}

function holderFile(dataFolder: string, connectionId: string): string {
  return `${leaseFile(dataFolder, connectionId)}.holder`;
}
