import { basename } from 'node:path';
import type { Command } from 'commander';
import { readNamedFile } from '#main/documents/named-file.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { AllowEntryView, BenignListView, ListCheck } from '#shared/model/benign-list.ts';
import { publicMoment } from '#shared/public-json/moment.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { readWrittenDay } from '#shared/text/written-moments.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { formatMinute } from '../output/moments.ts';
import { type Column, formatTable } from '../output/table.ts';

const listColumns: readonly Column<BenignListView>[] = [
  { title: 'NAME', cell: ({ name }) => name, shrinkTo: 20 },
  { title: 'VERSION', cell: ({ version }) => version, align: 'right' },
  { title: 'ENTRIES', cell: ({ entries }) => entries, align: 'right' },
  { title: 'FROM', cell: ({ isShipped }) => (isShipped ? 'shipped' : 'file') },
  { title: 'TYPES', cell: ({ types }) => types.join(' '), shrinkTo: 10, dropOrder: 1 },
  { title: 'TITLE', cell: ({ title }) => title, shrinkTo: 20, dropOrder: 2 },
];

const allowColumns: readonly Column<AllowEntryView>[] = [
  { title: 'ID', cell: ({ id }) => id, align: 'right' },
  { title: 'TYPE', cell: ({ type }) => type },
  { title: 'VALUE', cell: ({ value }) => value, shrinkTo: 20 },
  { title: 'REASON', cell: ({ reason }) => reason, shrinkTo: 20, dropOrder: 1 },
  { title: 'OWNER', cell: ({ owner }) => owner, dropOrder: 2 },
  { title: 'UNTIL (UTC)', cell: ({ expiresAtMs }) => (expiresAtMs === null ? 'removed' : formatMinute(expiresAtMs)) },
];

const maxListBytes = 64 * 1024 * 1024;

/** `lists` and its subcommands. */
export function addListCommands(program: Command, context: CliContext): void {
  const lists = program.command('lists').description('lists of harmless values: shipped, imported, and your own');
  lists
    .command('list')
    .description('the shipped and imported lists')
    .option('--json', 'one JSON object per line')
    .action(async ({ json }: { readonly json?: true }) => {
      const rows = await (await context.app()).services.lists.list();
      if (json !== true) return print(context, formatTable(listColumns, rows, widthOf(context.stdout)));
      for (const { addedAtMs, ...row } of rows) await printJson(context, { ...row, addedAt: publicMoment(addedAtMs) });
    });
  lists
    .command('import <file>')
    .description('take over a MISP warning list (its list.json, named after the list)')
    .option('--dry-run', 'only tell what it would come to')
    .action(async (file: string, { dryRun }: { readonly dryRun?: true }) => {
      const { services } = await context.app();
      if (dryRun === true) {
        return print(context, describeCheck(await services.lists.check(basename(file), await readList(context, file))));
      }
      const { title, entries, leftOut } = await services.lists.importList(
        basename(file),
        await readList(context, file),
      );
      remark(context, `${title}: ${entries} entries taken over${leftOut > 0 ? `, ${leftOut} left out` : ''}.`);
    });
  lists
    .command('remove <name>')
    .description('forget a list')
    .action(async (name: string) => (await context.app()).services.lists.remove(name));
  addAllowCommands(lists, context);
}

/** What taking a list over would come to, in words. */
function describeCheck({ name, title, version, entries, leftOut, present, isNewer }: ListCheck): string {
  const here =
    present === null
      ? 'none of that name is here'
      : `version ${present.version} with ${present.entries} entries is here`;
  const outcome = isNewer ? 'it would be taken over' : 'it would be refused: it is not newer';
  return `${revealHidden(`${title} (${name})`)}, version ${version}: ${entries} entries, ${leftOut} left out; ${here}; ${outcome}.\n`;
}

function addAllowCommands(lists: Command, context: CliContext): void {
  lists
    .command('allow <value>')
    .description('trust a value: a domain with what is below it, a network with what is inside')
    .requiredOption('--reason <text>', 'why')
    .option('--expires <day>', 'until when, YYYY-MM-DD (UTC); else until it is removed')
    .action(async (value: string, { reason, expires }: { readonly reason: string; readonly expires?: string }) => {
      const { services } = await context.app();
      await services.lists.allow({ value, reason, expiresAtMs: expires === undefined ? null : parseDay(expires) });
    });
  lists
    .command('allowed')
    .description('your own entries')
    .option('--json', 'one JSON object per line')
    .action(async ({ json }: { readonly json?: true }) => {
      const rows = await (await context.app()).services.lists.allowed();
      if (json !== true)
        return print(context, rows.length === 0 ? '' : formatTable(allowColumns, rows, widthOf(context.stdout)));
      for (const { createdAtMs, expiresAtMs, ...row } of rows) {
        await printJson(context, {
          ...row,
          createdAt: publicMoment(createdAtMs),
          expiresAt: publicMoment(expiresAtMs),
        });
      }
    });
  lists
    .command('disallow <id>')
    .description('remove an entry of your own')
    .action(async (id: string) => {
      if (!/^\d{1,15}$/.test(id)) throw new AppError('input.invalid', 'Give the number that "lists allowed" shows.');
      await (await context.app()).services.lists.disallow(Number(id));
    });
}

/** The end of a day. */
function parseDay(text: string): number {
  const startMs = readWrittenDay(text);
  if (startMs === null) throw new AppError('input.invalid', '--expires takes a day of the calendar, YYYY-MM-DD.');
  return startMs + 24 * 60 * 60 * 1_000;
}

async function readList({ signal }: CliContext, file: string): Promise<string> {
  return Buffer.from(await readNamedFile(file, { most: maxListBytes, signal })).toString('utf8');
}
