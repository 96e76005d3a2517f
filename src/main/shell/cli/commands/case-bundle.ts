import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { AppError } from '#shared/errors/app-error.ts';
import type { BundleView } from '#shared/model/bundle.ts';
import { type TlpMark, tlpMarks } from '#shared/model/vocabulary.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { exitStatus } from '../../exit-status.ts';
import { confirmByTyping } from '../confirm.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { CommandOutcome } from '../exit-status.ts';
import { type Column, formatTable } from '../output/table.ts';
import { readPassphrase } from '../read-passphrase.ts';

interface WriteOptions {
  readonly out: string;
  readonly tlp?: TlpMark;
  readonly passphrase?: true;
  readonly yes?: true;
}

interface OpenOptions {
  readonly passphrase?: true;
  readonly json?: true;
}

const passphraseHelp = 'asked for without showing it, or the first line of standard input';

/** A case as one file that can be checked elsewhere, and the look into one. */
export function addCaseBundleCommands(group: Command, context: CliContext): void {
  group
    .command('bundle <case>')
    .description('write a case with snapshots, raw records, evidence and audit log into one file that can be checked')
    .requiredOption('--out <file>', 'where to')
    .addOption(new Option('--tlp <mark>', 'ceiling: what is marked above it is left out').choices(tlpMarks))
    .option('--passphrase', `encrypt it with a passphrase: ${passphraseHelp}`)
    .option('--yes', 'write TLP:RED without being asked')
    .action((text: string, options: WriteOptions) => writeBundle(context, text, options));
  group
    .command('open-bundle <file>')
    .description('check a case bundle and tell what it holds; nothing of it is stored')
    .option('--passphrase', `it is encrypted: the passphrase is ${passphraseHelp}`)
    .option('--json', 'one JSON object: faults, fingerprint, head, counts, indicators, notes, timeline')
    .addHelpText('after', '\nExit status: 1 when a member is missing or is not what was sealed.')
    .action((file: string, options: OpenOptions) => openBundle(context, file, options));
}

async function writeBundle(context: CliContext, text: string, options: WriteOptions): Promise<void> {
  const { exports, bundles } = (await context.app()).services;
  const passphrase = options.passphrase === true ? await readPassphrase(context, true) : undefined;
  const scope = { case: text };
  const request = { format: 'bundle', scope, tlp: options.tlp ?? null, defang: true, includeRaw: false, passphrase };
  const prepared = await exports.prepare(request);
  if (prepared.tlp === 'red' && options.yes !== true) await askForRed(context);
  const path = resolve(options.out);
  await exports.writeTo(prepared, path, { signal: context.signal });
  // What was written is what is told, so it is read back.
  const { fingerprint } = await bundles.open({ path }, passphrase ?? null, context.signal);
  const leftOut = prepared.leftOut === 0 ? '' : `, ${prepared.leftOut} left out above the ceiling`;
  remark(context, `${prepared.indicators} indicators to ${options.out}, TLP:${prepared.tlp.toUpperCase()}${leftOut}.`);
  remark(context, `Fingerprint ${fingerprint ?? 'unknown'}: tell it to whoever opens the bundle, over another way.`);
}

/** @throws AppError `input.invalid` unless somebody at a terminal types the mark. */
async function askForRed(context: CliContext): Promise<void> {
  if (context.stdin.isTTY === true && (await confirmByTyping(context, 'This bundle is TLP:RED.', 'TLP:RED'))) return;
  throw new AppError('input.invalid', 'This bundle is TLP:RED and was not written.', {
    suggestion: 'Add --yes if it may leave Sightline.',
  });
}

async function openBundle(context: CliContext, file: string, { passphrase, json }: OpenOptions): Promise<void> {
  const { bundles } = (await context.app()).services;
  const given = passphrase === true ? await readPassphrase(context, false) : null;
  const view = await bundles.open({ path: resolve(file) }, given, context.signal);
  if (view.isLocked) {
    throw new AppError('input.invalid', 'The bundle is encrypted.', { suggestion: 'Add --passphrase.' });
  }
  if (json === true) await printJson(context, view);
  else await print(context, writeView(view, widthOf(context.stdout)));
  if (view.faults.length > 0) throw new CommandOutcome(exitStatus.failed);
}

type Row = BundleView['indicators'][number];

const columns: readonly Column<Row>[] = [
  { title: 'TYPE', cell: ({ type }) => type },
  { title: 'VALUE', cell: ({ value }) => value, shrinkTo: 20 },
  { title: 'SCORE', cell: ({ score }) => score, align: 'right' },
  { title: 'VERDICT', cell: ({ verdict }) => verdict },
  { title: 'ROLE', cell: ({ role }) => role, shrinkTo: 8, dropOrder: 1 },
];

/** Rows of indicators that a person at a terminal is shown. */
const shownRows = 50;

function writeView(view: BundleView, width: number | undefined): string {
  const { faults, fingerprint, head, counts, indicators, notes, timeline } = view;
  const verdict =
    faults.length === 0
      ? ['ok     every member is what was sealed']
      : faults.map(({ member, problem }) => `FAULT  ${member}: ${problem}`);
  const rows = indicators.slice(0, shownRows);
  const more = (counts['indicators.jsonl'] ?? 0) - rows.length;
  return [
    ...lines([
      ...verdict,
      `fingerprint  ${fingerprint ?? 'unknown'}`,
      ...(head === null ? [] : ['', ...tellHead(head)]),
    ]),
    ...(rows.length === 0 ? [] : ['\n', formatTable(columns, rows, width)]),
    ...lines([
      ...(more <= 0 ? [] : [`and ${more} more`]),
      ...titled(
        'notes',
        notes.map(({ at, by, text }) => `${at}  ${by}: ${text}`),
      ),
      ...titled(
        'timeline',
        timeline.map(({ at, text, by }) => `${at}  ${text}${by === null ? '' : ` (by ${by})`}`),
      ),
    ]),
  ].join('');
}

function tellHead({ tlp, tool, dataStateAt, case: told }: NonNullable<BundleView['head']>): readonly string[] {
  return [
    `${told.number}  ${told.title}`,
    `  ${told.status}, severity ${told.severity}, TLP:${tlp.toUpperCase()}, PAP:${told.pap.toUpperCase()}`,
    `  written by ${tool}, state of the data ${dataStateAt}`,
    ...(told.summary === null ? [] : [`  ${told.summary}`]),
    ...told.files.map(({ name, sizeBytes, sha256 }) => `  file ${name}, ${sizeBytes} bytes, SHA-256 ${sha256}`),
  ];
}

function titled(title: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : ['', title, ...entries.slice(0, shownRows).map((entry) => `  ${entry}`)];
}

function lines(texts: readonly string[]): readonly string[] {
  return texts.map((text) => `${revealHidden(text)}\n`);
}
