import type { Command } from 'commander';
import { AppError } from '#shared/errors/app-error.ts';
import { fileLimitBytes } from '#shared/model/limits.ts';
import type { LookupCandidate } from '#shared/model/lookup.ts';
import { publicCandidate } from '#shared/public-json/lookup.ts';
import { recallWords } from '#shared/text/recall.ts';
import { exitStatus } from '../../exit-status.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { CommandOutcome } from '../exit-status.ts';
import { type Column, formatTable } from '../output/table.ts';
import { readInput } from '../read-input.ts';

const columns: readonly Column<LookupCandidate>[] = [
  { title: 'STATUS', cell: ({ status }) => status },
  { title: 'SCORE', cell: ({ known }) => known?.summary.score ?? null, align: 'right' },
  { title: 'TYPE', cell: ({ type }) => type },
  { title: 'VALUE', cell: ({ value }) => value, shrinkTo: 24 },
  { title: 'VENDORS', cell: ({ known }) => known?.summary.vendors.join(' ') ?? '', shrinkTo: 10, dropOrder: 2 },
  { title: 'VERDICT', cell: ({ known }) => known?.summary.verdict ?? '', dropOrder: 3 },
  {
    title: 'WHERE',
    cell: ({ occurrences, total }) => describePlace(occurrences[0], total),
    shrinkTo: 12,
    dropOrder: 4,
  },
  {
    title: 'WHAT TO KNOW',
    cell: whatToKnow,
    shrinkTo: 10,
    dropOrder: 1,
  },
];

/** `lookup`. */
export function addLookupCommand(program: Command, context: CliContext): void {
  program
    .command('lookup [files...]')
    .description(
      'find the indicators in files, or in standard input (-), and tell what the cache knows; nothing leaves the machine',
    )
    .option('--json', 'one JSON object per distinct candidate')
    .action((files: readonly string[], options: { readonly json?: true }) =>
      lookup(context, files, options.json === true),
    );
}

async function lookup(context: CliContext, files: readonly string[], isJson: boolean): Promise<void> {
  const { services } = await context.app();
  const all = new Map<string, LookupCandidate>();
  const errors: unknown[] = [];
  const names = files.length === 0 ? ['-'] : files;
  for (const name of names) {
    try {
      const { candidates, notes } = await services.lookup.look(await readInput(context, name, fileLimitBytes), {
        signal: context.signal,
      });
      for (const note of notes) remark(context, note);
      for (const candidate of candidates) addTo(all, candidate);
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'internal.cancelled' || names.length === 1) throw error;
      remark(context, error.message);
      errors.push(error);
    }
  }
  await printAll(context, [...all.values()], isJson);
  if (errors.length === names.length) throw errors[0];
  if (errors.length > 0) throw new CommandOutcome(exitStatus.incomplete);
}

async function printAll(context: CliContext, rows: readonly LookupCandidate[], isJson: boolean): Promise<void> {
  if (isJson) {
    for (const row of rows) await printJson(context, publicCandidate(row));
    return;
  }
  if (rows.length > 0) await print(context, formatTable(columns, rows, widthOf(context.stdout)));
  const counts = (['known', 'unknown', 'listed', 'invalid'] as const).map(
    (status) => `${rows.filter((row) => row.status === status).length} ${status}`,
  );
  remark(context, `${rows.length} candidates: ${counts.join(', ')}.`);
}

/** The same candidate in another file is the same line with more places. */
function addTo(all: Map<string, LookupCandidate>, candidate: LookupCandidate): void {
  const key = `${candidate.status === 'invalid'} ${candidate.type} ${candidate.value}`;
  const known = all.get(key);
  all.set(
    key,
    known === undefined
      ? candidate
      : {
          ...known,
          occurrences: [...known.occurrences, ...candidate.occurrences],
          total: known.total + candidate.total,
        },
  );
}

/** Why it is none or what to beware of, who has dealt with it before, and the lists of harmless values that it stands on. */
function whatToKnow({ reason, known, lists }: LookupCandidate): string {
  const recall = known === null ? null : recallWords(known.summary);
  return [reason, recall, ...lists].filter((text) => text !== null).join('; ');
}

function describePlace(first: LookupCandidate['occurrences'][number] | undefined, total: number): string {
  if (first === undefined) return '';
  const more = total > 1 ? ` and ${total - 1} more` : '';
  return `${first.file}:${first.place === null ? '' : `${first.place}:`}${first.line}${more}`;
}
