import { type Command, Option } from 'commander';
import { parseCaseNumber } from '#main/services/case-service.ts';
import type { CaseChoice } from '#main/services/imports/choose-case.ts';
import type { ImportRequest, ImportResult } from '#main/services/imports/import-service.ts';
import { countStatuses, findRows, outcomeRow, tellCounts } from '#main/services/imports/outcome-rows.ts';
import type { ImportedFile } from '#main/services/ports/imports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type CsvMapping, type ImportFormat, type ImportStatus, importFormats } from '#shared/model/import.ts';
import { importLimitBytes } from '#shared/model/limits.ts';
import { type ImportOutcomeRow, publicImportRow } from '#shared/public-json/import.ts';
import { exitStatus } from '../../exit-status.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { CommandOutcome } from '../exit-status.ts';
import { writeJson } from '../output/json-text.ts';
import { type Column, createTable, formatTable } from '../output/table.ts';
import { readInput } from '../read-input.ts';
import { collect } from './collect.ts';
import { type MappingOptions, readMapping } from './csv-mapping.ts';

const columns: readonly Column<ImportOutcomeRow>[] = [
  { title: 'STATUS', cell: ({ status }) => status },
  { title: 'TYPE', cell: ({ type }) => type ?? '' },
  { title: 'VALUE', cell: ({ value }) => value, shrinkTo: 24 },
  { title: 'WHAT', cell: describeParts, shrinkTo: 10, dropOrder: 1 },
  { title: 'REASON', cell: ({ reason }) => reason ?? '', shrinkTo: 16, dropOrder: 2 },
  { title: 'WHERE', cell: ({ place }) => place, shrinkTo: 10, dropOrder: 3 },
];

interface ImportOptions extends MappingOptions {
  readonly format?: ImportFormat;
  readonly dryRun?: true;
  readonly case: string;
  readonly saveMapping?: string;
  readonly json?: true;
}

/** `import` and `mappings`. */
export function addImportCommands(program: Command, context: CliContext): void {
  program
    .command('import <file>')
    .description(
      'take over what a file of another system says: STIX, a MISP event, OpenIOC, CSV, or JSON of another Sightline',
    )
    .addOption(new Option('--format <format>', 'else told by its content').choices(importFormats))
    .option('--dry-run', 'only tell what it would come to')
    .option('--case <choice>', 'CASE-0001, new, none, or auto: the case that the file describes', 'auto')
    .option('--mapping <name>', 'CSV: a saved mapping of its columns')
    .option(
      '--column <field=name>',
      'CSV: a column by its name or number (may be repeated), e.g. value=Indicator',
      collect,
      [],
    )
    .option('--delimiter <mark>', 'CSV: comma, semicolon, tab or pipe')
    .option('--no-header', 'CSV: the first line is data')
    .option('--default-type <type>', 'CSV: what values are where no column says so')
    .option('--save-mapping <name>', 'CSV: keep the mapping that was used under a name')
    .option('--json', 'one JSON object per row, and one at the end')
    .action((file: string, options: ImportOptions) => runImport(context, file, options));
  addMappingCommands(program, context);
}

async function runImport(context: CliContext, path: string, options: ImportOptions): Promise<void> {
  const { services } = await context.app();
  const choice = readChoice(options.case);
  const input = await readInput(context, path, importLimitBytes);
  const mapping = await readMapping(services.imports.mappings, options);
  const read = { signal: context.signal, format: options.format ?? null };
  const file = await services.imports.read(input, {
    ...read,
    mapping: await mapping(() => guess(context, input, read)),
  });
  if (options.saveMapping !== undefined) await saveMapping(context, options.saveMapping, file.columns?.mapping);
  for (const note of file.notes) remark(context, note);
  const request: ImportRequest = { name: input.name, file, choice };
  const watch = { signal: context.signal };
  const isDry = options.dryRun === true;
  const result = isDry ? await services.imports.preview(request, watch) : await services.imports.run(request, watch);
  await printRows(context, { file, result, isDry, isJson: options.json === true });
  await conclude(context, { file, result, isDry, isJson: options.json === true });
}

/** The mapping that is guessed, for who changes a part of it. */
async function guess(
  context: CliContext,
  input: Awaited<ReturnType<typeof readInput>>,
  read: { readonly signal: AbortSignal; readonly format: ImportFormat | null },
): Promise<CsvMapping> {
  const { services } = await context.app();
  const { columns: table } = await services.imports.read(input, { ...read, mapping: null });
  if (table !== null) return table.mapping;
  throw new AppError('input.invalid', 'Only CSV files have columns.', { suggestion: 'Leave the mapping out.' });
}

async function saveMapping(context: CliContext, name: string, mapping: CsvMapping | undefined): Promise<void> {
  if (mapping === undefined) throw new AppError('input.invalid', 'Only CSV files have a mapping that can be saved.');
  const { services } = await context.app();
  await services.imports.mappings.save({ name, mapping });
  remark(context, `The mapping is saved as ${name}.`);
}

