import { Command } from 'commander';
import type { CliContext } from './context.ts';
import { describeUsageError } from './output/usage-error.ts';

const epilogue = `
Results go to standard output, everything else to standard error. --json prints one JSON object per line.
Exit status: 0 done; 1 failed; 2 usage or bad query; 3 credentials or keychain; 4 finished but incomplete or partly failed; 5 storage.
The data folder is the platform's application-data folder, or SIGHTLINE_HOME.`;

type AddCommands = (program: Command, context: CliContext) => void;

/**
 * The files of commands, in the order of the help, each with the names that it adds: a command loads its own file only, which
 * saves a sixth of the time to a small answer.
 */
export const commandFiles: readonly {
  readonly names: readonly string[];
  readonly load: () => Promise<AddCommands>;
}[] = [
  {
    names: ['connect', 'connections', 'disconnect'],
    load: async () => (await import('./commands/connections.ts')).addConnectionCommands,
  },
  { names: ['sync'], load: async () => (await import('./commands/sync.ts')).addSyncCommand },
  { names: ['search'], load: async () => (await import('./commands/search.ts')).addSearchCommand },
  { names: ['searches'], load: async () => (await import('./commands/searches.ts')).addSavedSearchCommands },
  { names: ['query'], load: async () => (await import('./commands/query.ts')).addQueryTopic },
  { names: ['show'], load: async () => (await import('./commands/show.ts')).addShowCommand },
  { names: ['refresh'], load: async () => (await import('./commands/refresh.ts')).addRefreshCommand },
  { names: ['lookup'], load: async () => (await import('./commands/lookup.ts')).addLookupCommand },
  { names: ['triage'], load: async () => (await import('./commands/triage.ts')).addTriageCommand },
  { names: ['tag'], load: async () => (await import('./commands/tag.ts')).addTagCommands },
  { names: ['case'], load: async () => (await import('./commands/case.ts')).addCaseCommands },
  { names: ['audit'], load: async () => (await import('./commands/audit.ts')).addAuditCommands },
  { names: ['export'], load: async () => (await import('./commands/export.ts')).addExportCommand },
  { names: ['import', 'mappings'], load: async () => (await import('./commands/import.ts')).addImportCommands },
  { names: ['lists'], load: async () => (await import('./commands/lists.ts')).addListCommands },
  { names: ['vendor'], load: async () => (await import('./commands/vendor.ts')).addVendorCommand },
  { names: ['outbox'], load: async () => (await import('./commands/outbox.ts')).addOutboxCommands },
  { names: ['runs'], load: async () => (await import('./commands/runs.ts')).addRunsCommand },
  { names: ['sources'], load: async () => (await import('./commands/sources.ts')).addSourceCommands },
  { names: ['retention'], load: async () => (await import('./commands/retention.ts')).addRetentionCommand },
  { names: ['network'], load: async () => (await import('./commands/network.ts')).addNetworkCommands },
  { names: ['backup', 'restore', 'repair'], load: async () => (await import('./commands/care.ts')).addCareCommands },
  { names: ['doctor'], load: async () => (await import('./commands/doctor.ts')).addDoctorCommand },
];

/**
 * The command line; commander parses and explains, each command file does one thing.
 * @param first argument: where it names a command, only that is loaded, and none for the version; otherwise all are, as for the help and suggestions.
 */
export async function createProgram(context: CliContext, version: string, first?: string): Promise<Command> {
  const standalone = commandFiles.flatMap(({ names }) => names);
  const program = new Command('sightline')
    .description('Indicators of compromise from your vendors in one local cache: search, triage and report offline.')
    .version(version)
    .addHelpText('after', epilogue)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    });
  const named = commandFiles.filter(({ names }) => first !== undefined && names.includes(first));
  const files = named.length > 0 || first === '--version' ? named : commandFiles;
  for (const add of await Promise.all(files.map(({ load }) => load()))) add(program, context);
  explainErrors(program, [], standalone);
  return program;
}

/** What is wrong with a command line points to the help of the command that it was meant for. @param words of that command. */
function explainErrors(command: Command, words: readonly string[], standalone: readonly string[]): void {
  command.configureOutput({
    outputError: (text, write) => write(describeUsageError(text, { commands: standalone, words })),
  });
  for (const one of command.commands) explainErrors(one, [...words, one.name()], standalone);
}
