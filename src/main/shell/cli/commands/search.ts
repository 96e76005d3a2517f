import { type Command, Option } from 'commander';
import { momentField } from '#main/exporters/csv/fields.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type HistogramField, histogramFields } from '#shared/model/histogram-units.ts';
import { displayValue, type IndicatorSummary } from '#shared/model/indicator.ts';
import { publicIndicator } from '#shared/public-json/indicator.ts';
import { csvLine, listField, numberField, textField } from '#shared/text/csv-fields.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { facetsToJson, listFacets } from '../output/facets.ts';
import { remarkHints } from '../output/hints.ts';
import { formatHistogram, histogramToJson, remarkOutside } from '../output/histogram.ts';
import { writeJson } from '../output/json-text.ts';
import { formatMinute } from '../output/moments.ts';
import { printFile } from '../output/print-file.ts';
import { type Column, createTable, formatTable } from '../output/table.ts';

/** As commander gives them. */
export interface SearchOptions {
  readonly limit: string;
  readonly count?: true;
  readonly facets?: true;
  /** `true` when no field is named. */
  readonly histogram?: true | HistogramField;
  readonly format: 'table' | 'json' | 'csv';
  readonly json?: true;
}

const columns: readonly Column<IndicatorSummary>[] = [
  { title: 'SCORE', cell: ({ score }) => score, align: 'right' },
  { title: 'SEVERITY', cell: ({ severity }) => severity },
  { title: 'TYPE', cell: ({ type }) => type },
  { title: 'VALUE', cell: displayValue, shrinkTo: 24 },
  { title: 'VENDORS', cell: ({ vendors }) => vendors.join(' '), shrinkTo: 10, dropOrder: 1 },
  { title: 'LAST SEEN (UTC)', cell: ({ lastSeenMs }) => formatMinute(lastSeenMs), dropOrder: 2 },
  { title: 'STATE', cell: ({ state }) => state, dropOrder: 4 },
  { title: 'VERDICT', cell: ({ verdict }) => verdict, dropOrder: 3 },
  { title: 'FLAGS', cell: ({ flags }) => flags.join(' '), dropOrder: 5 },
  { title: 'TAGS', cell: ({ tags }) => tags.join(' '), shrinkTo: 10, dropOrder: 6 },
];

const csvColumns =
  'type,value,score,severity,first_seen,last_seen,expires_at,vendors,connections,tags,state,verdict,observations,flags,cases';

/** `search`. */
export function addSearchCommand(program: Command, context: CliContext): void {
  program
    .command('search <query>')
    .description('search the cache; a query that starts with - follows --')
    .option('--limit <number>', 'how many lines, or all', '100')
    .addOption(new Option('--count', 'only how many there are').conflicts(['facets', 'histogram']))
    .addOption(new Option('--facets', 'counts by type, vendor, severity and so on').conflicts('histogram'))
    .addOption(
      new Option('--histogram [field]', 'counts over last_seen or first_seen, by severity').choices(histogramFields),
    )
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'json', 'csv']).default('table'))
    .option('--json', 'one JSON object per line; the same as --format json')
    .action((query: string, options: SearchOptions) => search(context, query, options));
}

/** Searches and prints, hints behind it. */
export async function search(context: CliContext, query: string, options: SearchOptions): Promise<void> {
  const limit = parseLimit(options.limit);
  await printAnswer(context, query, { ...options, limit });
  await remarkHints(context, query);
}

async function printAnswer(
  context: CliContext,
  query: string,
  options: Omit<SearchOptions, 'limit'> & { readonly limit: number | null },
): Promise<void> {
  const format = options.json === true ? 'json' : options.format;
  if (options.count === true) return printCount(context, query, format);
  if (options.facets === true) return printFacets(context, query, format);
  if (options.histogram !== undefined) {
    const field = options.histogram === true ? 'last_seen' : options.histogram;
    return printHistogram(context, { query, field }, format);
  }
  const { services } = await context.app();
  const pieces = services.search.searchAll(query, options.limit);
  switch (format) {
    case 'json':
      for await (const piece of pieces) {
        await print(context, piece.map((row) => `${writeJson(publicIndicator(row))}\n`).join(''));
      }
      return;
    case 'csv':
      return printFile(context, writeCsv(pieces));
    case 'table':
      return printTable(context, query, pieces);
  }
}

/** @returns null for `all`. */
function parseLimit(text: string): number | null {
  if (text === 'all') return null;
  const limit = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (limit > 0) return limit;
  throw new AppError('input.invalid', '--limit takes a positive number, or "all".');
}

async function printCount(context: CliContext, query: string, format: SearchOptions['format']): Promise<void> {
  const { services } = await context.app();
  const count = await services.search.count(query);
  if (format === 'json') await printJson(context, { count: count.value, exact: count.exact });
  else await print(context, `${count.exact ? '' : 'at least '}${count.value}\n`);
}

async function printFacets(context: CliContext, query: string, format: SearchOptions['format']): Promise<void> {
  const { services } = await context.app();
  const facets = await services.search.facets(query);
  if (format === 'json') return print(context, `${facetsToJson(facets)}\n`);
  await print(
    context,
    formatTable(
      [
        { title: 'FACET', cell: ({ facet }) => facet },
        { title: 'VALUE', cell: ({ value }) => value },
        { title: 'COUNT', cell: ({ count }) => count, align: 'right' },
      ],
      listFacets(facets),
    ),
  );
}

async function printHistogram(
  context: CliContext,
  request: { readonly query: string; readonly field: HistogramField },
  format: SearchOptions['format'],
): Promise<void> {
  const { services } = await context.app();
  const histogram = await services.search.histogram(request);
  if (format === 'json') return printJson(context, histogramToJson(histogram));
  await print(context, formatHistogram(histogram, widthOf(context.stdout)));
  const outside = remarkOutside(histogram);
  if (outside !== undefined) remark(context, outside);
}

async function printTable(
  context: CliContext,
  query: string,
  pieces: AsyncIterable<readonly IndicatorSummary[]>,
): Promise<void> {
  const table = createTable(columns, widthOf(context.stdout));
  let shown = 0;
  for await (const piece of pieces) {
    shown += piece.length;
    if (piece.length > 0) await print(context, table.format(piece));
  }
  const { services } = await context.app();
  const count = await services.search.count(query);
  remark(context, `${shown} of ${count.exact ? '' : 'at least '}${count.value} shown.`);
}

async function* writeCsv(pieces: AsyncIterable<readonly IndicatorSummary[]>): AsyncIterable<string> {
  yield csvLine(csvColumns.split(',').map((name) => textField(name)));
  for await (const piece of pieces) yield piece.map(csvRow).join('');
}

function csvRow(row: IndicatorSummary): string {
  return csvLine([
    textField(row.type),
    textField(displayValue(row)),
    numberField(row.score),
    textField(row.severity),
    momentField(row.firstSeenMs),
    momentField(row.lastSeenMs),
    momentField(row.expiresAtMs),
    listField(row.vendors),
    listField(row.connections),
    listField(row.tags),
    textField(row.state),
    textField(row.verdict),
    numberField(row.observations),
    listField(row.flags),
    listField(row.cases),
  ]);
}
