import { parentPort } from 'node:worker_threads';
import { runDocuments } from '#main/documents/documents-thread.ts';

// Entry of the thread that reads documents.
if (parentPort !== null) runDocuments(parentPort);
