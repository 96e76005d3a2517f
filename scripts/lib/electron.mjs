import { existsSync, readFileSync } from 'node:fs';
import { inProject } from './project.mjs';

/**
 * The package downloads its binary when it is first imported; looking for the files ourselves avoids that.
 *
 * @returns {string | undefined} path of Electron's program.
 */
export function findElectron() {
  const pathFile = inProject('node_modules', 'electron', 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const program = inProject('node_modules', 'electron', 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : undefined;
}
