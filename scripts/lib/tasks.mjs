import { inProject, tools } from './project.mjs';

/**
 * One task of `scripts/run.mjs`: a program that our Node runs.
 *
 * `withSystem`: it uses a browser or the keychain, so system packages are looked after. `withBundle`: it shows the window, so the
 * built renderer must be current. `args` come before those of the command line.
 *
 * @typedef {{ readonly program: string, readonly args?: readonly string[], readonly withSystem?: boolean, readonly withBundle?: boolean }} Task
 */

const shell = { withSystem: true, withBundle: true };

/** @param {string} suite */
const testTask = (suite) => ({ program: inProject('scripts', 'tasks', 'test.mjs'), args: [suite], withSystem: true });

/** @type {Readonly<Record<string, Task>>} */
export const tasks = {
  demo: { program: inProject('test', 'demo', 'demo.ts'), ...shell },
  screenshots: { program: inProject('test', 'demo', 'screenshots.ts'), ...shell },
  start: { program: inProject('scripts', 'tasks', 'start.mjs'), ...shell },
  'start:chromium': { program: inProject('src', 'main', 'shell', 'chromium', 'main.ts'), ...shell },
  emulators: { program: inProject('test', 'emulators', 'start.ts') },
  docs: { program: inProject('test', 'vendors', 'write-vendors-page.ts') },
  chaos: { program: inProject('test', 'chaos', 'chaos.ts') },
  bench: { program: inProject('test', 'bench', 'bench.ts') },
  test: testTask('all'),
  'test:unit': testTask('unit'),
  'test:integration': testTask('integration'),
  'test:e2e': testTask('e2e'),
  check: { program: inProject('scripts', 'tasks', 'check.mjs'), withSystem: true },
  build: { program: tools.electronVite, args: ['build'] },
  dist: { program: inProject('scripts', 'tasks', 'dist.mjs'), withBundle: true },
  dev: { program: tools.electronVite, args: ['dev'], withBundle: true },
  format: { program: tools.biome, args: ['check', '--write'] },
  lint: { program: tools.biome, args: ['check', '--error-on-warnings'] },
  typecheck: { program: tools.tsc, args: ['--build'] },
  knip: { program: tools.knip },
};
