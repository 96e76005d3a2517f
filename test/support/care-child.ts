/**
 * Work on the database file in a process of its own, to be ended at any moment: `node care-child.ts <folder> <what> [file]`. Says
 * `begun` before, and `done` after.
 */
import { backUp } from '#main/db/care/backup.ts';
import { repair } from '#main/db/care/repair.ts';
import { restore } from '#main/db/care/restore.ts';
import { migrations } from '#main/db/migrations/index.ts';
import { newestVersion } from '#main/db/migrations/runner.ts';
import { openWriter } from '#main/db/open/open-writer.ts';
import { colourSteps } from './colour-steps.ts';
import { testPaths } from './store.ts';

const [folder = '', what = '', other = ''] = process.argv.slice(2);
const file = testPaths(folder).databaseFile;
const nowMs = Date.now();

process.stdout.write('begun\n');
if (what === 'backup') await backUp({ file, target: other });
if (what === 'restore') await restore({ file, source: other, nowMs });
if (what === 'repair') await repair({ file, nowMs });
if (what === 'migrate') {
  const steps = [...migrations, ...colourSteps(newestVersion(migrations))];
  const { database } = await openWriter({ file, nowMs, steps });
  database.close();
}
process.stdout.write('done\n');
