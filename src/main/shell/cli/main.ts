/**
 * Entry of the command line: everything else is compiled once and taken from a cache afterwards, which halves the start. The
 * thread that most commands ask is started before their modules are loaded, since it takes as long.
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setV8Flags } from '../v8-flags.ts';

const folder = fileURLToPath(new URL('../../../../node_modules/.cache/sightline', import.meta.url));
// Threads and child processes do not inherit the cache itself, only the variable.
process.env['NODE_COMPILE_CACHE'] ??= folder;
enableCompileCache(process.env['NODE_COMPILE_CACHE']);
setV8Flags();
const { startReaderAhead } = await import('./reader-ahead.ts');
startReaderAhead(process.argv.slice(2));
const { runProcess } = await import('./run-process.ts');
await runProcess();
