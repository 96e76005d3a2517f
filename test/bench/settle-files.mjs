/** `node settle-files.mjs FILE...`: returns once all that was written to them is on the disk. */
import { closeSync, fsyncSync, openSync } from 'node:fs';

for (const file of process.argv.slice(2)) {
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}
