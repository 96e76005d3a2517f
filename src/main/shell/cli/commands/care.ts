import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { RepairReport, Salvaged } from '#main/services/ports/data-care.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { type CliContext, printDone } from '../context.ts';
import { writeJson } from '../output/json-text.ts';

interface CareOptions {
  readonly json?: true;
}

/** `backup`, `restore` and `repair`. */
export function addCareCommands(program: Command, context: CliContext): void {
  program
    .command('backup <file>')
    .description('write a verified backup of the database while it is in use; it holds no secret')
    .option('--json', 'one JSON object')
    .action(async (file: string, { json }: CareOptions) => {
      const report = await (await context.app()).services.care.backUp(resolve(file), context.signal);
      if (json === true) return printDone(context, `${writeJson(report)}\n`);
      const holds = `${report.indicators} indicators, ${report.cases} cases, ${report.triageEntries} triage entries`;
      return printDone(context, `Backed up ${holds} to ${revealHidden(file)} (${report.sizeBytes} bytes).\n`);
    });
  program
    .command('restore <file>')
    .description('put a backup in the place of the database; what was there is kept in replaced-<time>')
    .option('--json', 'one JSON object')
    .action(async (file: string, { json }: CareOptions) => {
      const report = await (await context.app()).services.care.restore(resolve(file), context.signal);
      if (json === true) return printDone(context, `${writeJson(report)}\n`);
      const kept = report.keptIn === null ? '' : ` The database that was there is in ${report.keptIn}.`;
      return printDone(context, `Restored.${kept} Sync to fetch what the vendors have learnt since.\n`);
    });
  program
    .command('repair')
    .description(
      'save triage, tags, cases, outbox, settings and connections from a damaged database; the rest is synced again',
    )
    .option('--json', 'one JSON object')
    .action(async ({ json }: CareOptions) => {
      const report = await (await context.app()).services.care.repair(context.signal);
      return printDone(context, json === true ? `${writeJson(report)}\n` : describeRepair(report));
    });
}

function describeRepair(report: RepairReport): string {
  if (report.kind === 'sound') return 'The database is sound: nothing was changed.\n';
  const { counts } = report;
  const parts: readonly (readonly [string, Salvaged])[] = [
    ['connections', counts.connections],
    ['settings', counts.settings],
    ['triage entries', counts.triageEntries],
    ['tag entries', counts.tagEntries],
    ['cases', counts.cases],
    ['parts of cases', counts.caseParts],
    ['outbox items', counts.outbox],
  ];
  const lines = parts.map(
    ([name, { kept, lost }]) => `  ${name}: ${kept} saved${lost === 0 ? '' : `, up to ${lost} lost`}\n`,
  );
  return `Repaired. The damaged files are kept in ${report.keptIn}.\n${lines.join('')}Sync to fetch the vendors' records again.\n`;
}
