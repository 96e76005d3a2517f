import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { runChild, succeeded } from './child.mjs';
import {
  buildPackages,
  explainMissing,
  findMissing,
  isDebianLike,
  parseInstalledPackages,
  runPackages,
} from './debian.mjs';
import { inProject } from './project.mjs';
import { Interrupted, tell } from './report.mjs';

/** @typedef {import('./debian.mjs').Wanted} Wanted */

const retryAfterMs = 24 * 3600 * 1000;

/** Where this step reads and writes; other values in tests. */
const systemFiles = {
  osRelease: '/etc/os-release',
  dpkgStatus: '/var/lib/dpkg/status',
  aptLists: '/var/lib/apt/lists',
  /** Remembers packages that could not be installed, so that each start does not try again. */
  attempts: inProject('.cache', 'setup-system-packages.json'),
};

/**
 * What is missing here; empty where we cannot know (not Linux, not Debian-like).
 *
 * @param {{ readonly withBuild: boolean, readonly files?: typeof systemFiles }} options `withBuild`: keytar has yet to be compiled.
 * @returns {readonly Wanted[]}
 */
export function listMissingPackages({ withBuild, files = systemFiles }) {
  if (process.platform !== 'linux' || !existsSync(files.dpkgStatus)) return [];
  if (!isDebianLike(readText(files.osRelease))) return [];
  const installed = parseInstalledPackages(readText(files.dpkgStatus));
  return findMissing(withBuild ? [...runPackages, ...buildPackages] : runPackages, installed);
}

/**
 * Installs what is missing, or says what to install. Never fails: each package has a use that can be done without.
 *
 * @param {{ readonly withBuild: boolean, readonly isExplicit: boolean }} options `isExplicit`: the user asked for set-up, so try again what failed.
 */
export async function ensureSystemPackages({ withBuild, isExplicit }) {
  const missing = listMissingPackages({ withBuild });
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  if (!isExplicit && hasFailedLately(names)) {
    tell(`Still missing: ${names.join(' ')}. To try again: npm run setup`);
    return;
  }
  const rights = await findRights();
  if (rights === undefined) {
    tell(explainMissing(missing));
    return;
  }
  tell(`Installing system packages: ${names.join(' ')}`);
  const left = await installPackages(rights, { names, withBuild });
  if (left.length > 0) {
    rememberFailure(left.map(({ name }) => name));
    tell(`apt-get could not install everything. ${explainMissing(left)}`);
  }
}

/**
 * @param {readonly string[]} rights
 * @param {{ readonly names: readonly string[], readonly withBuild: boolean }} options
 */
async function installPackages(rights, { names, withBuild }) {
  if (!hasPackageLists()) await apt(rights, ['update']);
  if (await apt(rights, ['install', ...names])) return listMissingPackages({ withBuild });
  // Old lists name versions that are gone from the mirror; and one unknown name stops all others.
  await apt(rights, ['update']);
  if (!(await apt(rights, ['install', ...names]))) {
    for (const name of names) await apt(rights, ['install', name]);
  }
  return listMissingPackages({ withBuild });
}

/** @returns {Promise<readonly string[] | undefined>} what to put before a command that needs root; undefined when we cannot have root. */
async function findRights() {
  if (process.getuid?.() === 0) return [];
  try {
    return succeeded(await runChild('sudo', ['-n', 'true'], { stdio: 'ignore' })) ? ['sudo', '-n'] : undefined;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return undefined;
  }
}

/**
 * @param {readonly string[]} rights
 * @param {readonly string[]} args
 * @returns {Promise<boolean>} whether it worked.
 */
async function apt(rights, [verb = '', ...names]) {
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=2'];
  const verbOptions = verb === 'install' ? ['-y', '--no-install-recommends'] : [];
  const command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...options, verb, ...verbOptions, ...names];
  const [program = '', ...args] = [...rights, ...command];
  try {
    const ending = await runChild(program, args, { stdio: ['ignore', 2, 2] });
    return succeeded(ending);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return false;
  }
}

function hasPackageLists() {
  try {
    return readdirSync(systemFiles.aptLists).some((name) => /_Packages(\.\w+)?$/.test(name));
  } catch {
    return false;
  }
}

/** @param {readonly string[]} names */
function hasFailedLately(names) {
  try {
    const record = JSON.parse(readText(systemFiles.attempts));
    return record.names === names.join(' ') && Math.abs(Date.now() - record.atMs) < retryAfterMs;
  } catch {
    return false;
  }
}

/** @param {readonly string[]} names */
function rememberFailure(names) {
  mkdirSync(dirname(systemFiles.attempts), { recursive: true });
  writeFileSync(systemFiles.attempts, JSON.stringify({ names: names.join(' '), atMs: Date.now() }));
}

/** @param {string} file */
function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
