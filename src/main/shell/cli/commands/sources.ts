import type { Command } from 'commander';
import { AppError } from '#shared/errors/app-error.ts';
import type { Connection } from '#shared/model/connection.ts';
import type { OverlapRow } from '#shared/model/overlap.ts';
import type { StandingCheck } from '#shared/model/standing.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { type Column, formatTable } from '../output/table.ts';

/** `sources` and its subcommands. */
export function addSourceCommands(program: Command, context: CliContext): void {
  const sources = program.command('sources').description('the vendors beside each other');
  sources
    .command('overlap')
    .description('how many indicators each vendor shares with each other, and how many only it knows')
    .option('--json', 'one JSON object per line')
    .action(async ({ json }: { readonly json?: true }) => {
      const { indicators, shared, rows } = await (await context.app()).services.sources.overlap();
      if (json === true) for (const row of rows) await printJson(context, publicRow(row));
      else if (rows.length === 0) remark(context, 'Nothing has been synced yet.');
      else {
        await print(context, formatTable(overlapColumns(rows), rows, widthOf(context.stdout)));
        remark(context, `${shared} of ${indicators} indicators are known to more than one vendor.`);
      }
    });
  addChecks(sources, context);
  addSchedule(sources, context);
}

/** `sources checks`. */
function addChecks(sources: Command, context: CliContext): void {
  sources
    .command('checks')
    .description('what is enforced now, and what no longer fits what is known, each with the query that finds it')
    .option('--json', 'one JSON object per line')
    .action(async ({ json }: { readonly json?: true }) => {
      const checks = await (await context.app()).services.sources.checks();
      if (json === true) for (const check of checks) await printJson(context, check);
      else await print(context, formatTable(checkColumns, checks, widthOf(context.stdout)));
    });
}

const checkColumns: readonly Column<StandingCheck>[] = [
  { title: 'CHECK', cell: ({ title }) => title, shrinkTo: 24 },
  { title: 'COUNT', cell: ({ count }) => count ?? '?', align: 'right' },
  { title: 'QUERY', cell: ({ query }) => query, shrinkTo: 20 },
];

/** `sources schedule`. */
function addSchedule(sources: Command, context: CliContext): void {
  sources
    .command('schedule [connection] [every]')
    .description('show or set how often a window syncs connections by itself: 30m, 2h, or off')
    .option('--json', 'one JSON object per line')
    .action(async (name: string | undefined, every: string | undefined, { json }: { readonly json?: true }) => {
      const { connections } = (await context.app()).services;
      if (name !== undefined && every !== undefined) {
        const syncEveryMinutes = parseEvery(every);
        await connections.update((await connections.find(name)).id, { syncEveryMinutes });
      }
      const wanted = name === undefined ? undefined : (await connections.find(name)).id;
      const shown = (await connections.list()).filter(({ id }) => wanted === undefined || id === wanted);
      if (json !== true) return print(context, formatTable(scheduleColumns, shown, widthOf(context.stdout)));
      for (const { name: connection, syncEveryMinutes } of shown) {
        await printJson(context, { connection, syncEveryMinutes });
      }
    });
}

const scheduleColumns: readonly Column<Connection>[] = [
  { title: 'NAME', cell: ({ name }) => name, shrinkTo: 12 },
  { title: 'VENDOR', cell: ({ vendor }) => vendor },
  { title: 'SYNCED', cell: ({ syncEveryMinutes }) => writeEvery(syncEveryMinutes) },
];

/** @returns minutes; null for off. @throws AppError `input.invalid`; the service looks at the number. */
function parseEvery(text: string): number | null {
  if (text === 'off') return null;
  const [, count, unit] = /^(\d{1,5})([mh])$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * (unit === 'h' ? 60 : 1);
  throw new AppError('input.invalid', `"${text.slice(0, 40)}" is no stretch of time.`, {
    suggestion: 'Write 30m, 2h, or off.',
  });
}

function writeEvery(minutes: number | null): string {
  if (minutes === null) return 'only when asked';
  return minutes % 60 === 0 ? `every ${minutes / 60}h` : `every ${minutes}m`;
}

/** `{vendor,indicators,onlyHere,shared:{vendor:count}}`. */
function publicRow({ vendor, onlyHere, cells }: OverlapRow): Readonly<Record<string, unknown>> {
  const countOf = (name: string): number => cells.find((cell) => cell.vendor === name)?.count ?? 0;
  const others = cells.filter((cell) => cell.vendor !== vendor);
  return {
    vendor,
    indicators: countOf(vendor),
    onlyHere: onlyHere.count,
    shared: Object.fromEntries(others.map((cell) => [cell.vendor, cell.count])),
  };
}

function overlapColumns(rows: readonly OverlapRow[]): readonly Column<OverlapRow>[] {
  return [
    { title: 'VENDOR', cell: ({ vendor }) => vendor, shrinkTo: 8 },
    ...rows.map(
      ({ vendor }, at): Column<OverlapRow> => ({
        title: vendor.toUpperCase(),
        cell: ({ cells }) => cells[at]?.count ?? 0,
        align: 'right',
      }),
    ),
    { title: 'ONLY HERE', cell: ({ onlyHere }) => onlyHere.count, align: 'right' },
  ];
}
