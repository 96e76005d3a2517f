import type { Command } from 'commander';
import { AppError } from '#shared/errors/app-error.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import { referenceOfReason } from '#shared/model/run-reference.ts';
import { publicRun } from '#shared/public-json/connection.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { formatMinute } from '../output/moments.ts';
import { type Column, formatTable } from '../output/table.ts';

interface RunsOptions {
  readonly connection?: string;
  readonly limit: string;
  readonly json?: true;
}

const columns: readonly Column<SyncRun>[] = [
  { title: 'STARTED (UTC)', cell: ({ startedAtMs }) => formatMinute(startedAtMs) },
  { title: 'CONNECTION', cell: ({ connection }) => connection, shrinkTo: 8 },
  { title: 'STREAM', cell: ({ stream }) => stream, shrinkTo: 9 },
  { title: 'STATUS', cell: ({ status }) => status },
  { title: 'EXPECTED', cell: ({ expected }) => expected ?? '?', align: 'right', dropOrder: 1 },
  { title: 'RECEIVED', cell: ({ received }) => received, align: 'right' },
  { title: 'STORED', cell: ({ stored }) => stored, align: 'right', dropOrder: 4 },
  { title: 'UNCHANGED', cell: ({ unchanged }) => unchanged, align: 'right', dropOrder: 5 },
  { title: 'REJECTED', cell: ({ rejected }) => rejected, align: 'right', dropOrder: 3 },
  { title: 'LOG', cell: (run) => referenceOfReason(run) ?? '', dropOrder: 2 },
  {
    title: 'REASON',
    cell: ({ error }) => (error === null ? '' : `${error.message} (${error.code})`),
    shrinkTo: 20,
    dropOrder: 2,
  },
];

/** `runs`. */
export function addRunsCommand(program: Command, context: CliContext): void {
  program
    .command('runs')
    .description('sync history: what the vendors announced, and what arrived')
    .option('--connection <name>', 'only this connection')
    .option('--limit <number>', 'how many, newest first', '50')
    .option('--json', 'one JSON object per line')
    .action(async (options: RunsOptions) => {
      if (!/^[1-9]\d{0,5}$/.test(options.limit))
        throw new AppError('input.invalid', '--limit takes a positive number.');
      const { services } = await context.app();
      const connection = options.connection === undefined ? null : await services.connections.find(options.connection);
      const runs = await services.runs.list({ connectionId: connection?.id ?? null, limit: Number(options.limit) });
      if (options.json === true) for (const run of runs) await printJson(context, publicRun(run));
      else if (runs.length === 0) remark(context, 'Nothing has been synced yet.');
      else await print(context, formatTable(columns, runs, widthOf(context.stdout)));
    });
}
