import { resolve } from 'node:path';
import type { Command } from 'commander';
import { parseCaseNumber } from '#main/services/case-service.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { publicFile } from '#shared/public-json/case.ts';
import { readWrittenMoment } from '#shared/text/written-moments.ts';
import { type CliContext, printJson, remark } from '../context.ts';

interface JsonOption {
  readonly json?: true;
}

interface EvidenceOptions {
  readonly note: string;
  readonly connection?: string;
  readonly stream?: string;
}

/** What supports a case: pinned notes, records pinned to them, own entries in the timeline, files. */
export function addCaseEvidenceCommands(group: Command, context: CliContext): void {
  addPinCommands(group, context);
  group
    .command('event <case>')
    .description('write an entry of your own into the timeline, or take one out')
    .option('--at <moment>', 'when it happened: 2026-11-28 or 2026-11-28T14:05Z; without a zone it is UTC')
    .option('--text <text>', 'what happened')
    .option('--remove <id>', 'the own entry to take out')
    .action((text: string, options: { readonly at?: string; readonly text?: string; readonly remove?: string }) =>
      changeTimeline(context, text, options),
    );
  group
    .command('file <case> [path]')
    .description('add a file by its name, size, MD5, SHA-1 and SHA-256, or take one out; the file itself is not kept')
    .option('--comment <text>')
    .option('--remove <id>', 'the file to take out')
    .option('--json', 'print the file as JSON')
    .action((text: string, path: string | undefined, options: FileOptions) =>
      changeFiles(context, { text, path, ...options }),
    );
}

function addPinCommands(group: Command, context: CliContext): void {
  group
    .command('pin <case> <note>')
    .description('let a note stand first, or no longer')
    .option('--off', 'no longer')
    .action(async (text: string, note: string, { off }: { readonly off?: true }) => {
      const { cases } = (await context.app()).services;
      await cases.pinNote(parseCaseNumber(text), parseId(note, 'A note'), off !== true);
      remark(context, `Note ${note} is ${off === true ? 'no longer ' : ''}pinned.`);
    });
  group
    .command('evidence <case> <value>')
    .description('pin the vendors’ records on an indicator to a note, frozen as they are now')
    .requiredOption('--note <id>', 'the note')
    .option('--connection <name>', 'only the records of this connection')
    .option('--stream <stream>', 'only the records of this stream')
    .action((text: string, value: string, options: EvidenceOptions) =>
      pinRecords(context, { text, value, ...options }),
    );
  group
    .command('unpin <case> <evidence>')
    .description('take a record off its note')
    .action(async (text: string, evidence: string) => {
      const { cases } = (await context.app()).services;
      await cases.unpinRecord(parseCaseNumber(text), parseId(evidence, 'Evidence'));
      remark(context, `Evidence ${evidence} is taken off.`);
    });
}

async function pinRecords(
  context: CliContext,
  { text, value, note, connection, stream }: EvidenceOptions & { readonly text: string; readonly value: string },
): Promise<void> {
  const { cases, search } = (await context.app()).services;
  const number = parseCaseNumber(text);
  const noteId = parseId(note, 'A note');
  const records = (await search.detailOfText(value))?.observationList.filter(
    (one) =>
      (connection === undefined || one.connection === connection) && (stream === undefined || one.stream === stream),
  );
  if (records === undefined || records.length === 0) {
    throw new AppError('state.notFound', 'The cache holds no such record.');
  }
  for (const { id } of records) await cases.pinRecord(number, noteId, id);
  remark(context, `${records.length} ${records.length === 1 ? 'record' : 'records'} pinned to note ${noteId}.`);
}

async function changeTimeline(
  context: CliContext,
  text: string,
  options: { readonly at?: string; readonly text?: string; readonly remove?: string },
): Promise<void> {
  const { cases } = (await context.app()).services;
  const number = parseCaseNumber(text);
  if (options.remove !== undefined && options.text === undefined) {
    await cases.removeTimelineEntry(number, parseId(options.remove, 'An entry'));
    remark(context, 'The entry is removed.');
    return;
  }
  if (options.text === undefined || options.remove !== undefined) {
    throw new AppError('input.invalid', 'Give either --text or --remove.');
  }
  const atMs = options.at === undefined ? context.clock.nowMs() : parseMoment(options.at);
  const { id } = await cases.addTimelineEntry(number, atMs, options.text);
  remark(context, `Entry ${id} is added.`);
}

interface FileOptions extends JsonOption {
  readonly comment?: string;
  readonly remove?: string;
}

async function changeFiles(
  context: CliContext,
  { text, path, comment, remove, json }: FileOptions & { readonly text: string; readonly path: string | undefined },
): Promise<void> {
  const { cases } = (await context.app()).services;
  const number = parseCaseNumber(text);
  if ((path === undefined) === (remove === undefined)) {
    throw new AppError('input.invalid', 'Give either a file or --remove.');
  }
  if (remove !== undefined) {
    await cases.removeFile(number, parseId(remove, 'A file'));
    remark(context, `File ${remove} is removed.`);
  }
  if (path === undefined) return;
  const source = { path: resolve(path) };
  const file = await cases.addFile(number, { name: path, source, comment: comment ?? null }, context.signal);
  if (json === true) await printJson(context, publicFile(file));
  remark(context, `File ${file.id} is added: ${file.name}, SHA-256 ${file.sha256}.`);
}

/** @throws AppError `input.invalid`. */
function parseId(text: string, what: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new AppError('input.invalid', `${what} is named by its number, as case show prints it.`);
}

/** A day, or a moment in UTC where it names no zone. @throws AppError `input.invalid`. */
function parseMoment(text: string): number {
  const atMs = readWrittenMoment(text, 'utc');
  if (atMs !== null) return atMs;
  throw new AppError('input.invalid', '--at takes a moment of the calendar such as 2026-11-28T14:05Z.');
}
