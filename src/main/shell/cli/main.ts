/** Entry of the command line: everything else is compiled once and taken from a cache afterwards, which halves the start. */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

enableCompileCache(fileURLToPath(new URL('../../../../node_modules/.cache/sightline', import.meta.url)));
await import('./start.ts');
