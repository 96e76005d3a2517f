/** Entry of the desktop as a process to be measured: as the shell's own entry, it sets V8 before anything else is loaded. */
import { setV8Flags } from '#main/shell/v8-flags.ts';

setV8Flags();
await import('./ui-run.ts');
