import type { Command } from 'commander';
import { AppError } from '#shared/errors/app-error.ts';
import type { Connection } from '#shared/model/connection.ts';
import { exitStatus } from '../../exit-status.ts';
import type { CliContext } from '../context.ts';
import { CommandOutcome, statusOfRuns } from '../exit-status.ts';
import { lendSecrets } from '../lend-secrets.ts';
import { createJsonReporter, createTextReporter, labelOf, type SyncReporter } from '../output/sync-progress.ts';
import { collect } from './collect.ts';

interface SyncOptions {
  readonly connection: readonly string[];
  readonly stream: readonly string[];
  readonly full?: true;
  readonly secretsStdin?: true;
  readonly json?: true;
}

/** `sync`. */
export function addSyncCommand(program: Command, context: CliContext): void {
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
  const chosen = await Promise.all(options.connection.map((name) => services.connections.find(name)));
  const connections = await services.connections.list();
  if (connections.length === 0) {
    throw new AppError('input.invalid', 'There is no connection to sync.', {
      suggestion: 'Set one up first: sightline connect <vendor> --name <name>',
    });
  }
  if (options.secretsStdin === true) await lendSecrets(context);
  const reporter = createReporter(context, options, connections);
  const unsubscribe = services.sync.onEvent(reporter.tell);
  try {
    const request = {
      connectionIds: chosen.length === 0 ? null : chosen.map(({ id }) => id),
      streams: options.stream.length === 0 ? null : options.stream,
      full: options.full === true,
    };
    const runs = await services.sync.run(request, context.signal);
    reporter.close(runs);
    const status = statusOfRuns(runs);
    if (status !== exitStatus.done) throw new CommandOutcome(status);
  } finally {
    unsubscribe();
  }
}

function createReporter(
  context: CliContext,
  options: SyncOptions,
  connections: readonly Pick<Connection, 'name' | 'streams'>[],
): SyncReporter {
  if (options.json === true) return createJsonReporter(context);
  const labels = connections.flatMap(({ name, streams }) =>
    streams.map((stream) => labelOf({ connection: name, stream })),
  );
  return createTextReporter(context, labels);
}
