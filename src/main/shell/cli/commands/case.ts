import { type Command, Option } from 'commander';
import type { AdditionWatch } from '#main/services/case-additions.ts';
import { parseCaseNumber } from '#main/services/case-service.ts';
import type { NamedIndicator } from '#main/services/ports/store/indicators.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type {
  Case,
  CaseChange,
  CaseIndicatorRow,
  CaseNote,
  CaseSummary,
  CaseTimelineEntry,
} from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import {
  type PapMark,
  papMarks,
  type Severity,
  severities,
  type TlpMark,
  tlpMarks,
  type Verdict,
  verdicts,
  workingCaseStatuses,
} from '#shared/model/vocabulary.ts';
import { publicCaseSummary, writePublicCase } from '#shared/public-json/case.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { quietJson } from '../output/json-text.ts';
import { formatMinute } from '../output/moments.ts';
import { type Column, formatTable } from '../output/table.ts';
import { readSelection } from '../selection.ts';
import { addCaseBundleCommands } from './case-bundle.ts';
import { addCaseEvidenceCommands } from './case-evidence.ts';

interface JsonOption {
  readonly json?: true;
}

interface CreateOptions extends JsonOption {
  readonly title: string;
  readonly severity?: Severity;
  readonly tlp?: TlpMark;
  readonly pap?: PapMark;
  readonly assignee?: string;
}

/** The summary is written in the window, or when the case is closed. */
type UpdateOptions = JsonOption & Omit<CaseChange, 'summary'>;

const columns: readonly Column<CaseSummary>[] = [
  { title: 'NUMBER', cell: ({ number }) => number },
  { title: 'STATUS', cell: ({ status }) => status },
  { title: 'SEVERITY', cell: ({ severity }) => severity },
  { title: 'TLP', cell: ({ tlp }) => tlp },
  { title: 'INDICATORS', cell: ({ indicatorCount }) => indicatorCount, align: 'right', dropOrder: 1 },
  { title: 'UPDATED (UTC)', cell: ({ updatedAtMs }) => formatMinute(updatedAtMs), dropOrder: 2 },
  { title: 'TITLE', cell: ({ title }) => title, shrinkTo: 20 },
];

/** `case …`. */
export function addCaseCommands(program: Command, context: CliContext): void {
  const group = program.command('case').description('cases: what belongs together and what came of it');
  addCaseLifeCommands(group, context);
  addUpdateCommand(group, context);
  addCaseContentCommands(group, context);
  addCaseEvidenceCommands(group, context);
  addCaseBundleCommands(group, context);
}

function addCaseLifeCommands(group: Command, context: CliContext): void {
  group
    .command('create')
    .description('open a case')
    .requiredOption('--title <title>', 'what it is about')
    .addOption(new Option('--severity <severity>').choices(severities))
    .addOption(new Option('--tlp <mark>').choices(tlpMarks))
    .addOption(new Option('--pap <mark>').choices(papMarks))
    .option('--assignee <name>')
    .option('--json', 'print the case as JSON')
    .action(async ({ json, ...fields }: CreateOptions) => {
      const { services } = await context.app();
      await printCase(context, await services.cases.create(fields), json === true);
    });
  group
    .command('list')
    .description('all cases, newest first')
    .option('--json', 'one JSON object per line')
    .action(({ json }: JsonOption) => listCases(context, json === true));
  group
    .command('show <case>')
    .description('one case with everything in it')
    .option('--json', 'one JSON object')
    .action(async (text: string, { json }: JsonOption) => {
      const number = parseCaseNumber(text);
      if (json === true) await printWholeCase(context, number);
      else await showCase(context, number);
    });
  group
    .command('close <case>')
    .description('close a case with what was concluded')
    .addOption(new Option('--verdict <verdict>').choices(verdicts).makeOptionMandatory())
    .requiredOption('--summary <text>', 'what was found and done')
    .option('--json', 'print the case as JSON')
    .action(async (text: string, options: JsonOption & { readonly verdict: Verdict; readonly summary: string }) => {
      const { services } = await context.app();
      const closed = await services.cases.close(parseCaseNumber(text), options.verdict, options.summary);
      await printCase(context, closed, options.json === true);
    });
}

function addUpdateCommand(group: Command, context: CliContext): void {
  group
    .command('update <case>')
    .description('change what is known of a case as a whole')
    .option('--title <title>', 'what it is about')
    .addOption(new Option('--status <status>', 'how far it is; "case close" closes it').choices(workingCaseStatuses))
    .addOption(new Option('--severity <severity>').choices(severities))
    .addOption(new Option('--tlp <mark>').choices(tlpMarks))
    .addOption(new Option('--pap <mark>').choices(papMarks))
    .option('--assignee <name>', 'who works on it; an empty name: nobody')
    .option('--json', 'print the case as JSON')
    .action((text: string, options: UpdateOptions) => updateCase(context, text, options));
}

