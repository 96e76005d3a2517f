import type { Command } from 'commander';
import { AppError } from '#shared/errors/app-error.ts';
import type { OperationChoice } from '#shared/model/operation.ts';
import type { Matches } from '#shared/model/outbox.ts';
import { publicOutboxItem } from '#shared/public-json/outbox.ts';
import { exitStatus } from '../../exit-status.ts';
import { describeError } from '../../report-error.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { CommandOutcome } from '../exit-status.ts';
import { lendSecrets } from '../lend-secrets.ts';
import { writeJson } from '../output/json-text.ts';
import { type Column, formatTable } from '../output/table.ts';

interface VendorOptions {
  readonly input?: string;
  readonly yes?: true;
  readonly queue?: true;
  readonly count?: true;
  readonly secretsStdin?: true;
  readonly json?: true;
}

/** `vendor`. */
export function addVendorCommand(program: Command, context: CliContext): void {
  program
    .command('vendor <connection> [operation]')
    .description("any documented call of the vendor's API; without an operation: what there is")
    .option('--input <json>', "one flat object of the vendor's own parameter names")
    .option('--yes', 'send a write now')
    .option('--queue', 'put a write into the outbox')
    .option('--count', 'with --queue, of a write by filter: count now what it concerns, and agree to that')
    .option('--secrets-stdin', 'secrets for this run only, as {"<connection>":{…}} on standard input')
    .option('--json', 'one JSON object per line instead of text')
    .action(async (connection: string, operation: string | undefined, options: VendorOptions) => {
      if (operation === undefined) await listOperations(context, connection, options.json === true);
      else await callVendor(context, { connection, operation }, options);
    });
}

async function callVendor(
  context: CliContext,
  called: { readonly connection: string; readonly operation: string },
  options: VendorOptions,
): Promise<void> {
  const { services } = await context.app();
  const request = { ...called, input: parseInput(options.input ?? '{}') };
  const confirmed = options.yes === true;
  if (options.count === true && options.queue !== true) {
    throw new AppError('input.invalid', '--count goes with --queue.');
  }
  if (options.queue === true) return queueWrite(context, request, options);
  const { kind } = await services.operations.check(request);
  if (kind === 'write' && !confirmed) {
    throw new AppError('input.invalid', `${called.operation} changes something at the vendor, so it was not sent.`, {
      suggestion: 'Send it now with --yes, or queue it with --queue.',
    });
  }
  if (options.secretsStdin === true) await lendSecrets(context);
  if (kind === 'write' && (await services.outbox.isByFilter(called.connection, request))) {
    const { matches } = await services.outbox.countMatches(called.connection, request, context.signal);
    remark(context, `The filter matches ${matches ?? 'some'} now.`);
  }
  const { output, refusal } = await services.operations.run({ ...request, confirmed }, context.signal);
  await print(context, `${writeJson(output, options.json === true ? undefined : 2)}\n`);
  if (refusal === null) return;
  remark(context, describeError(refusal.error));
  throw new CommandOutcome(refusal.isPartial ? exitStatus.incomplete : exitStatus.failed);
}

interface CalledOperation {
  readonly connection: string;
  readonly operation: string;
  readonly input: unknown;
}

async function queueWrite(context: CliContext, called: CalledOperation, options: VendorOptions): Promise<void> {
  if (options.yes === true) throw new AppError('input.invalid', 'Either --yes or --queue, not both.');
  const { services } = await context.app();
  const agreed = options.count === true ? await countNow(context, called, options) : null;
  const ids = await services.outbox.queue(called.connection, { ...called, agreed });
  if (options.json === true) {
    for (const item of await services.outbox.list({ ids })) await printJson(context, publicOutboxItem(item));
  }
  remark(context, `${ids.length} queued; look at them with: sightline outbox diff`);
}

async function countNow(context: CliContext, called: CalledOperation, options: VendorOptions): Promise<Matches> {
  const { services } = await context.app();
  if (options.secretsStdin === true) await lendSecrets(context);
  const counted = await services.outbox.countMatches(called.connection, called, context.signal);
  remark(context, `The filter matches ${counted.matches ?? 'some'} now; it is sent only if it still does then.`);
  return counted;
}

function parseInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('input.invalid', '--input must hold one JSON object.', {
      suggestion: `For instance '{"limit":10}'.`,
    });
  }
}

const operationColumns: readonly Column<OperationChoice>[] = [
  { title: 'OPERATION', cell: ({ name }) => name, shrinkTo: 24 },
  { title: 'KIND', cell: ({ kind, denied }) => (denied === null ? kind : `${kind}, denied`) },
  { title: 'METHOD', cell: ({ method }) => method, dropOrder: 2 },
  { title: 'SUMMARY', cell: ({ summary }) => summary, shrinkTo: 20 },
  {
    title: 'PARAMETERS',
    cell: ({ parameters }) => parameters.map(nameParameter).join(' '),
    shrinkTo: 20,
    dropOrder: 1,
  },
];

async function listOperations(context: CliContext, connection: string, asJson: boolean): Promise<void> {
  const { services } = await context.app();
  const operations = await services.operations.list(connection);
  if (asJson) {
    for (const operation of operations) await printJson(context, operation);
    return;
  }
  await print(context, formatTable(operationColumns, operations, widthOf(context.stdout)));
  for (const reason of new Set(operations.flatMap(({ denied }) => denied ?? []))) remark(context, reason);
}

/** What must be given stands out. */
function nameParameter({ name, required }: OperationChoice['parameters'][number]): string {
  return required ? `${name}*` : name;
}
