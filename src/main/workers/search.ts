import { parentPort, workerData } from 'node:worker_threads';
import { runSearch } from '#main/db/search-thread.ts';

// Entry of the thread of the search engine.
if (parentPort !== null) runSearch(parentPort, workerData);
