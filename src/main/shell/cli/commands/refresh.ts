import type { Command } from 'commander';
import { AppError } from '#shared/errors/app-error.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { RefreshOutcome } from '#shared/model/vendor-detail.ts';
import { publicVendorCard } from '#shared/public-json/vendor-card.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { exitStatus } from '../../exit-status.ts';
import { type CliContext, print, printJson, remark } from '../context.ts';
import { CommandOutcome } from '../exit-status.ts';
import { lendSecrets } from '../lend-secrets.ts';
import { remarkHints } from '../output/hints.ts';
import { describeVendorCard } from '../output/vendor-card.ts';
import { readSelection } from '../selection.ts';
import { collect } from './collect.ts';

interface RefreshOptions {
  readonly connection: readonly string[];
  readonly secretsStdin?: true;
  readonly json?: true;
}

/** `refresh`. */
export function addRefreshCommand(program: Command, context: CliContext): void {
  program
    .command('refresh <query-or-value>')
    .description('ask the vendors about single indicators now; the answers stay in the cache')
    .option('--connection <name>', 'only this connection (repeatable)', collect, [])
    .option('--secrets-stdin', 'secrets for this run only, as {"<connection>":{…}} on standard input')
    .option('--json', 'one JSON object per indicator, with what each connection said last')
    .action((text: string, options: RefreshOptions) => refresh(context, text, options));
}

async function refresh(context: CliContext, text: string, options: RefreshOptions): Promise<void> {
  const { services } = await context.app();
  const chosen = await Promise.all(options.connection.map((name) => services.connections.find(name)));
  const selection = await readSelection(context, text);
  if ('query' in selection) await remarkHints(context, selection.query);
  const ids = await services.search.resolve(selection);
  if (ids.length === 0) throw new AppError('state.notFound', 'Nothing matched, so nobody was asked.');
  if (options.secretsStdin === true) await lendSecrets(context);
  const connectionIds = chosen.length === 0 ? null : chosen.map(({ id }) => id);
  const outcome = await services.details.refresh({ selection: { ids }, connectionIds }, context.signal);
  await printCards(context, ids, options.json === true);
  report(context, outcome);
}

/** As text only for one indicator: of many nobody reads all. */
async function printCards(context: CliContext, ids: readonly IndicatorId[], asJson: boolean): Promise<void> {
  const { services } = await context.app();
  for (const id of asJson || ids.length === 1 ? ids : []) {
    const cards = await services.details.cards(id);
    if (!asJson) {
      const lines = cards.filter(({ fetchedAtMs }) => fetchedAtMs !== null).flatMap(describeVendorCard);
      await print(context, `${lines.map(revealHidden).join('\n').trimEnd()}\n`);
      continue;
    }
    const detail = await services.search.detail({ id });
    if (detail === null) continue;
    const { type, value } = detail;
    await printJson(context, { type, value, vendorDetails: cards.map(publicVendorCard) });
  }
}

function report(context: CliContext, { answered, unknown, changed, failed, failures, stopped }: RefreshOutcome): void {
  for (const { connection, value, title, message } of failures) {
    remark(context, `${connection}, ${title}, ${value}: ${message}`);
  }
  for (const { connection, message } of stopped) remark(context, `${connection}: ${message}`);
  const parts = [`${answered} answered`, `${unknown} of them unknown there`, `${changed} records changed`];
  remark(context, `${[...parts, ...(failed === 0 ? [] : [`${failed} failed`])].join(', ')}.`);
  if (failed === 0 && stopped.length === 0) return;
  if (answered > 0) throw new CommandOutcome(exitStatus.incomplete);
  const codes = [...failures, ...stopped].map(({ code }) => code);
  const isCredentials = codes.every((code) => /^credential\.|^vendor\.forbidden$/.test(code));
  throw new CommandOutcome(isCredentials ? exitStatus.credentials : exitStatus.failed);
}
