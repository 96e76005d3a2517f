/** Marks that a running writer leaves, so that an unclean end (kill, power cut) is noticed by whoever starts next. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ensurePrivateFolder } from '../open/files.ts';
import { leaseFolder } from './lease-folder.ts';

const prefix = 'writer-';
const suffix = '.open';

/** Which files a writer has open, each by its identity; null: there is none. */
export interface OpenFiles {
  readonly database: string | null;
  readonly log: string | null;
}

/** What a mark says. */
export interface RunMark {
  readonly isRunning: boolean;
  /** Undefined in marks of earlier versions. */
  readonly files: OpenFiles | undefined;
}

/** Leaves a mark. @returns a function that takes it away; called at a clean end only. */
export function leaveMark(dataFolder: string, startedAtMs: number, files: OpenFiles): () => void {
  ensurePrivateFolder(leaseFolder(dataFolder));
  const file = join(leaseFolder(dataFolder), `${prefix}${process.pid}-${startedAtMs}${suffix}`);
  writeFileSync(file, JSON.stringify({ pid: process.pid, startedAtMs, files }), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** All marks. */
export function readMarks(dataFolder: string): readonly RunMark[] {
  return listMarks(dataFolder).map((file) => ({ isRunning: isRunning(file), files: readFiles(file) }));
}

/** Marks of writers that are not running any more. */
export function findStaleMarks(dataFolder: string): readonly string[] {
  return listMarks(dataFolder).filter((file) => !isRunning(file));
}

/** Whether any process, this one included, has the database open for writing. */
export function hasRunningWriter(dataFolder: string): boolean {
  return listMarks(dataFolder).some(isRunning);
}

/** Whether a process other than this one has it open for writing. */
export function hasOtherWriter(dataFolder: string): boolean {
  return listMarks(dataFolder).some(
    (file) => !basename(file).startsWith(`${prefix}${process.pid}-`) && isRunning(file),
  );
}

function listMarks(dataFolder: string): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(leaseFolder(dataFolder));
  } catch {
    // No folder, no writer ever.
    return [];
  }
  return names
    .filter((name) => name.startsWith(prefix) && name.endsWith(suffix))
    .map((name) => join(leaseFolder(dataFolder), name));
}

/** Takes marks away, once the database was found sound. */
export function clearMarks(files: readonly string[]): void {
  for (const file of files) rmSync(file, { force: true });
}

function readFiles(file: string): OpenFiles | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const files = typeof parsed === 'object' && parsed !== null && 'files' in parsed ? parsed.files : undefined;
    if (typeof files !== 'object' || files === null || !('database' in files && 'log' in files)) return undefined;
    const { database, log } = files;
    return isName(database) && isName(log) ? { database, log } : undefined;
  } catch {
    // Half written, or taken away by now.
    return undefined;
  }
}

function isName(part: unknown): part is string | null {
  return part === null || typeof part === 'string';
}

function isRunning(file: string): boolean {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const pid = typeof parsed === 'object' && parsed !== null && 'pid' in parsed ? parsed.pid : undefined;
    if (typeof pid !== 'number') return false;
    // A mark of our own process counts as running: two writers of one process are a test's matter.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
