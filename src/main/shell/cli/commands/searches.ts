import type { Command } from 'commander';
import type { SavedSearch } from '#shared/model/saved-search.ts';
import { publicMoment } from '#shared/public-json/moment.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { formatMinute } from '../output/moments.ts';
import { type Column, formatTable } from '../output/table.ts';
import { type SearchOptions, search } from './search.ts';

const columns: readonly Column<SavedSearch>[] = [
  { title: 'NAME', cell: ({ name }) => name, shrinkTo: 20 },
  { title: 'NEW', cell: ({ newCount }) => newCount, align: 'right' },
  { title: 'LOOKED AT (UTC)', cell: ({ lookedAtMs }) => formatMinute(lookedAtMs), dropOrder: 1 },
  { title: 'QUERY', cell: ({ query }) => query, shrinkTo: 20 },
];

/** `searches` and its subcommands. */
export function addSavedSearchCommands(program: Command, context: CliContext): void {
  const searches = program.command('searches').description('searches to come back to, and what is new in them');
  searches
    .command('list')
    .description('saved searches, with how many indicators came since each was last looked at')
    .option('--json', 'one JSON object per line')
    .action(async ({ json }: { readonly json?: true }) => {
      const rows = await (await context.app()).services.savedSearches.list();
      if (json !== true) return print(context, formatTable(columns, rows, widthOf(context.stdout)));
      for (const { createdAtMs, lookedAtMs, ...row } of rows) {
        await printJson(context, {
          ...row,
          createdAt: publicMoment(createdAtMs),
          lookedAt: publicMoment(lookedAtMs),
        });
      }
    });
  searches
    .command('save <name> <query>')
    .description('keep a query under a name; one of that name is replaced')
    .action(async (name: string, query: string) => {
      await (await context.app()).services.savedSearches.save({ name, query, columns: null });
      remark(context, `Saved as ${name}.`);
    });
  searches
    .command('run <name>')
    .description('search as saved, and count what is there now as looked at')
    .option('--limit <number>', 'how many lines, or all', '100')
    .option('--json', 'one JSON object per line')
    .action(async (name: string, options: Pick<SearchOptions, 'limit' | 'json'>) => {
      const { services } = await context.app();
      const { query, newCount } = await services.savedSearches.look(name);
      await search(context, query, { format: 'table', ...options });
      if (newCount !== null) remark(context, `${newCount} new since it was last looked at.`);
    });
  searches
    .command('remove <name>')
    .description('forget a saved search')
    .action(async (name: string) => (await context.app()).services.savedSearches.remove(name));
}
