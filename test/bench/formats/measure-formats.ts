import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { importFormats } from '#shared/model/import.ts';
import { removeFolder } from '../measure-sync.ts';
import { type FinishedProcess, type ProcessUsage, runCommand } from '../run-process.ts';

/** One file that was written, or read, by a process of its own. */
export interface FormatFigures extends ProcessUsage {
  readonly format: string;
  readonly fileBytes: number;
}

/** What all of them are about. */
export interface FormatRound {
  readonly indicators: number;
  readonly exports: readonly FormatFigures[];
  readonly imports: readonly FormatFigures[];
  /** In the case that the reports are of. */
  readonly reported: number;
  readonly reports: readonly FormatFigures[];
}

/** A report for people is about a case of this size, or one more. */
const reportSize = 1_000;
const machineFormats = ['stix', 'misp', 'openioc', 'csv', 'csv-observations', 'json', 'jsonl', 'bundle'] as const;
const reportFormats = ['html', 'markdown', 'docx', 'pdf'] as const;

/**
 * Writes a case of everything in the cache in each format for machines, reads what can be imported into an empty data folder, and writes
 * a case of a thousand in each format for people.
 * @throws Error when an import has other indicators than the case: then no figure means anything.
 */
export async function measureFormats(dataFolder: string, say: (text: string) => void): Promise<FormatRound> {
  const files = mkdtempSync(join(tmpdir(), 'sightline-bench-'));
  try {
    say('Making the cases ...');
    await run(dataFolder, 'case', 'create', '--title', 'Everything', '--tlp', 'amber');
    await run(dataFolder, 'case', 'add', 'CASE-0001', '*');
    await run(dataFolder, 'case', 'create', '--title', 'A thousand', '--tlp', 'amber');
    await run(dataFolder, 'case', 'add', 'CASE-0002', await nameSome(dataFolder));
    const indicators = await countOf(dataFolder, 'case:CASE-0001');
    const reported = await countOf(dataFolder, 'case:CASE-0002');
    const exports: FormatFigures[] = [];
    for (const format of machineFormats) {
      say(`Writing ${format} ...`);
      exports.push(await write(dataFolder, { format, of: 'CASE-0001', files }));
    }
    const imports: FormatFigures[] = [];
    for (const format of importFormats) {
      say(`Reading ${format} ...`);
      imports.push(await read(files, format, indicators));
    }
    const reports: FormatFigures[] = [];
    for (const format of reportFormats) {
      say(`Writing ${format} of ${reported} ...`);
      reports.push(await write(dataFolder, { format, of: 'CASE-0002', files }));
    }
    return { indicators, exports, imports, reported, reports };
  } finally {
    removeFolder(files);
  }
}

function run(dataFolder: string, ...args: readonly string[]): Promise<FinishedProcess> {
  return runCommand({ args, dataFolder });
}

/**
 * A query for the indicators of the second case: as few values as find enough, since the other hashes of a file are found with the
 * one that is named.
 */
async function nameSome(dataFolder: string): Promise<string> {
  const { stdout } = await run(dataFolder, 'search', '', '--limit', String(reportSize), '--json');
  const values = stdout
    .trim()
    .split('\n')
    .map((line) => valueSchema.parse(JSON.parse(line)).value);
  let [low, high] = [1, values.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await countOf(dataFolder, nameAll(values.slice(0, middle)))) < reportSize) low = middle + 1;
    else high = middle;
  }
  return nameAll(values.slice(0, low));
}

function nameAll(values: readonly string[]): string {
  return `value:(${values.map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`).join(' OR ')})`;
}

const valueSchema = z.object({ value: z.string() });
const countSchema = z.object({ count: z.number() });

async function countOf(dataFolder: string, query: string): Promise<number> {
  const { stdout } = await run(dataFolder, 'search', query, '--count', '--json');
  return countSchema.parse(JSON.parse(stdout)).count;
}

const pathOf = (files: string, format: string): string => join(files, `case.${format}`);

async function write(
  dataFolder: string,
  { format, of, files }: { readonly format: string; readonly of: string; readonly files: string },
): Promise<FormatFigures> {
  const out = pathOf(files, format);
  const harmless = format === 'openioc' || format === 'misp' ? ['--include-harmless'] : [];
  const usage = await run(dataFolder, 'export', of, '--format', format, '--out', out, '--yes', ...harmless);
  return { ...usage, format, fileBytes: statSync(out).size };
}

async function read(files: string, format: string, indicators: number): Promise<FormatFigures> {
  const empty = mkdtempSync(join(tmpdir(), 'sightline-bench-'));
  try {
    const path = pathOf(files, format);
    const usage = await run(empty, 'import', path, '--format', format);
    const count = await countOf(empty, 'vendor:import');
    // OpenIOC has no term for other texts, and tells a stream as the address that it goes to.
    if (format === 'openioc' ? count === 0 : count !== indicators)
      throw new Error(`${format}: ${count} of ${indicators} were imported.`);
    return { ...usage, format, fileBytes: statSync(path).size };
  } finally {
    removeFolder(empty);
  }
}
