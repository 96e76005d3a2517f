import type { Command } from 'commander';
import { AppError } from '#shared/errors/app-error.ts';
import type { Connection } from '#shared/model/connection.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { createStatusLine } from '../output/status-line.ts';
import { type Column, formatTable } from '../output/table.ts';

interface RetentionOptions {
  readonly dryRun?: true;
  readonly now?: true;
  readonly json?: true;
}

const columns: readonly Column<Connection>[] = [
  { title: 'NAME', cell: ({ name }) => name, shrinkTo: 12 },
  { title: 'VENDOR', cell: ({ vendor }) => vendor },
  { title: 'KEPT', cell: ({ retentionDays }) => keptWords(retentionDays) },
];

/** `retention`. */
export function addRetentionCommand(program: Command, context: CliContext): void {
  program
    .command('retention [connection] [days]')
    .description(
      'show or set for how many days records are kept once nothing is heard of them, or "forever"; decisions, own tags, cases and what is in them always stay',
    )
    .option('--dry-run', 'count what would go, and change nothing')
    .option('--now', 'delete what is due now, not only at the end of the next complete sync')
    .option('--json', 'print JSON')
    .action((name: string | undefined, days: string | undefined, options: RetentionOptions) =>
      name === undefined ? list(context, options) : change(context, { name, days, options }),
    );
}

async function list(context: CliContext, { json }: RetentionOptions): Promise<void> {
  const connections = await (await context.app()).services.connections.list();
  if (json !== true) return print(context, formatTable(columns, connections, widthOf(context.stdout)));
  for (const { name, retentionDays } of connections) await printJson(context, { connection: name, retentionDays });
}

interface Wish {
  readonly name: string;
  readonly days: string | undefined;
  readonly options: RetentionOptions;
}

async function change(context: CliContext, { name, days, options }: Wish): Promise<void> {
  const { connections } = (await context.app()).services;
  const before = await connections.find(name);
  const retentionDays = days === undefined ? before.retentionDays : parseDays(days);
  const due = retentionDays === null ? 0 : await connections.countDue(before.id, retentionDays);
  if (options.dryRun !== true && days !== undefined) await connections.update(before.id, { retentionDays });
  const goesNow = options.dryRun !== true && options.now === true;
  const forgotten = goesNow ? await forget(context, before, due) : 0;
  if (options.json === true) return printJson(context, { connection: before.name, retentionDays, due, forgotten });
  remark(context, `${before.name}: ${keptWords(retentionDays)}. ${dueWords(due, forgotten, options)}`);
}

/** Deletes what is due and tells how far it is; Ctrl-C ends it, and what went until then is told. */
async function forget(
  context: CliContext,
  { id, name }: Pick<Connection, 'id' | 'name'>,
  due: number,
): Promise<number> {
  const { connections } = (await context.app()).services;
  const line = createStatusLine(context);
  const onProgress = (forgotten: number): void =>
    line.show(revealHidden(`${name}: ${forgotten.toLocaleString('en-US')} of ${due.toLocaleString('en-US')} went`));
  try {
    return await connections.forgetDue(id, { signal: context.signal, onProgress });
  } finally {
    line.show('');
  }
}

/** @throws AppError `input.invalid`. */
function parseDays(text: string): number | null {
  if (text === 'forever') return null;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new AppError('input.invalid', `"${text.slice(0, 40)}" is no number of days.`, {
    suggestion: 'Use a whole number from 1 to 3650, or forever.',
  });
}

function keptWords(days: number | null): string {
  if (days === null) return 'for good';
  return days === 1 ? '1 day' : `${days.toLocaleString('en-US')} days`;
}

function dueWords(due: number, forgotten: number, { dryRun, now }: RetentionOptions): string {
  const records = (count: number): string => `${count.toLocaleString('en-US')} ${count === 1 ? 'record' : 'records'}`;
  if (dryRun === true) return `${records(due)} would go.`;
  if (now === true) return `${records(forgotten)} went.`;
  return due === 0 ? 'Nothing is due.' : `${records(due)} will go at the end of the next complete sync, or with --now.`;
}
