import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { describeReader, startWorker } from '#main/db/gateway/start-worker.ts';
import { databaseName, findDataFolder } from '#main/platform/data-folder.ts';

/** The entry of a reader's thread, as it lies beside the sources. */
export const readerEntry = new URL('../../workers/reader.ts', import.meta.url);

let started: Worker | undefined;

/**
 * Starts a reader's thread when the arguments are those of a command, so that it loads while the command does: the machine has
 * more than one core, and either takes a third of a second. It opens nothing before it is asked, and keeps no process alive.
 */
export function startReaderAhead(argv: readonly string[]): void {
  const [first] = argv;
  if (first === undefined || first.startsWith('-') || first === 'help') return;
  const dataFolder = findDataFolder();
  const databaseFile = join(dataFolder, databaseName);
  started = startWorker(describeReader({ entry: readerEntry, databaseFile, dataFolder }));
  started.unref();
  // Whoever asks finds it ended, starts another, and is told by that one.
  started.on('error', () => undefined);
}

/** That thread, once. */
export function takeReaderAhead(): Worker | undefined {
  const taken = started;
  started = undefined;
  return taken;
}
