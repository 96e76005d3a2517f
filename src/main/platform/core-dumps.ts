import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/**
 * Keeps secrets out of the core file that a crash could leave: no part of this process's memory goes into one, nor of its
 * children's. Only Linux lets a process say so about itself; macOS and Windows leave no full dump unless somebody sets them up to.
 *
 * @returns whether the memory is kept out.
 */
export function keepMemoryOutOfDumps(platform: NodeJS.Platform): boolean {
  if (platform !== 'linux') return false;
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
    return true;
  } catch {
    return false;
  }
}

/**
 * Sets the size of a core file to 0 as well, for programs that stay open: Node cannot, so util-linux does it, where it is installed.
 * Returns at once.
 */
export function limitCoreSize(platform: NodeJS.Platform): void {
  if (platform !== 'linux') return;
  const limiting = spawn('prlimit', ['--core=0:0', '--pid', String(process.pid)], { stdio: 'ignore' });
  limiting.on('error', () => undefined);
  limiting.unref();
}