function readChoice(text: string): CaseChoice {
  return text === 'auto' || text === 'none' || text === 'new' ? text : parseCaseNumber(text);
}

interface Outcome {
  readonly file: ImportedFile;
  readonly result: ImportResult;
  readonly isDry: boolean;
  readonly isJson: boolean;
}

/** Rows per piece that is printed. */
const pieceSize = 500;

/** A dry run tells of all that would change; a real one for people only of what was left out. */
async function printRows(context: CliContext, { file, result, isDry, isJson }: Outcome): Promise<void> {
  const shown: readonly ImportStatus[] = isJson
    ? []
    : isDry
      ? ['new', 'changed', 'refused', 'skipped']
      : ['refused', 'skipped'];
  const table = createTable(columns, widthOf(context.stdout));
  let piece: ImportOutcomeRow[] = [];
  const flush = async (): Promise<void> => {
    if (piece.length > 0) {
      const lines = isJson ? piece.map((row) => `${writeJson(publicImportRow(row))}\n`).join('') : table.format(piece);
      await print(context, lines);
    }
    piece = [];
  };
  for (const at of findRows(file, result.plans, shown)) {
    const row = outcomeRow(file, result.plans, at);
    if (row !== undefined) piece.push(row);
    if (piece.length === pieceSize) await flush();
  }
  await flush();
}

async function conclude(context: CliContext, { file, result, isDry, isJson }: Outcome): Promise<void> {
  const counts = countStatuses(file, result.plans);
  const { source, number, log } = result;
  if (isJson) {
    const told = { format: file.format, source, case: number, caseCreated: result.case.kind === 'coming' };
    const ends = {
      event: 'finished',
      dryRun: isDry,
      ...told,
      ...counts,
      log: log.added,
      differences: differencesOf(result),
    };
    await printJson(context, ends);
  } else {
    remark(context, `${isDry ? 'It would come to' : 'Imported'}: ${tellCounts(counts)}.`);
    for (const sentence of describeCase(result, isDry)) remark(context, sentence);
  }
  if (file.rows.length === 0) throw new CommandOutcome(exitStatus.failed);
  if (counts.refused > 0 || log.leftOut > 0) throw new CommandOutcome(exitStatus.incomplete);
}

function differencesOf({ case: chosen }: ImportResult): readonly string[] {
  return chosen.kind === 'here' ? chosen.differences : [];
}

function describeCase(result: ImportResult, isDry: boolean): readonly string[] {
  const { case: chosen, number, log } = result;
  if (chosen.kind === 'none') return [];
  const into =
    chosen.kind === 'coming' ? `${isDry ? 'A new case' : `${number}, which is new`}: ${chosen.title}` : number;
  const kept = differencesOf(result);
  return [
    `${isDry ? 'It would go' : 'It went'} into ${into}.`,
    ...(kept.length === 0 ? [] : [`The file says something else of ${kept.join(', ')}; what is here stays.`]),
    ...(log.leftOut === 0 ? [] : [`${log.leftOut} tasks are left out: a case cannot hold more.`]),
  ];
}

function describeParts({ parts, fields }: ImportOutcomeRow): string {
  const changes = fields.map(({ name, before, after }) => `${name}: ${before || 'nothing'} → ${after || 'nothing'}`);
  return [...parts, ...changes].join(', ');
}

function addMappingCommands(program: Command, context: CliContext): void {
  const mappings = program
    .command('mappings')
    .description('how the columns of CSV files are read, saved by "import --save-mapping"');
  mappings
    .command('list')
    .description('the saved mappings')
    .option('--json', 'one JSON object per line')
    .action(async ({ json }: { readonly json?: true }) => {
      const all = await (await context.app()).services.imports.mappings.list();
      if (json === true) for (const { name, mapping } of all) await printJson(context, { name, ...mapping });
      else if (all.length > 0) await print(context, formatTable(mappingColumns, all, widthOf(context.stdout)));
    });
  mappings
    .command('remove <name>')
    .description('forget a mapping')
    .action(async (name: string) => (await context.app()).services.imports.mappings.remove(name));
}

const mappingColumns: readonly Column<{ readonly name: string; readonly mapping: CsvMapping }>[] = [
  { title: 'NAME', cell: ({ name }) => name, shrinkTo: 16 },
  { title: 'SEPARATED BY', cell: ({ mapping }) => (mapping.delimiter === '\t' ? 'tab' : mapping.delimiter) },
  { title: 'HEADER', cell: ({ mapping }) => (mapping.hasHeader ? 'yes' : 'no') },
  {
    title: 'COLUMNS',
    cell: ({ mapping }) =>
      Object.entries(mapping.columns)
        .map(([field, name]) => `${field}=${name}`)
        .join(' '),
    shrinkTo: 20,
  },
];
