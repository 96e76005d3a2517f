import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Top folder of the project, absolute. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Absolute path of something in the project.
 *
 * @param {readonly string[]} parts path parts below the top folder.
 */
export function inProject(...parts) {
  return join(projectRoot, ...parts);
}

const executableSuffix = process.platform === 'win32' ? '.exe' : '';

/** Node 24 as the project's own dev dependency brings it; the file itself, so that no shell and no `.cmd` is needed. */
export const projectNode = inProject('node_modules', 'node', 'bin', `node${executableSuffix}`);

/**
 * Folder with Node's C headers for node-gyp. The `node` package has them beside its binary, so that compiling keytar downloads
 * nothing. Undefined before the packages are installed.
 */
export function findNodeHeaders() {
  const folder = inProject('node_modules', 'node', 'node_modules');
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter((name) => name.startsWith('node-'))
    .map((name) => join(folder, name))
    .find((candidate) => existsSync(join(candidate, 'include', 'node', 'node_api.h')));
}

/**
 * The Node that is not ours: npm has to run on it, because `npm ci` deletes `node_modules` and our Node with it.
 *
 * @param {Readonly<NodeJS.ProcessEnv>} environment
 */
export function findHostNode(environment = process.env) {
  const modules = inProject('node_modules') + sep;
  const candidates = [
    environment['npm_node_execpath'],
    process.execPath,
    ...(environment['PATH'] ?? '').split(delimiter).map((folder) => join(folder, `node${executableSuffix}`)),
  ];
  return candidates.find((file) => file !== undefined && !file.startsWith(modules) && existsSync(file));
}

/**
 * npm's program file: the npm that called us, else the one installed with the host's Node.
 *
 * @param {string} hostNode
 * @param {Readonly<NodeJS.ProcessEnv>} environment
 */
export function findNpm(hostNode, environment = process.env) {
  const called = environment['npm_execpath'];
  const folder = dirname(hostNode);
  const candidates = [
    ...(called?.endsWith('npm-cli.js') ? [called] : []),
    join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(folder, '..', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js'),
  ];
  return candidates.find((file) => existsSync(file));
}

/** Program files of the tools in `node_modules`, run by {@link projectNode}. */
export const tools = {
  biome: inProject('node_modules', '@biomejs', 'biome', 'bin', 'biome'),
  electronVite: inProject('node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
  knip: inProject('node_modules', 'knip', 'bin', 'knip.js'),
  playwright: inProject('node_modules', '@playwright', 'test', 'cli.js'),
  tsc: inProject('node_modules', 'typescript', 'bin', 'tsc'),
  vitest: inProject('node_modules', 'vitest', 'vitest.mjs'),
};

/** Our environment with the project's programs first on the path, as `npm run` gives it. */
export function childEnvironment() {
  const own = inProject('node_modules', '.bin');
  const path = process.env['PATH'] ?? '';
  return { ...process.env, PATH: path.split(delimiter)[0] === own ? path : `${own}${delimiter}${path}` };
}
