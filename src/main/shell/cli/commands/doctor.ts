import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { findBrowser } from '#main/shell/chromium/find-browser.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { exitStatus } from '../../exit-status.ts';
import { type CliContext, print, printJson, remark } from '../context.ts';
import { CommandOutcome } from '../exit-status.ts';

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
    .option(
      '--bundle <file>',
      'write everything a support needs into a file; - prints it, to be read before it is sent',
    )
    .action(async ({ json, bundle }: { readonly json?: true; readonly bundle?: string }) => {
      if (bundle !== undefined) return writeBundle(context, bundle);
      const findings = await examine(context);
      for (const finding of findings) {
        if (json === true) await printJson(context, finding);
        else await print(context, describeFinding(finding));
      }
      if (findings.some(({ check, ok }) => check === 'database' && !ok)) throw new CommandOutcome(exitStatus.storage);
    });
}

async function writeBundle(context: CliContext, file: string): Promise<void> {
  const { diagnostics } = (await context.app()).services;
  const { id, text } = await diagnostics.collect();
  if (file === '-') return print(context, text);
  await diagnostics.save(id, resolve(file));
  remark(context, `Diagnostics are in ${revealHidden(file)}. Read them before you send them to anybody.`);
}

function describeFinding({ check, ok, detail }: Finding): string {
  return `${ok ? 'ok   ' : 'FAULT'}  ${check.padEnd(9)} ${revealHidden(detail)}\n`;
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
    examineShells(),
    examineDisk(context.dataFolder, dataFolder),
  ];
}

async function examineDatabase(context: CliContext): Promise<Finding> {
  const { services } = await context.app();
  try {
    const found = await services.info.statistics({ check: true });
    const warning = await services.info.storageWarning();
    const counts = `${found.indicators} indicators, ${found.observations} records, ${found.cases} cases`;
    const size = `${toMebibytes(found.fileBytes)} MiB, write-ahead log ${toMebibytes(found.walBytes)} MiB`;
    const engine = `SQLite ${found.sqliteVersion}, schema ${found.schemaVersion}`;
    return {
      check: 'database',
      ok: found.check === 'ok',
      detail: [`${counts}; ${size}; ${engine}; check: ${found.check ?? 'not done'}`, warning]
        .filter((part) => part !== null)
        .join('. '),
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

/** Either shell will do; a machine without both still has the command line. */
function examineShells(): Finding {
  const browser = describeBrowser();
  const electron = hasElectron() ? 'Electron is there' : 'Electron is not downloaded';
  const detail = `${electron}; ${browser ?? 'a Chromium is there'}`;
  return { check: 'window', ok: hasElectron() || browser === null, detail };
}

/** The npm package notes in `path.txt` where its download put the program. */
function hasElectron(): boolean {
  const folder = new URL('../../../../../node_modules/electron/', import.meta.url);
  try {
    return existsSync(new URL(`dist/${readFileSync(new URL('path.txt', folder), 'utf8').trim()}`, folder));
  } catch {
    return false;
  }
}

/** @returns null when there is one, else what to do. */
function describeBrowser(): string | null {
  try {
    findBrowser(process.platform, process.env['PATH'] ?? '');
    return null;
  } catch (error) {
    return error instanceof AppError
      ? [error.message, error.suggestion ?? []].flat().join(' ')
      : 'no Chromium was found';
  }
}

/** The folder may not exist yet, or not be ours to make: then what counts is the disk it would be on. */
function examineDisk(folder: string, shown: string): Finding {
  try {
    const { bavail, bsize } = statfsSync(nearestFolder(folder));
    const freeBytes = bavail * bsize;
    const detail = `${toMebibytes(freeBytes)} MiB free for ${shown}`;
    return { check: 'disk', ok: freeBytes >= scarceDiskBytes, detail };
  } catch {
    return { check: 'disk', ok: false, detail: `it cannot be told how much is free for ${shown}` };
  }
}

function nearestFolder(folder: string): string {
  const parent = dirname(folder);
  return existsSync(folder) || parent === folder ? folder : nearestFolder(parent);
}

function toMebibytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}
