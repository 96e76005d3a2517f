import { type Command, Option } from 'commander';
import { assignOptions, parseOptionText } from '#main/services/connection-options.ts';
import type { ConnectionTest } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Connection } from '#shared/model/connection.ts';
import type { ConnectionBudget } from '#shared/model/rate-budget.ts';
import { publicConnection } from '#shared/public-json/connection.ts';
import { publicMoment } from '#shared/public-json/moment.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { formatMinute } from '../output/moments.ts';
import { type Column, formatTable } from '../output/table.ts';
import { readPemFile } from '../read-pem-file.ts';
import { promptSecretFields, readSecretFields } from '../read-secrets.ts';
import { collect } from './collect.ts';

interface ConnectOptions {
  readonly name: string;
  readonly site?: string;
  readonly baseUrl?: string;
  readonly option: readonly string[];
  readonly ca?: string;
  readonly secretsStdin?: true;
  readonly withoutSecret?: true;
  readonly test?: true;
  readonly json?: true;
}

const columns: readonly Column<Connection>[] = [
  { title: 'NAME', cell: ({ name }) => name, shrinkTo: 12 },
  { title: 'VENDOR', cell: ({ vendor }) => vendor },
  { title: 'WHERE', cell: ({ baseUrl, site }) => baseUrl ?? site ?? '', shrinkTo: 12 },
  { title: 'SECRET', cell: ({ secretKeptIn }) => secretKeptIn ?? 'none', dropOrder: 1 },
  { title: 'STATE', cell: ({ state }) => words(state) },
  { title: 'LAST COMPLETE (UTC)', cell: ({ lastCompleteAtMs }) => formatMinute(lastCompleteAtMs), dropOrder: 2 },
  { title: 'STREAMS', cell: ({ streams }) => streams.join(' '), shrinkTo: 12, dropOrder: 3 },
];

/** `connect`, `connections`, `disconnect`. */
export function addConnectionCommands(program: Command, context: CliContext): void {
  program
    .command('connect <vendor>')
    .description('store a connection; its secret goes to the keychain')
    .requiredOption('--name <name>', 'what you call it')
    .option('--site <site>', "the vendor's site, region or cloud")
    .option('--base-url <url>', 'an origin of your own: https anywhere, http on this machine')
    .option('--option <[stream.]key=value>', 'a parameter of the vendor', collect, [])
    .option('--ca <file>', 'trust the certificates of this PEM file for this connection (an appliance of your own)')
    .option('--secrets-stdin', 'read the secret as one JSON object from standard input')
    .addOption(
      new Option('--without-secret', 'store no secret; give it to each sync with --secrets-stdin').conflicts([
        'secretsStdin',
        'test',
      ]),
    )
    .option('--test', 'check the secret with the vendor first')
    .option('--json', 'print the connection as JSON')
    .action((vendor: string, options: ConnectOptions) => connect(context, vendor, options));
  program
    .command('connections')
    .description('list the connections')
    .option('--budgets', "what is left of each vendor's limit, instead")
    .option('--json', 'one JSON object per line')
    .action((options: { readonly json?: true; readonly budgets?: true }) =>
      options.budgets === true
        ? listBudgets(context, options.json === true)
        : listConnections(context, options.json === true),
    );
  program
    .command('disconnect <name>')
    .description('remove a connection and its secret; what it brought stays in the cache')
    .option('--purge', 'remove its records from the cache as well')
    .action(async (name: string, options: { readonly purge?: true }) => {
      const { services } = await context.app();
      const { id } = await services.connections.find(name);
      await services.connections.remove(id, options.purge === true);
      remark(context, `${name} is disconnected${options.purge === true ? ' and its records are removed' : ''}.`);
    });
}

async function connect(context: CliContext, vendor: string, options: ConnectOptions): Promise<void> {
  const { services } = await context.app();
  const module = await services.vendors.find(vendor);
  const input = {
    name: options.name,
    vendor,
    site: options.site ?? null,
    baseUrl: options.baseUrl ?? null,
    options: assignOptions(module, options.option.map(parseOptionText)),
    keepSecretIn: 'keychain' as const,
    ...(options.ca === undefined ? {} : { authorities: await readPemFile(options.ca, context.signal) }),
  };
  // Before anybody types a secret for nothing.
  await services.connections.check(input);
  const secret = await readSecret(context, options, module.credentialFields);
  if (options.test === true) await refuseFailedTest(context, await services.connections.tryOut({ ...input, secret }));
  const connection = await services.connections.add({ ...input, secret }).catch(adviseWithoutKeychain);
  if (options.json === true) await printJson(context, publicConnection(connection));
  remark(context, `${connection.name} is connected to ${module.displayName}.`);
}

