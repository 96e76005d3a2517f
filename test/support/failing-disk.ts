/** A disk that reports errors (EIO) under one process: calls on its database fail from some moment on, and later do not. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('failing-disk.c', import.meta.url));

/** Calls of the system that can fail. */
export type DiskCall = 'read' | 'write' | 'sync';

/**
 * What a process is to be started with. Compiled with the compiler that the keychain module needs, too; Linux with glibc.
 *
 * @param folder where the compiled file goes, and what tells the process when to fail.
 */
export function failingDiskEnvironment(folder: string): Readonly<Record<string, string>> {
  const library = join(folder, 'failing-disk.so');
  if (!existsSync(library)) {
    mkdirSync(folder, { recursive: true });
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  }
  return { LD_PRELOAD: library, FAILING_DISK: join(folder, 'failing') };
}

/** In such a process: calls of a kind fail from now on, but for the first ones. */
export function failDisk(call: DiskCall, afterCalls: number): void {
  const file = signOf(call);
  writeFileSync(`${file}.new`, ' '.repeat(afterCalls));
  renameSync(`${file}.new`, file);
}

/** They succeed again. @param env what such a process was started with; that of this one. */
export function healDisk(call: DiskCall, env: Readonly<Record<string, string | undefined>> = process.env): void {
  rmSync(signOf(call, env), { force: true });
}

function signOf(call: DiskCall, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const place = env['FAILING_DISK'];
  if (place === undefined) throw new Error('This process was not started with a failing disk.');
  return `${place}.${call}`;
}
