import { statfsSync } from 'node:fs';
import type { Command } from 'commander';
import { findBrowser } from '#main/shell/chromium/find-browser.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { type CliContext, print, printJson } from '../context.ts';
import { CommandOutcome, exitStatus } from '../exit-status.ts';

/** One thing that was looked at. */
interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Below this a sync does not start. */
const scarceDiskBytes = 200 * 1_048_576;

/** `doctor`. */
export function addDoctorCommand(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('look at keychain, database, shells, versions and disk; prints no secret and no value')
    .option('--json', 'one JSON object per line')
    .action(async ({ json }: { readonly json?: true }) => {
      const findings = await examine(context);
      for (const finding of findings) {
        if (json === true) await printJson(context, finding);
        else
          await print(
            context,
            `${finding.ok ? 'ok   ' : 'FAULT'}  ${finding.check.padEnd(12)} ${revealHidden(finding.detail)}\n`,
          );
      }
      if (findings.some(({ check, ok }) => check === 'database' && !ok)) throw new CommandOutcome(exitStatus.storage);
    });
}

async function examine(context: CliContext): Promise<readonly Finding[]> {
  const { version, dataFolder } = (await context.app()).services.info;
  return [
    {
      check: 'versions',
      ok: true,
      detail: `Sightline ${version}, Node ${process.version}, ${process.platform} ${process.arch}`,
    },
    await examineDatabase(context),
    await examineKeychain(context),
    examineBrowser(),
    examineDisk(context.dataFolder, dataFolder),
  ];
}

async function examineDatabase(context: CliContext): Promise<Finding> {
  const { services } = await context.app();
  try {
    const found = await services.info.statistics();
    const counts = `${found.indicators} indicators, ${found.observations} records, ${found.cases} cases`;
    const size = `${toMebibytes(found.fileBytes)} MiB, write-ahead log ${toMebibytes(found.walBytes)} MiB`;
    const engine = `SQLite ${found.sqliteVersion}, schema ${found.schemaVersion}`;
    return {
      check: 'database',
      ok: found.check === 'ok',
      detail: `${counts}; ${size}; ${engine}; check: ${found.check ?? 'not done'}`,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { check: 'database', ok: false, detail: [error.message, error.suggestion].filter(Boolean).join(' ') };
  }
}

async function examineKeychain(context: CliContext): Promise<Finding> {
  const { services } = await context.app();
  const { usable, explanation } = await services.credentials.probe();
  return { check: 'keychain', ok: usable, detail: explanation };
}

function examineBrowser(): Finding {
  try {
    findBrowser(process.platform, process.env['PATH'] ?? '');
    return { check: 'window', ok: true, detail: 'a Chromium for the window is installed' };
  } catch (error) {
    return { check: 'window', ok: false, detail: error instanceof AppError ? error.message : 'unknown' };
  }
}

function examineDisk(folder: string, shown: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const freeBytes = bavail * bsize;
  return { check: 'disk', ok: freeBytes >= scarceDiskBytes, detail: `${toMebibytes(freeBytes)} MiB free at ${shown}` };
}

function toMebibytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}
