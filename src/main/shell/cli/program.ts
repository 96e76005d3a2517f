import { Command } from 'commander';
import { addAuditCommands } from './commands/audit.ts';
import { addCareCommands } from './commands/care.ts';
import { addCaseCommands } from './commands/case.ts';
import { addConnectionCommands } from './commands/connections.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addExportCommand } from './commands/export.ts';
import { addImportCommands } from './commands/import.ts';
import { addListCommands } from './commands/lists.ts';
import { addLookupCommand } from './commands/lookup.ts';
import { addNetworkCommands } from './commands/network.ts';
import { addOutboxCommands } from './commands/outbox.ts';
import { addQueryTopic } from './commands/query.ts';
import { addRefreshCommand } from './commands/refresh.ts';
import { addRetentionCommand } from './commands/retention.ts';
import { addRunsCommand } from './commands/runs.ts';
import { addSearchCommand } from './commands/search.ts';
import { addSavedSearchCommands } from './commands/searches.ts';
import { addShowCommand } from './commands/show.ts';
import { addSyncCommand } from './commands/sync.ts';
import { addTriageCommand } from './commands/triage.ts';
import { addVendorCommand } from './commands/vendor.ts';
import type { CliContext } from './context.ts';
import { describeUsageError } from './output/usage-error.ts';

const epilogue = `
Results go to standard output, everything else to standard error. --json prints one JSON object per line.
Exit status: 0 done; 1 failed; 2 usage or bad query; 3 credentials or keychain; 4 finished but incomplete or partly failed; 5 storage.
The data folder is the platform's application-data folder, or SIGHTLINE_HOME.`;

/** The whole command line; commander parses and explains, each command file does one thing. */
export function createProgram(context: CliContext, version: string): Command {
  const program = new Command('sightline')
    .description('Indicators of compromise from your vendors in one local cache: search, triage and report offline.')
    .version(version)
    .addHelpText('after', epilogue)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      outputError: (text, write) => write(describeUsageError(text)),
    });
  addConnectionCommands(program, context);
  addSyncCommand(program, context);
  addSearchCommand(program, context);
  addSavedSearchCommands(program, context);
  addQueryTopic(program, context);
  addShowCommand(program, context);
  addRefreshCommand(program, context);
  addLookupCommand(program, context);
  addTriageCommand(program, context);
  addCaseCommands(program, context);
  addAuditCommands(program, context);
  addExportCommand(program, context);
  addImportCommands(program, context);
  addListCommands(program, context);
  addVendorCommand(program, context);
  addOutboxCommands(program, context);
  addRunsCommand(program, context);
  addRetentionCommand(program, context);
  addNetworkCommands(program, context);
  addCareCommands(program, context);
  addDoctorCommand(program, context);
  return program;
}
