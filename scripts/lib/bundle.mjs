import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runChild, succeeded } from './child.mjs';
import { withLock } from './lock.mjs';
import { inProject, projectNode, projectRoot, tools } from './project.mjs';
import { SetupError, tell } from './report.mjs';

const config = inProject('electron.vite.config.ts');
const stampFile = inProject('out', '.sightline-build');
const inputs = ['src', 'resources', 'electron.vite.config.ts', 'package-lock.json'];

/**
 * Builds the bundles in `out/` when a source is newer than they are; else costs one `stat` per source file.
 *
 * @throws {SetupError} when the build fails.
 */
export async function ensureBundle() {
  if (!existsSync(config) || readStamp() === describeInputs()) return;
  const action = async () => {
    const described = describeInputs();
    if (readStamp() === described) return;
    tell('Building the window');
    const ending = await runChild(projectNode, [tools.electronVite, 'build'], { stdio: ['ignore', 2, 2] });
    if (!succeeded(ending)) throw new SetupError('The window could not be built; the messages are above.');
    writeFileSync(stampFile, described);
  };
  await withLock(inProject('.cache', 'build.lock'), {
    action,
    onWait: (pid) => tell(`Another build is running (process ${pid}); waiting for it.`),
  });
}

function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
}

/** Names, sizes and times of everything a bundle is made from, in one hash. */
function describeInputs() {
  const hash = createHash('sha256');
  for (const path of inputs.flatMap(listFiles)) {
    const { size, mtimeMs } = statSync(join(projectRoot, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path a file or folder below the top.
 * @returns {string[]} sorted, relative to the top.
 */
function listFiles(path) {
  const full = inProject(path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? listFiles(join(path, entry.name)) : [join(path, entry.name)]))
    .sort();
}
