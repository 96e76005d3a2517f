/** Keeps what a measurement has prepared from slowing down what it measures. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('settle-files.mjs', import.meta.url));

/**
 * Writes files to the disk. What was copied or stored a moment ago is in the system's memory, gigabytes of it; a commit of anything else
 * that has to be on the disk waits while the system writes it, up to a quarter of a second here.
 *
 * By another process: SQLite's locks of a file would be gone when this one closes it.
 */
export function settle(files: readonly string[]): void {
  execFileSync(process.execPath, [program, ...files], { stdio: 'inherit' });
}

/** All files directly in a folder. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name));
}