async function readSecret(
  context: CliContext,
  options: ConnectOptions,
  fields: Parameters<typeof promptSecretFields>[1],
): Promise<Record<string, string> | null> {
  if (options.withoutSecret === true) return null;
  return options.secretsStdin === true ? readSecretFields(context) : promptSecretFields(context, fields);
}

/** A server without a keychain is a case of its own: there is a way on, and it is not a file. */
function adviseWithoutKeychain(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'credential.storeUnavailable') throw error;
  const way = 'Nothing was stored. Without a keychain: connect --without-secret, then sync --secrets-stdin each time.';
  throw new AppError(error.code, error.message, {
    retryable: error.retryable,
    suggestion: [error.suggestion, way].filter((part) => part !== undefined).join('\n  '),
    cause: error.cause,
  });
}

async function refuseFailedTest(context: CliContext, test: ConnectionTest): Promise<void> {
  for (const { severity, problem, nextStep } of test.findings) {
    if (severity === 'warning') remark(context, `note    ${problem} ${nextStep}`);
  }
  for (const { ok, label, detail } of test.steps) {
    remark(context, `${ok ? 'ok    ' : 'FAILED'}  ${label}: ${detail}`);
  }
  if (test.ok) return;
  const fault = test.findings.find(({ severity }) => severity === 'fault');
  throw new AppError(test.code ?? 'credential.rejected', fault?.problem ?? test.message, {
    ...(fault === undefined ? {} : { suggestion: fault.nextStep }),
  });
}

async function listConnections(context: CliContext, asJson: boolean): Promise<void> {
  const { services } = await context.app();
  const connections = await services.connections.list();
  if (asJson) for (const connection of connections) await printJson(context, publicConnection(connection));
  else if (connections.length === 0) remark(context, 'No connection yet: sightline connect <vendor> --name <name>');
  else await print(context, formatTable(columns, connections, widthOf(context.stdout)));
}

interface BudgetRow extends ConnectionBudget {
  readonly name: string;
}

const budgetColumns: readonly Column<BudgetRow>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'LIMIT', cell: ({ limit }) => limit ?? '?', align: 'right' },
  { title: 'LEFT', cell: ({ remaining }) => remaining ?? '?', align: 'right' },
  { title: 'WHOLE AGAIN (UTC)', cell: ({ resetAtMs }) => formatMinute(resetAtMs) },
  {
    title: 'COUNTED HERE',
    cell: ({ quotas }) => quotas.map(({ name, limit, used }) => `${used} of ${limit ?? '?'} a ${name}`).join(', '),
    shrinkTo: 12,
  },
];

/** What is known from earlier calls: the vendors are not asked. */
async function listBudgets(context: CliContext, asJson: boolean): Promise<void> {
  const { services } = await context.app();
  const names = new Map((await services.connections.list()).map(({ id, name }) => [id, name]));
  const rows = (await services.budgets.list()).map((budget) => ({
    ...budget,
    name: names.get(budget.connectionId) ?? '',
  }));
  if (!asJson) return print(context, formatTable(budgetColumns, rows, widthOf(context.stdout)));
  for (const { name, limit, remaining, resetAtMs, waitingUntilMs, quotas } of rows) {
    await printJson(context, {
      connection: name,
      limit,
      remaining,
      resetAt: publicMoment(resetAtMs),
      waitingUntil: publicMoment(waitingUntilMs),
      quotas: quotas.map((quota) => ({
        name: quota.name,
        limit: quota.limit,
        used: quota.used,
        resetAt: publicMoment(quota.resetAtMs),
      })),
    });
  }
}

/** `noSecret` is the word of the JSON; people read two. */
function words(state: Connection['state']): string {
  return state === 'noSecret' ? 'no secret' : state;
}