function addCaseContentCommands(group: Command, context: CliContext): void {
  group
    .command('add <case> <query-or-value>')
    .description('put indicators into a case, with a frozen snapshot of each')
    .option('--comment <text>')
    .option('--role <text>', 'what part it plays')
    .option('--json', 'print {"added":N,"alreadyThere":N}')
    .action((text: string, query: string, options: JsonOption & { comment?: string; role?: string }) =>
      addToCase(context, { text, query, ...options }),
    );
  group
    .command('remove <case> <value>')
    .description('take an indicator out of a case')
    .action(async (text: string, value: string) => {
      const { services } = await context.app();
      const number = parseCaseNumber(text);
      await services.cases.removeIndicator(number, await findInCase(context, number, value));
      remark(context, `${number} no longer holds it.`);
    });
  group
    .command('note <case>')
    .description('add a note')
    .requiredOption('--text <text>')
    .option('--json', 'print {"id":N}')
    .action(async (text: string, options: JsonOption & { readonly text: string }) => {
      const { services } = await context.app();
      const { id } = await services.cases.addNote(parseCaseNumber(text), requireText(options.text));
      if (options.json === true) await printJson(context, { id });
      remark(context, `Note ${id} is added.`);
    });
  group
    .command('task <case>')
    .description('add a task, or mark one as done')
    .option('--text <text>', 'what is to be done')
    .option('--done <id>', 'the task that is done')
    .option('--json', 'print {"id":N}')
    .action((text: string, options: JsonOption & { text?: string; done?: string }) =>
      changeTask(context, text, options),
    );
}

async function listCases(context: CliContext, asJson: boolean): Promise<void> {
  const { services } = await context.app();
  const cases = await services.cases.list();
  if (asJson) for (const one of cases) await printJson(context, publicCaseSummary(one));
  else if (cases.length === 0) remark(context, 'No case yet: sightline case create --title <title>');
  else await print(context, formatTable(columns, cases, widthOf(context.stdout)));
}

async function updateCase(context: CliContext, text: string, { json, ...given }: UpdateOptions): Promise<void> {
  const number = parseCaseNumber(text);
  if (Object.keys(given).length === 0) {
    throw new AppError(
      'input.invalid',
      'Give at least one of --title, --status, --severity, --tlp, --pap, --assignee.',
    );
  }
  const { services } = await context.app();
  await printCase(context, await services.cases.update(number, given), json === true);
}

async function printCase(context: CliContext, summary: CaseSummary, asJson: boolean): Promise<void> {
  if (asJson) await printJson(context, publicCaseSummary(summary));
  else await print(context, `${summary.number}\n`);
}

async function addToCase(
  context: CliContext,
  input: JsonOption & {
    readonly text: string;
    readonly query: string;
    readonly comment?: string;
    readonly role?: string;
  },
): Promise<void> {
  const { services } = await context.app();
  const number = parseCaseNumber(input.text);
  const selection = await readSelection(context, input.query);
  const addition = { selection, comment: input.comment ?? null, role: input.role ?? null };
  const { added, alreadyThere } = await services.cases.addIndicators(number, addition, watchAddition(context));
  if (added + alreadyThere === 0) throw new AppError('state.notFound', 'Nothing matched, so nothing was added.');
  if (input.json === true) await printJson(context, { added, alreadyThere });
  remark(context, `${added} added to ${number}${alreadyThere === 0 ? '' : `, ${alreadyThere} were in it already`}.`);
}

/** Ends with Ctrl-C; what takes long says every ten thousand how far it is. */
function watchAddition(context: CliContext): AdditionWatch {
  let said = 0;
  return {
    signal: context.signal,
    onProgress(done, total) {
      if (done - said < 10_000 || done === total) return;
      said = done;
      remark(context, `${done} of ${total} …`);
    },
  };
}

/** By the value as it stands in the case, or as somebody typed or pasted it. @throws AppError `state.notFound`. */
async function findInCase(context: CliContext, number: CaseNumber, text: string): Promise<NamedIndicator> {
  const { cases, search } = (await context.app()).services;
  try {
    return await cases.indicator(number, { type: null, value: text });
  } catch (error) {
    const named = error instanceof AppError && error.code === 'state.notFound' ? await search.detailOfText(text) : null;
    if (named === null) throw error;
    return cases.indicator(number, named);
  }
}

async function printWholeCase(context: CliContext, number: CaseNumber): Promise<void> {
  const { cases } = (await context.app()).services;
  const log = cases.log(number);
  const parts = { indicators: cases.members(number), notes: log.notes(), timeline: log.timeline() };
  for await (const chunk of writePublicCase(await cases.get(number), parts)) await print(context, quietJson(chunk));
}

