import type { Command } from 'commander';
import type { Services } from '#main/services/services.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { OutboxDiff, OutboxItem, SendOutcome } from '#shared/model/outbox.ts';
import { publicMoment } from '#shared/public-json/moment.ts';
import { publicOutboxDiff, publicOutboxItem } from '#shared/public-json/outbox.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { type Recalled, recallWords } from '#shared/text/recall.ts';
import { exitStatus } from '../../exit-status.ts';
import { confirm } from '../confirm.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { CommandOutcome } from '../exit-status.ts';
import { lendSecrets } from '../lend-secrets.ts';
import { formatMinute } from '../output/moments.ts';
import { type Column, formatTable } from '../output/table.ts';

interface SendOptions {
  readonly all?: true;
  readonly yes?: true;
  readonly secretsStdin?: true;
  readonly json?: true;
}

/** `outbox …`. */
export function addOutboxCommands(program: Command, context: CliContext): void {
  const outbox = program
    .command('outbox')
    .description('queued changes for the vendors; nothing is sent unless told to');
  addLookCommands(outbox, context);
  addChangeCommands(outbox, context);
  addWordsCommand(outbox, context);
  outbox
    .command('send [id...]')
    .description('send queued changes now')
    .option('--all', 'all that is queued')
    .option('--yes', 'without asking')
    .option('--secrets-stdin', 'secrets for this run only, as {"<connection>":{…}} on standard input')
    .option('--json', 'print each change with what became of it')
    .action((ids: readonly string[], options: SendOptions) => send(context, ids, options));
}

function addLookCommands(outbox: Command, context: CliContext): void {
  outbox
    .command('list')
    .description('queued changes and what became of those that were sent, in their order')
    .option('--json', 'one JSON object per line')
    .action(async ({ json }: { readonly json?: true }) => {
      const { services } = await context.app();
      await printItems(context, await services.outbox.list(), json === true);
    });
  outbox
    .command('diff [id...]')
    .description('what changes would do, field by field; without an id: all that are open')
    .option('--json', 'one JSON object per line')
    .action(async (ids: readonly string[], { json }: { readonly json?: true }) => {
      const { services } = await context.app();
      const diffs = await services.outbox.diff(ids.length === 0 ? null : readIds(ids));
      const recalled = await recallAll(services.search, diffs);
      const told = diffs.map((diff) => ({ diff, recalled: recalled.get(diff) ?? null }));
      if (json === true) for (const one of told) await printJson(context, publicOutboxDiff(one.diff, one.recalled));
      else await print(context, told.map(({ diff, recalled: one }) => describeDiff(diff, one)).join('\n'));
    });
}

function addWordsCommand(outbox: Command, context: CliContext): void {
  outbox
    .command('words <connection>')
    .description("the words that a connection's tenant knows; changes are held against them before they are queued")
    .option('--refresh', 'read them from the vendor first')
    .option('--secrets-stdin', 'secrets for this run only, as {"<connection>":{…}} on standard input')
    .action(async (connection: string, options: { readonly refresh?: true; readonly secretsStdin?: true }) => {
      const { services } = await context.app();
      if (options.secretsStdin === true) await lendSecrets(context);
      const read =
        options.refresh === true
          ? await services.outbox.refreshWords(connection, context.signal)
          : await services.outbox.words(connection);
      if (read !== null) return printJson(context, { ...read.words, fetchedAt: publicMoment(read.fetchedAtMs) });
      const { name } = await services.connections.find(connection);
      const why = options.refresh === true ? 'Its vendor has none.' : 'They were not read yet.';
      throw new AppError('state.notFound', `There are no words of ${name}. ${why}`, {
        ...(options.refresh === true ? {} : { suggestion: `Read them with: sightline outbox words ${name} --refresh` }),
      });
    });
}

function addChangeCommands(outbox: Command, context: CliContext): void {
  outbox
    .command('drop <id...>')
    .description('forget changes; those on their way stay')
    .action(async (ids: readonly string[]) => {
      const { services } = await context.app();
      const { dropped } = await services.outbox.drop(readIds(ids));
      if (dropped === 0) throw new AppError('state.notFound', 'There is no such queued change.');
      remark(context, `${dropped} dropped.`);
      if (dropped < ids.length) throw new CommandOutcome(exitStatus.incomplete);
    });
  outbox
    .command('edit <id>')
    .description('replace what a change does')
    .requiredOption('--input <json>', "the operation's input anew")
    .action(async (id: string, { input }: { readonly input: string }) => {
      const { services } = await context.app();
      await services.outbox.edit(readId(id), parseObject(input));
    });
  outbox
    .command('move <id>')
    .description('change the order of sending')
    .option('--before <id>', 'before this one; to the end when absent')
    .action(async (id: string, { before }: { readonly before?: string }) => {
      const { services } = await context.app();
      await services.outbox.move(readId(id), before === undefined ? null : readId(before));
    });
  outbox
    .command('rebase <id...>')
    .description('of conflicts: make the change upon what the vendor holds now')
    .action(async (ids: readonly string[]) => {
      const { services } = await context.app();
      const { rebased } = await services.outbox.rebase(readIds(ids));
      if (rebased === 0) throw new AppError('state.conflict', 'None of these is a conflict.');
      remark(context, `${rebased} queued again; send them with: sightline outbox send`);
    });
}

