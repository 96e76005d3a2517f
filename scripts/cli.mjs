/**
 * `npm run -s cli -- <command>`: starts the command line in this process, from a bundle that is made anew when a source has changed. No
 * set-up check, as that would slow every command; only a word on what to do where nothing is installed yet.
 */
import { existsSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findCurrentBundle } from './lib/cli-bundle.mjs';
import { inProject, projectRoot } from './lib/project.mjs';
import { tell } from './lib/report.mjs';

const source = inProject('src', 'main', 'shell', 'cli', 'main.ts');

if (!existsSync(inProject('node_modules', '.sightline-setup')) || Number.parseInt(process.versions.node, 10) < 24) {
  tell('Sightline is not set up yet. Run this first: npm run setup');
  process.exit(1);
}
// npm runs scripts in the project's folder; file names on the command line are meant from where the user stands.
const userFolder = process.env['INIT_CWD'];
if (process.env['npm_lifecycle_event'] === 'cli' && userFolder !== undefined) process.chdir(userFolder);
const bundle = findCurrentBundle(projectRoot) ?? (await makeBundle());
// What is compiled lies with what it was compiled from, so that it goes when that goes.
const compiled = bundle === undefined ? inProject('node_modules', '.cache', 'sightline') : join(bundle, 'compiled');
const entry = bundle === undefined ? source : join(bundle, 'main.js');
process.argv[1] = entry;
// Before the entry itself is compiled; see there.
process.env['NODE_COMPILE_CACHE'] ??= compiled;
module.enableCompileCache(process.env['NODE_COMPILE_CACHE']);
await import(pathToFileURL(entry).href);

/** @returns {Promise<string | undefined>} */
async function makeBundle() {
  const [{ makeCliBundle }, { runMain }] = await Promise.all([
    import('./lib/ensure-cli-bundle.mjs'),
    import('./lib/main.mjs'),
  ]);
  /** @type {string | undefined} */
  let made;
  await runMain(async () => {
    made = await makeCliBundle();
  });
  return made;
}
