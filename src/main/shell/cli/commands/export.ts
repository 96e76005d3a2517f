import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { AppError } from '#shared/errors/app-error.ts';
import { type TlpMark, tlpMarks } from '#shared/model/vocabulary.ts';
import { type CliContext, print, remark } from '../context.ts';

interface ExportOptions {
  readonly format: string;
  readonly out: string;
  readonly tlp?: TlpMark;
  /** Commander's name for `--no-defang`. */
  readonly defang: boolean;
  readonly raw?: true;
  readonly yes?: true;
}

/** `export`. */
export function addExportCommand(program: Command, context: CliContext): void {
  program
    .command('export <case-or-query>')
    .description('write a report of a case, or a list of what a query finds')
    .requiredOption('--format <format>', 'html, markdown, csv, csv-observations, json')
    .requiredOption('--out <file>', 'where to; - is standard output')
    .addOption(new Option('--tlp <mark>', 'ceiling: what is marked above it is left out').choices(tlpMarks))
    .option('--no-defang', 'exact values in reports for people; never links')
    .option('--raw', "the vendors' raw records as well (json)")
    .option('--yes', 'write TLP:RED without being asked')
    .action((scope: string, options: ExportOptions) => writeExport(context, scope, options));
}

async function writeExport(context: CliContext, scope: string, options: ExportOptions): Promise<void> {
  const { services } = await context.app();
  const prepared = await services.exports.prepare({
    format: options.format,
    scope: /^case-\d+$/i.test(scope.trim()) ? { case: scope } : { query: scope },
    tlp: options.tlp ?? null,
    defang: options.defang,
    includeRaw: options.raw === true,
  });
  if (prepared.tlp === 'red' && options.yes !== true) {
    throw new AppError('input.invalid', 'This export is TLP:RED and was not written.', {
      suggestion: 'Add --yes if it may leave Sightline.',
    });
  }
  if (options.out === '-') for (const chunk of prepared.chunks()) await print(context, chunk);
  else await services.exports.writeTo(prepared, resolve(options.out));
  const place = options.out === '-' ? 'standard output' : options.out;
  const leftOut = prepared.leftOut === 0 ? '' : `, ${prepared.leftOut} left out above the ceiling`;
  const raised = prepared.tlpRaised ? ' (raised by what is inside)' : '';
  remark(
    context,
    `${prepared.indicators} indicators to ${place}, TLP:${prepared.tlp.toUpperCase()}${raised}${leftOut}.`,
  );
}
