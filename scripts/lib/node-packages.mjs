import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { runChild, succeeded } from './child.mjs';
import { matchesLock } from './installed-tree.mjs';
import { putBackOwn } from './own-copy.mjs';
import { childEnvironment, findHostNode, findNodeHeaders, findNpm, inProject, projectNode } from './project.mjs';
import { Interrupted, SetupError, tell } from './report.mjs';

/**
 * What the last set-up left: for which lockfile, and whether keytar works. `attempt` names what was missing when it did not.
 *
 * @typedef {{ readonly hash: string, readonly keytar: 'ready' | 'failed', readonly attempt: string }} Stamp
 */

const stampFile = inProject('node_modules', '.sightline-setup');
const keytarAddon = inProject('node_modules', 'keytar', 'build', 'Release', 'keytar.node');

/** Puts back this machine's keytar, should a `dist` that had another one in its place have been killed. */
export function putBackKeytar() {
  if (putBackOwn(keytarAddon)) tell("Put this machine's keytar back, which a killed packaging had left exchanged.");
}

/** Whether keytar's addon has been compiled or fetched. */
export function isKeytarBuilt() {
  return existsSync(keytarAddon);
}

/**
 * Whether there is nothing to install. Cheap: reads three small files and looks for some forty folders.
 *
 * @param {string} attempt what is missing to compile keytar now; another text than last time makes it worth another try.
 */
export function arePackagesReady(attempt) {
  const stamp = readStamp();
  if (stamp === undefined || stamp.hash !== hashManifests() || !hasFolders() || !existsSync(projectNode)) return false;
  return stamp.keytar === 'ready' ? isKeytarBuilt() : stamp.attempt === attempt;
}

/**
 * Installs the packages of the lockfile, our Node and keytar, as far as each is missing.
 *
 * @param {string} attempt see {@link arePackagesReady}.
 * @throws {SetupError} when the application cannot run without the step that failed.
 */
export async function installPackages(attempt) {
  const hash = hashManifests();
  if (!hasFolders() || (readStamp()?.hash !== hash && !hasInstalledLock())) {
    tell('Installing npm packages');
    rmSync(stampFile, { force: true });
    // Scripts run apart: a keytar that does not compile must not undo the rest. Warnings are about the host's older Node, which only
    // installs.
    await npm(
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
      'npm ci failed; its messages are above.',
    );
  }
  if (!(await works(projectNode, ['--version']))) {
    await npm(['rebuild', 'node'], 'Node 24 could not be installed through npm.');
    if (!(await works(projectNode, ['--version']))) {
      throw new SetupError('The Node 24 that npm installed does not start on this machine.');
    }
  }
  const keytar = (await ensureKeytar(attempt)) ? 'ready' : 'failed';
  writeFileSync(stampFile, JSON.stringify({ hash, keytar, attempt }));
}

/**
 * @param {string} lacking what the compilation lacks. It is tried all the same, as there may be a finished binary to fetch; but then
 * the compiler's pages of complaint tell nobody anything.
 * @returns {Promise<boolean>} whether it loads.
 */
async function ensureKeytar(lacking) {
  const load = ['--eval', "require('keytar')"];
  if (isKeytarBuilt() && (await works(projectNode, load))) return true;
  tell('Preparing the access to the keychain (keytar)');
  try {
    const failure = lacking === '' ? 'keytar could not be built.' : `keytar could not be built without: ${lacking}`;
    await npm(['rebuild', 'keytar'], failure, lacking === '' ? 2 : 'ignore');
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    tell(error.message);
  }
  if (isKeytarBuilt() && (await works(projectNode, load))) return true;
  tell('Without keytar there is no keychain: secrets are kept in memory for one run, nothing else changes.');
  return false;
}

/**
 * @param {readonly string[]} args
 * @param {string} failure
 * @param {2 | 'ignore'} output where npm's messages go: our stderr, or nowhere.
 */
async function npm(args, failure, output = 2) {
  const node = findHostNode();
  const program = node === undefined ? undefined : findNpm(node);
  if (node === undefined || program === undefined) {
    throw new SetupError('npm was not found beside Node. Start this through npm: npm run setup');
  }
  const headers = findNodeHeaders();
  const env = { ...childEnvironment(), ...(headers === undefined ? {} : { npm_config_nodedir: headers }) };
  const ending = await runChild(node, [program, ...args], { env, stdio: ['ignore', output, output] });
  if (!succeeded(ending)) throw new SetupError(failure);
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
async function works(program, args) {
  if (!existsSync(program)) return false;
  try {
    const ending = await runChild(program, args, { stdio: 'ignore' });
    return succeeded(ending);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return false;
  }
}

function hashManifests() {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json']) hash.update(readFileSync(inProject(name))).update('\0');
  return hash.digest('hex');
}

/** Whether the folders of all direct dependencies are there. */
function hasFolders() {
  const manifest = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  return names.every((name) => existsSync(inProject('node_modules', name, 'package.json')));
}

/** Whether somebody else, such as `npm install`, has already put the lockfile's packages in place. */
function hasInstalledLock() {
  try {
    const present = JSON.parse(readFileSync(inProject('node_modules', '.package-lock.json'), 'utf8'));
    return matchesLock(JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8')), present);
  } catch {
    return false;
  }
}

/** @returns {Stamp | undefined} */
function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return undefined;
  }
}
