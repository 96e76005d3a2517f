import { parentPort, workerData } from 'node:worker_threads';
import { runWriter } from '#main/db/writer-thread.ts';
import { findTestStream } from './store-stream.ts';

// Writer thread over the made-up vendor of the store's tests.
if (parentPort !== null) runWriter(parentPort, workerData, () => Promise.resolve(findTestStream));
