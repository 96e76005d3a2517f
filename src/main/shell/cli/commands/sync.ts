import type { Command } from 'commander';
import type { SyncEvent } from '#main/services/sync/events.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { type CliContext, printJson, remark } from '../context.ts';
import { CommandOutcome, statusOfRuns } from '../exit-status.ts';
import { readSecretsByConnection } from '../read-secrets.ts';

interface SyncOptions {
  readonly connection: readonly string[];
  readonly stream: readonly string[];
  readonly full?: true;
  readonly secretsStdin?: true;
  readonly json?: true;
}

/** `sync`. */
export function addSyncCommand(program: Command, context: CliContext): void {
  const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];
  program
    .command('sync')
    .description('fetch what is new from the vendors')
    .option('--connection <name>', 'only this connection (repeatable)', collect, [])
    .option('--stream <stream>', 'only this stream (repeatable)', collect, [])
    .option('--full', 'everything again, not only what is new')
    .option('--secrets-stdin', 'secrets for this run only, as {"<connection>":{…}} on standard input')
    .option('--json', 'progress and results as one JSON object per line')
    .action((options: SyncOptions) => sync(context, options));
}

async function sync(context: CliContext, options: SyncOptions): Promise<void> {
  const { services } = await context.app();
  if (options.secretsStdin === true) await lendSecrets(context);
  const chosen = await Promise.all(options.connection.map((name) => services.connections.find(name)));
  const connections = await services.connections.list();
  if (connections.length === 0) {
    throw new AppError('input.invalid', 'There is no connection to sync.', {
      suggestion: 'Set one up first: sightline connect <vendor> --name <name>',
    });
  }
  const unsubscribe = services.sync.onEvent((event) => {
    report(context, event, options.json === true);
  });
  try {
    const request = {
      connectionIds: chosen.length === 0 ? null : chosen.map(({ id }) => id),
      streams: options.stream.length === 0 ? null : options.stream,
      full: options.full === true,
    };
    const status = statusOfRuns(await services.sync.run(request, context.signal));
    if (status !== 0) throw new CommandOutcome(status);
  } finally {
    unsubscribe();
  }
}

/** Secrets from standard input live in memory for this run; the keychain is not touched. */
async function lendSecrets(context: CliContext): Promise<void> {
  const { services } = await context.app();
  const given = Object.entries(await readSecretsByConnection(context));
  for (const [name, fields] of given) {
    const { id } = await services.connections.find(name);
    await services.connections.setSecret(id, fields, 'memory');
  }
}

function report(context: CliContext, event: SyncEvent, asJson: boolean): void {
  switch (event.kind) {
    case 'progress': {
      const { connection, stream, pages, received, expected } = event.progress;
      const line = { event: 'progress', connection, stream, pages, received, expected };
      if (asJson) context.stdout.write(`${JSON.stringify(line)}\n`);
      else
        remark(
          context,
          `  ${label(connection, stream)}  ${received}${expected === null ? '' : ` of ${expected}`} records`,
        );
      return;
    }
    case 'finished':
      if (asJson) void printJson(context, describeRun(event.run));
      else remark(context, sentence(event.run));
      return;
    case 'notice':
      remark(context, `  ${revealHidden(`${event.connection}: ${event.text}`)}`);
  }
}

function describeRun({
  connection,
  stream,
  status,
  expected,
  received,
  stored,
  unchanged,
  rejected,
  requests,
  error,
}: SyncRun) {
  return {
    event: 'finished',
    connection,
    stream,
    status,
    expected,
    received,
    stored,
    unchanged,
    rejected,
    requests,
    error,
  };
}

function sentence(run: SyncRun): string {
  const expected = run.expected === null ? '' : ` of ${run.expected}`;
  const rejected = run.rejected === 0 ? '' : `, ${run.rejected} rejected`;
  const reason = run.error === null ? '' : `: ${run.error.message}`;
  const counts = `${run.received}${expected} received, ${run.stored} stored, ${run.unchanged} unchanged${rejected}`;
  return revealHidden(`${label(run.connection, run.stream)}  ${run.status}  ${counts}${reason}`);
}

function label(connection: string, stream: string): string {
  return revealHidden(`${connection}/${stream}`);
}
