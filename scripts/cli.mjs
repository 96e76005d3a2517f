/**
 * `npm run -s cli -- <command>`: starts the command line in this process. No set-up check, as that would slow every command; only a
 * word on what to do where nothing is installed yet.
 */
import { existsSync } from 'node:fs';
import module from 'node:module';
import { pathToFileURL } from 'node:url';
import { inProject } from './lib/project.mjs';
import { tell } from './lib/report.mjs';

const entry = inProject('src', 'main', 'shell', 'cli', 'main.ts');

if (!existsSync(inProject('node_modules', '.sightline-setup')) || Number.parseInt(process.versions.node, 10) < 24) {
  tell('Sightline is not set up yet. Run this first: npm run setup');
  process.exit(1);
}
// npm runs scripts in the project's folder; file names on the command line are meant from where the user stands.
const userFolder = process.env['INIT_CWD'];
if (process.env['npm_lifecycle_event'] === 'cli' && userFolder !== undefined) process.chdir(userFolder);
process.argv[1] = entry;
// Before the entry itself is compiled; see there.
process.env['NODE_COMPILE_CACHE'] ??= inProject('node_modules', '.cache', 'sightline');
module.enableCompileCache(process.env['NODE_COMPILE_CACHE']);
await import(pathToFileURL(entry).href);
