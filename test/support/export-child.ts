/** Writes an export, to be ended at any moment: `node export-child.ts <file>`. */
import { createFileSink } from '#main/platform/file-sink.ts';
import { exportedChunks } from './exported-text.ts';

const [target = ''] = process.argv.slice(2);
process.stdout.write('begun\n');
await createFileSink().write(target, exportedChunks());
process.stdout.write('done\n');