async function send(context: CliContext, texts: readonly string[], options: SendOptions): Promise<void> {
  const { services } = await context.app();
  if ((texts.length === 0) === (options.all !== true)) {
    throw new AppError('input.invalid', 'Name the changes to send, or say --all.');
  }
  const ids = options.all === true ? null : readIds(texts);
  const items = await services.outbox.list(ids === null ? { states: ['queued', 'unknown', 'sending'] } : { ids });
  if (items.length === 0) {
    if (ids !== null) throw new AppError('state.notFound', 'There is no such queued change.');
    remark(context, 'Nothing is queued.');
    return;
  }
  await requireYes(context, items, options);
  if (options.secretsStdin === true) await lendSecrets(context);
  const outcome = await services.outbox.send(ids, context.signal);
  await report(context, { items, outcome }, options.json === true);
}

/** Without a terminal nobody can be asked. */
async function requireYes(context: CliContext, items: readonly OutboxItem[], { yes }: SendOptions): Promise<void> {
  if (yes === true) return;
  const places = [...new Set(items.map(({ connection }) => connection))].join(', ');
  if (context.stdin.isTTY !== true) {
    throw new AppError('input.invalid', `${items.length} changes for ${places} were not sent.`, {
      suggestion: 'Send them with --yes.',
    });
  }
  if (!(await confirm(context, `Send ${items.length} changes to ${places}?`))) {
    throw new AppError('internal.cancelled', 'Nothing was sent.');
  }
}

interface Sent {
  readonly items: readonly OutboxItem[];
  readonly outcome: SendOutcome;
}

async function report(context: CliContext, { items, outcome }: Sent, asJson: boolean): Promise<void> {
  const { services } = await context.app();
  await printItems(context, await services.outbox.list({ ids: items.map(({ id }) => id) }), asJson);
  for (const { connection, message } of outcome.stopped) remark(context, `${connection}: ${message}`);
  const { sent } = outcome.counts;
  remark(context, `${sent} of ${items.length} sent.`);
  if (sent === items.length) return;
  const codes = outcome.stopped.map(({ code }) => code);
  const isCredentials = codes.length > 0 && codes.every((code) => /^credential\.|^vendor\.forbidden$/.test(code));
  if (sent > 0) throw new CommandOutcome(exitStatus.incomplete);
  throw new CommandOutcome(isCredentials ? exitStatus.credentials : exitStatus.failed);
}

const columns: readonly Column<OutboxItem>[] = [
  { title: 'ID', cell: ({ id }) => id, align: 'right' },
  { title: 'STATE', cell: ({ state }) => state },
  { title: 'CONNECTION', cell: ({ connection }) => connection, shrinkTo: 10 },
  { title: 'OPERATION', cell: ({ operation }) => operation, shrinkTo: 12 },
  { title: 'QUEUED', cell: ({ createdAtMs }) => formatMinute(createdAtMs), dropOrder: 2 },
  { title: 'CHANGE', cell: ({ change }) => JSON.stringify(change), shrinkTo: 16 },
  { title: 'REASON', cell: ({ reason }) => reason, shrinkTo: 20, dropOrder: 1 },
];

async function printItems(context: CliContext, items: readonly OutboxItem[], asJson: boolean): Promise<void> {
  if (asJson) for (const item of items) await printJson(context, publicOutboxItem(item));
  else if (items.length === 0) remark(context, 'Nothing is queued.');
  else await print(context, formatTable(columns, items, widthOf(context.stdout)));
}

/** The search's most per question. */
const recalledAtOnce = 200;

/** What the indicator of each change was dealt with before; none where a change is about no indicator that the cache holds. */
async function recallAll(
  search: Pick<Services['search'], 'recall'>,
  diffs: readonly OutboxDiff[],
): Promise<ReadonlyMap<OutboxDiff, Recalled>> {
  const named = diffs.flatMap((diff) => (diff.indicator ? [{ diff, name: diff.indicator }] : []));
  const recalled = new Map<OutboxDiff, Recalled>();
  for (let at = 0; at < named.length; at += recalledAtOnce) {
    const batch = named.slice(at, at + recalledAtOnce);
    const answers = await search.recall(batch.map(({ name }) => name));
    for (const [index, { diff }] of batch.entries()) {
      const answer = answers[index] ?? null;
      if (answer !== null) recalled.set(diff, answer);
    }
  }
  return recalled;
}

function describeDiff(
  { id, connection, operation, state, reason, subject, fields, ...conflict }: OutboxDiff,
  recalled: Recalled | null,
): string {
  const recall = recalled === null ? null : recallWords(recalled);
  const lines = fields.map(({ name, base, mine, theirs }) => {
    const there = conflict.hasTheirs ? `   there now: ${conflict.isGoneThere ? 'gone' : show(theirs)}` : '';
    return `  ${name}: ${show(base)} -> ${show(mine)}${there}`;
  });
  const head = `${id}  ${connection}  ${operation}  ${subject}  (${state}${reason === null ? '' : `: ${reason}`})`;
  const beside = recall === null ? [] : [`  recall: ${recall}`];
  return `${[head, ...beside, ...lines].map(revealHidden).join('\n')}\n`;
}

function show(value: unknown): string {
  return value === null || value === undefined ? 'nothing' : JSON.stringify(value);
}

function readIds(texts: readonly string[]): readonly number[] {
  return [...new Set(texts.map(readId))];
}

function readId(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new AppError('input.invalid', 'An id is a whole number; sightline outbox list shows them.');
}

function parseObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('input.invalid', '--input must hold one JSON object.');
  }
}
