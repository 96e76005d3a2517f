import { resolve } from 'node:path';
import type { Command } from 'commander';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { type ExitStatus, exitStatus } from '../../exit-status.ts';
import { type CliContext, print, printJson, remark } from '../context.ts';
import { CommandOutcome } from '../exit-status.ts';
import type { Finding } from '../health/finding.ts';

/** `doctor`. */
export function addDoctorCommand(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('look at keychain, database, shells, versions and disk; prints no secret and no value')
    .option('--json', 'one JSON object per line: check, ok, detail')
    .option(
      '--bundle <file>',
      'write everything a support needs into a file; - prints it, to be read before it is sent',
    )
    .addHelpText('after', '\nExit status: 5 when database or disk are at fault, else 3 when the keychain is, else 0.')
    .action(async ({ json, bundle }: { readonly json?: true; readonly bundle?: string }) => {
      if (bundle !== undefined) return writeBundle(context, bundle);
      const { examine } = await import('../health/examine.ts');
      const findings = await examine(context);
      for (const finding of findings) {
        if (json === true) await printJson(context, finding);
        else await print(context, describeFinding(finding));
      }
      const status = statusOfFindings(findings);
      if (status !== exitStatus.done) throw new CommandOutcome(status);
    });
}

async function writeBundle(context: CliContext, file: string): Promise<void> {
  const { diagnostics } = (await context.app()).services;
  const { id, text } = await diagnostics.collect();
  if (file === '-') return print(context, text);
  await diagnostics.save(id, resolve(file));
  remark(context, `Diagnostics are in ${revealHidden(file)}. Read them before you send them to anybody.`);
}

/** A machine without a window is no fault: servers have none. */
export function statusOfFindings(findings: readonly Pick<Finding, 'check' | 'ok'>[]): ExitStatus {
  const isFaulty = (check: Finding['check']): boolean => findings.some((one) => one.check === check && !one.ok);
  if (isFaulty('database') || isFaulty('disk')) return exitStatus.storage;
  return isFaulty('keychain') ? exitStatus.credentials : exitStatus.done;
}

function describeFinding({ check, ok, detail }: Finding): string {
  const word = ok ? 'ok' : check === 'window' ? 'note' : 'FAULT';
  return `${word.padEnd(5)}  ${check.padEnd(9)} ${revealHidden(detail)}\n`;
}
