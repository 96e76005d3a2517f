import { parentPort, workerData } from 'node:worker_threads';
import { runReader } from '#main/db/reader-thread.ts';

// Entry of a reader thread.
if (parentPort !== null) runReader(parentPort, workerData);
