import { resolve } from 'node:path';
import type { Command } from 'commander';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { type ExitStatus, exitStatus } from '../../exit-status.ts';
import { type CliContext, print, printJson, remark, widthOf } from '../context.ts';
import { CommandOutcome } from '../exit-status.ts';
import type { Finding } from '../health/finding.ts';
import { printFile } from '../output/print-file.ts';
import { wrapText } from '../output/wrap.ts';

interface DoctorOptions {
  readonly json?: true;
  readonly bundle?: string;
  readonly offline?: true;
}

/** `doctor`. */
export function addDoctorCommand(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description(
      'look at keychain, database, audit log, shells, versions, disk, network settings, updates and connections; prints no secret and no value',
    )
    .option('--offline', 'ask no vendor')
    .option('--json', 'one JSON object per line: check, ok, detail')
    .option(
      '--bundle <file>',
      'write everything a support needs into a file; - prints it, to be read before it is sent',
    )
    .addHelpText(
      'after',
      '\nExit status: 5 when database, audit log or disk are at fault, else 3 when the keychain or a key is, else 1 when\nthe network settings are, else 0.',
    )
    .action(async ({ json, bundle, offline }: DoctorOptions) => {
      if (bundle !== undefined) return writeBundle(context, bundle);
      const { examine } = await import('../health/examine.ts');
      const findings = await examine(context, { offline: offline === true });
      for (const finding of findings) {
        if (json === true) await printJson(context, finding);
        else await print(context, describeFinding(finding, widthOf(context.stdout)));
      }
      const status = statusOfFindings(findings);
      if (status !== exitStatus.done) throw new CommandOutcome(status);
    });
}

async function writeBundle(context: CliContext, file: string): Promise<void> {
  const { diagnostics } = (await context.app()).services;
  const { id, text } = await diagnostics.collect();
  if (file === '-') return printFile(context, [text]);
  await diagnostics.save(id, resolve(file));
  remark(context, `Diagnostics are in ${file}. Read them before you send them to anybody.`);
}

/** What a key can be at fault with. */
const keyFaults: ReadonlySet<string> = new Set(['keyRejected', 'keyExpired', 'missingScope', 'addressNotAllowed']);

/** A machine without a window is no fault: servers have none. Nor is one without a network: the cache serves without. */
export function statusOfFindings(findings: readonly Pick<Finding, 'check' | 'ok' | 'findings'>[]): ExitStatus {
  const isFaulty = (check: Finding['check']): boolean => findings.some((one) => one.check === check && !one.ok);
  if (isFaulty('database') || isFaulty('audit') || isFaulty('disk')) return exitStatus.storage;
  const hasBadKey = findings.some(({ ok, findings: kinds = [] }) => !ok && kinds.some((kind) => keyFaults.has(kind)));
  if (isFaulty('keychain') || hasBadKey) return exitStatus.credentials;
  return isFaulty('network') ? exitStatus.failed : exitStatus.done;
}

function describeFinding({ check, ok, detail }: Finding, width: number | undefined): string {
  const word = ok ? 'ok' : check === 'window' ? 'note' : 'FAULT';
  const start = `${word.padEnd(5)}  ${check.padEnd(10)} `;
  return `${start}${wrapText(revealHidden(detail), start.length, width)}\n`;
}
