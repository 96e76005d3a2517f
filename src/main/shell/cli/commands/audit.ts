import type { Command } from 'commander';
import { parseNoted } from '#main/services/audit-service.ts';
import { parseCaseNumber } from '#main/services/case-service.ts';
import type { StoredAuditEntry } from '#main/services/ports/store/audit.ts';
import type { AuditEntry } from '#shared/model/audit.ts';
import { exitStatus } from '../../exit-status.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { CommandOutcome } from '../exit-status.ts';
import { formatMinute } from '../output/moments.ts';
import { printFile } from '../output/print-file.ts';
import { type Column, createTable } from '../output/table.ts';

interface JsonOption {
  readonly json?: true;
}

const columns: readonly Column<AuditEntry>[] = [
  { title: 'ENTRY', cell: ({ id }) => id, align: 'right' },
  { title: 'AT (UTC)', cell: ({ atMs }) => formatMinute(atMs) },
  { title: 'BY', cell: ({ by }) => by, shrinkTo: 8 },
  { title: 'CASE', cell: (entry) => entry.case, dropOrder: 2 },
  { title: 'ACT', cell: ({ action }) => action, dropOrder: 1 },
  { title: 'WHAT', cell: ({ text }) => text, shrinkTo: 20 },
];

/** `audit list` and `audit verify`. */
export function addAuditCommands(program: Command, context: CliContext): void {
  const group = program.command('audit').description('who did what with cases, decisions and queued changes');
  group
    .command('list [case]')
    .description('every entry of the log, oldest first, or those of one case')
    .option('--json', 'one JSON object per line: what was sealed, and its hash')
    .action((text: string | undefined, { json }: JsonOption) => listEntries(context, text, json === true));
  group
    .command('verify')
    .description('check that no entry was changed or removed, and print the place to note')
    .option('--noted <number:hash>', 'a place as it was noted before: whether the log still holds it')
    .option('--json', 'one JSON object: entries, last, faults')
    .addHelpText('after', '\nExit status: 5 when the log does not hold together.')
    .action((options: JsonOption & { readonly noted?: string }) => verify(context, options));
}

/** Rows that a table is set by. */
const pieceSize = 200;

async function listEntries(context: CliContext, text: string | undefined, asJson: boolean): Promise<void> {
  const { audit } = (await context.app()).services;
  const counted = { count: 0 };
  const entries = count(audit.entries(text === undefined ? null : parseCaseNumber(text)), counted);
  await (asJson ? printFile(context, writeEntries(entries)) : printTable(context, entries));
  if (counted.count === 0) remark(context, 'Nothing has been done yet.');
}

async function* count<Entry>(entries: AsyncIterable<Entry>, counted: { count: number }): AsyncGenerator<Entry> {
  for await (const entry of entries) {
    counted.count += 1;
    yield entry;
  }
}

async function printTable(context: CliContext, entries: AsyncIterable<AuditEntry>): Promise<void> {
  const table = createTable(columns, widthOf(context.stdout));
  let piece: AuditEntry[] = [];
  const flush = async (): Promise<void> => {
    if (piece.length > 0) await print(context, table.format(piece));
    piece = [];
  };
  for await (const entry of entries) if (piece.push(entry) === pieceSize) await flush();
  await flush();
}

/** The sealed texts as they stand, so that whoever checks a hash has its very bytes. */
async function* writeEntries(entries: AsyncIterable<StoredAuditEntry>): AsyncGenerator<string> {
  for await (const { sealed, hash } of entries) yield `{"entry":${sealed},"hash":"${hash}"}\n`;
}

async function verify(context: CliContext, { noted, json }: JsonOption & { readonly noted?: string }): Promise<void> {
  const { audit } = (await context.app()).services;
  const { entries, last, faults } = await audit.verify(noted === undefined ? undefined : parseNoted(noted));
  if (json === true) await printJson(context, { entries, last, faults });
  else {
    for (const { problem } of faults) await print(context, `FAULT  ${problem}\n`);
    if (faults.length === 0) await print(context, `ok     ${entries} entries, none changed or missing.\n`);
    if (last !== null) await print(context, `last   ${last.id}:${last.hash}\n`);
  }
  if (faults.length > 0) throw new CommandOutcome(exitStatus.storage);
}
