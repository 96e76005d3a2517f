import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { readNamedFile } from '#main/documents/named-file.ts';
import type { PreparedExport } from '#main/services/exports/export-service.ts';
import type { Services } from '#main/services/services.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type ReportSection, reportSections } from '#shared/model/report.ts';
import {
  type IndicatorType,
  indicatorTypes,
  type TlpMark,
  tlpMarks,
  type Verdict,
  verdicts,
} from '#shared/model/vocabulary.ts';
import { tellImportLimit } from '#shared/text/import-limit.ts';
import { confirmByTyping } from '../confirm.ts';
import { type CliContext, remark } from '../context.ts';
import { remarkHints } from '../output/hints.ts';
import { printFile } from '../output/print-file.ts';

interface ExportOptions {
  readonly format: string;
  readonly out: string;
  readonly tlp?: TlpMark;
  /** Commander's name for `--no-defang`. */
  readonly defang: boolean;
  readonly template?: string;
  readonly sections?: readonly ReportSection[];
  readonly raw?: true;
  readonly types?: readonly IndicatorType[];
  readonly verdicts?: readonly Verdict[];
  readonly includeHarmless?: true;
  readonly tlp1?: true;
  readonly yes?: true;
}

/** `export`. */
export function addExportCommand(program: Command, context: CliContext): void {
  program
    .command('export <case-or-query>')
    .description('write a report of a case, or a list of what a query finds')
    .requiredOption(
      '--format <format>',
      'html, pdf, docx, markdown, csv, csv-observations, json, jsonl, stix, misp, openioc, txt, bundle',
    )
    .requiredOption('--out <file>', 'where to; - is standard output')
    .addOption(new Option('--tlp <mark>', 'ceiling: what is marked above it is left out').choices(tlpMarks))
    .option('--no-defang', 'exact values in reports for people; never links')
    .option(
      '--sections <list>',
      `only these parts, with commas: ${reportSections.join(', ')}`,
      oneOf('section', reportSections),
    )
    .option('--template <name>', 'an own template: a name in the folder of templates, or a file ending in .liquid')
    .option('--raw', "the vendors' raw records as well (json)")
    .option('--types <list>', 'only these types, with commas (txt, openioc)', oneOf('type', indicatorTypes))
    .option('--verdicts <list>', 'only these verdicts, with commas (txt, openioc)', oneOf('verdict', verdicts))
    .option('--include-harmless', 'also what is judged benign or listed as harmless (txt, openioc, misp)')
    .option('--tlp1', 'marks of TLP 1 beside those of TLP 2 (stix)')
    .option('--yes', 'write TLP:RED without being asked')
    .action((scope: string, options: ExportOptions) => writeExport(context, scope, options));
}

/** Reads a list of words out of a closed set. */
function oneOf<Word extends string>(noun: string, known: readonly Word[]): (text: string) => readonly Word[] {
  return (text) =>
    text.split(',').map((part) => {
      const found = known.find((word) => word === part.trim());
      if (found !== undefined) return found;
      throw new InvalidArgumentError(`There is no ${noun} "${part.trim()}". Use: ${known.join(', ')}.`);
    });
}

async function writeExport(context: CliContext, scope: string, options: ExportOptions): Promise<void> {
  const { services } = await context.app();
  const request = /^case-\d+$/i.test(scope.trim()) ? { case: scope } : { query: scope };
  const prepared = await services.exports.prepare({
    format: options.format,
    scope: request,
    tlp: options.tlp ?? null,
    defang: options.defang,
    sections: options.sections,
    template: options.template === undefined ? undefined : await readTemplate(context, services, options.template),
    includeRaw: options.raw === true,
    types: options.types,
    verdicts: options.verdicts,
    includeHarmless: options.includeHarmless,
    tlp1: options.tlp1,
  });
  if (prepared.tlp === 'red' && options.yes !== true) await askForRed(context);
  if (options.out === '-') await printFile(context, prepared.chunks({ signal: context.signal }));
  else {
    const { sizeBytes } = await services.exports.writeTo(prepared, resolve(options.out), { signal: context.signal });
    const limit = tellImportLimit(options.format, sizeBytes);
    if (limit !== undefined) remark(context, limit);
  }
  remark(context, describeOutcome(prepared, options.out));
  if ('query' in request) await remarkHints(context, request.query);
}

/** @throws AppError `input.invalid` unless somebody at a terminal types the mark. */
async function askForRed(context: CliContext): Promise<void> {
  if (context.stdin.isTTY === true && (await confirmByTyping(context, 'This export is TLP:RED.', 'TLP:RED'))) return;
  throw new AppError('input.invalid', 'This export is TLP:RED and was not written.', {
    suggestion: 'Add --yes if it may leave Sightline.',
  });
}

/** Largest template, as in the folder of templates. */
const mostTemplateBytes = 256 * 1024;

/** A template is a name, or a file that the analyst points to. @throws AppError `state.notFound`, `input.*`. */
async function readTemplate({ signal }: CliContext, { exports }: Services, template: string): Promise<string> {
  if (!template.endsWith('.liquid')) return exports.templates.read(template);
  const bytes = await readNamedFile(template, { most: mostTemplateBytes, signal });
  return Buffer.from(bytes).toString('utf8');
}

function describeOutcome(prepared: PreparedExport, out: string): string {
  const place = out === '-' ? 'standard output' : out;
  const leftOut = prepared.leftOut === 0 ? '' : `, ${prepared.leftOut} left out above the ceiling`;
  const unfit = prepared.unfit() === 0 ? '' : `, ${prepared.unfit()} left out by the format and its choices`;
  const raised = prepared.tlpRaised ? ' (raised by what is inside)' : '';
  const noun = prepared.indicators === 1 ? 'indicator' : 'indicators';
  return `${prepared.indicators} ${noun} to ${place}, TLP:${prepared.tlp.toUpperCase()}${raised}${leftOut}${unfit}.`;
}
