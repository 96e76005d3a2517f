import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonLog } from './json-log.ts';

/** Most of the file's end that is looked at; lines are at most 64,000 characters, and mostly some hundred. */
const tailBytes = 512 * 1_024;

/** The current log file's end, for the support; implements the services' `LogSource`. */
export function createLogSource(logFolder: string, log: Pick<JsonLog, 'redact'>) {
  return {
    redact: (text: string): string => log.redact(text),
    readTail: async (lineLimit: number): Promise<readonly string[]> => {
      const text = await readEnd(join(logFolder, 'sightline.log'));
      return text.split('\n').filter(Boolean).slice(-lineLimit);
    },
  };
}

async function readEnd(file: string): Promise<string> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r');
  } catch {
    // Nothing was logged yet, or the folder is not ours to read.
    return '';
  }
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - tailBytes);
    const bytes = Buffer.alloc(size - start);
    await handle.read(bytes, 0, bytes.byteLength, start);
    const text = bytes.toString('utf8');
    // The first line may have lost its beginning.
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await handle.close();
  }
}
