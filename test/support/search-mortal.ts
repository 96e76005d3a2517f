/** Entry of a search thread that can be made to die: by any call whose message holds the word. */
import { parentPort, workerData } from 'node:worker_threads';
import { runSearch } from '#main/db/search-thread.ts';

parentPort?.on('message', (message: unknown) => {
  if (JSON.stringify(message).includes('die-now')) process.exit(1);
});
if (parentPort !== null) runSearch(parentPort, workerData);
