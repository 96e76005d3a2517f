/** Entry of the command line: everything else is compiled once and taken from a cache afterwards, which halves the start. */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setV8Flags } from '../v8-flags.ts';

const folder = fileURLToPath(new URL('../../../../node_modules/.cache/sightline', import.meta.url));
// Threads and child processes do not inherit the cache itself, only the variable.
process.env['NODE_COMPILE_CACHE'] ??= folder;
enableCompileCache(process.env['NODE_COMPILE_CACHE']);
setV8Flags();
await import('./start.ts');
