import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { toMebibytes } from './mebibytes.ts';

const logAside = /^sightline\.db-wal\.replaced-\d+-\d+$/;

/**
 * What is to be said of write-ahead logs that were put aside, as another program had replaced the database under them; null where
 * there are none. They hold what was stored last, and nothing reads them by itself.
 */
export function describeLogsAside(dataFolder: string): string | null {
  const logs = listLogsAside(dataFolder);
  if (logs.length === 0) return null;
  const told = logs.map((name) => `${name} (${sizeOf(join(dataFolder, name))})`).join(', ');
  const advice = 'docs/reliability.md, "A log that was put aside", says how to get it back';
  return `Put aside, with what was stored last in a database that another program replaced: ${told}. ${advice}`;
}

function listLogsAside(dataFolder: string): readonly string[] {
  try {
    return readdirSync(dataFolder)
      .filter((name) => logAside.test(name))
      .sort();
  } catch {
    // What is wrong with the folder is told by others.
    return [];
  }
}

function sizeOf(file: string): string {
  const facts = statSync(file, { throwIfNoEntry: false });
  return facts === undefined ? 'gone by now' : `${toMebibytes(facts.size)} MiB`;
}