async function showCase(context: CliContext, number: CaseNumber): Promise<void> {
  const { cases } = (await context.app()).services;
  const found = await cases.get(number);
  const window = { number, order: 'added', descending: false, offset: 0, limit: shownIndicators } as const;
  const latest = { number, order: 'newest', after: null, limit: shownEntries } as const;
  const [indicators, notes, timeline] = await Promise.all([
    cases.indicators(window),
    cases.notes(latest),
    cases.timeline(latest),
  ]);
  await print(context, writeCase(found, { indicators, notes: notes.entries, timeline: timeline.entries }));
}

async function changeTask(
  context: CliContext,
  text: string,
  options: JsonOption & { readonly text?: string; readonly done?: string },
): Promise<void> {
  const { services } = await context.app();
  const number = parseCaseNumber(text);
  if ((options.text === undefined) === (options.done === undefined)) {
    throw new AppError('input.invalid', 'Give either --text or --done.');
  }
  if (options.text !== undefined) {
    const { id } = await services.cases.addTask(number, requireText(options.text));
    if (options.json === true) await printJson(context, { id });
    remark(context, `Task ${id} is added.`);
    return;
  }
  const id = /^\d{1,15}$/.test(options.done ?? '') ? Number(options.done) : Number.NaN;
  if (Number.isNaN(id)) throw new AppError('input.invalid', '--done takes the number of a task.');
  await services.cases.setTaskDone(number, id, true);
  if (options.json === true) await printJson(context, { id });
  remark(context, `Task ${id} is done.`);
}

function requireText(text: string): string {
  if (text.trim() !== '') return text;
  throw new AppError('input.invalid', '--text must not be empty.');
}

/** Lines of a case's indicators that a person at a terminal is shown. */
const shownIndicators = 50;
/** The latest of its notes, and of its timeline. */
const shownEntries = 20;

/** What of a case fits on a terminal; notes and timeline newest first. */
interface CaseExcerpt {
  readonly indicators: readonly CaseIndicatorRow[];
  readonly notes: readonly CaseNote[];
  readonly timeline: readonly CaseTimelineEntry[];
}

function writeCase(found: Case, { indicators, notes, timeline }: CaseExcerpt): string {
  const typeWidth = Math.max(0, ...indicators.map(({ type }) => type.length));
  const more = found.indicatorCount - indicators.length;
  const lines = [
    `${found.number}  ${found.title}`,
    `  ${found.status}, severity ${found.severity}, TLP:${found.tlp.toUpperCase()}, PAP:${found.pap.toUpperCase()}`,
    `  assignee ${found.assignee ?? 'nobody'}, updated ${formatMinute(found.updatedAtMs)} UTC`,
    ...(found.verdict === null ? [] : [`  verdict ${found.verdict}`]),
    ...(found.summary === null ? [] : ['', ...splitLines(found.summary)]),
    ...section('indicators', [
      ...indicators.map(({ type, value, role, comment }) =>
        [type.padEnd(typeWidth), value, role, comment].filter(Boolean).join('  '),
      ),
      ...(more <= 0 ? [] : [`and ${more} more: --json has them all`]),
    ]),
    ...section(
      'tasks',
      found.tasks.map(({ id, text, done }) => `${done ? '[x]' : '[ ]'} ${id}  ${text}`),
    ),
    ...section(
      'files',
      found.files.map(({ id, name, sizeBytes, sha256 }) => `${id}  ${name}  ${sizeBytes} bytes  SHA-256 ${sha256}`),
    ),
    ...section('notes', [...earlier(found.noteCount - notes.length), ...notes.toReversed().flatMap(writeNote)]),
    ...section('timeline', [
      ...earlier(found.timelineCount - timeline.length),
      ...timeline.toReversed().map(writeEntry),
    ]),
  ];
  return `${lines.map(revealHidden).join('\n')}\n`;
}

/** Further lines of a note, and what is pinned to it, stand below its author. */
function writeNote({ id, atMs, by, text, isPinned, evidence }: CaseNote): readonly string[] {
  const [first = '', ...rest] = splitLines(text);
  const head = `${id}  ${formatMinute(atMs)}  `;
  const below = [
    ...rest,
    ...evidence.map(
      (one) =>
        `evidence ${one.id}: ${one.type} ${one.value}, ${one.connection} ${one.vendorKey}, SHA-256 ${one.rawSha256}`,
    ),
  ];
  const mark = isPinned ? ' (pinned)' : '';
  return [`${head}${by}${mark}: ${first}`, ...below.map((line) => `${' '.repeat(head.length)}${line}`)];
}

function writeEntry({ id, atMs, text, by }: CaseTimelineEntry): string {
  return `${formatMinute(atMs)}  ${text}${by === null ? '' : ` (own entry ${id} by ${by})`}`;
}

/** The lines of a person's own text; any other character that is no letter stays to be shown as a mark. */
function splitLines(text: string): readonly string[] {
  return text.split(/\r?\n/);
}

function earlier(count: number): readonly string[] {
  return count <= 0 ? [] : [`${count} earlier: --json has them all`];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}
