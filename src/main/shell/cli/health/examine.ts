import { AppError } from '#shared/errors/app-error.ts';
import type { CliContext } from '../context.ts';
import { examineConnections } from './connections.ts';
import { examineDisk } from './disk.ts';
import type { Finding } from './finding.ts';
import { describeLogsAside } from './logs-aside.ts';
import { toMebibytes } from './mebibytes.ts';
import { examineNetworkSettings } from './network.ts';
import { examineShells } from './shells.ts';
import { examineUpdates } from './updates.ts';

/**
 * Looks at everything the program stands on; finds no secret and no value.
 * @param options `offline`: no vendor is asked.
 * @throws what is our own mistake.
 */
export async function examine(
  context: CliContext,
  { offline }: { readonly offline: boolean },
): Promise<readonly Finding[]> {
  const { version, dataFolder } = (await context.app()).services.info;
  return [
    {
      check: 'versions',
      ok: true,
      detail: `Sightline ${version}, Node ${process.version}, ${process.platform} ${process.arch}`,
    },
    await examineDatabase(context),
    await examineAudit(context),
    await examineKeychain(context),
    examineShells(),
    examineDisk(context.dataFolder, dataFolder),
    ...(await examineNetworkSettings(context)),
    ...(await examineUpdates(context)),
    ...(offline ? [] : await examineConnections(context)),
  ];
}

async function examineDatabase(context: CliContext): Promise<Finding> {
  const { services } = await context.app();
  const aside = describeLogsAside(context.dataFolder);
  try {
    const found = await services.info.statistics({ check: true });
    const warning = await services.info.storageWarning();
    const counts = [
      countOf(found.indicators, 'indicator'),
      countOf(found.observations, 'record'),
      countOf(found.cases, 'case'),
    ].join(', ');
    const size = `${toMebibytes(found.fileBytes)} MiB, write-ahead log ${toMebibytes(found.walBytes)} MiB`;
    const engine = `SQLite ${found.sqliteVersion}, schema ${found.schemaVersion}`;
    const cutShort = describeLostFrames(found.framesLost);
    const isSound = found.check === 'ok';
    const advice = isSound ? '' : '. Keep a copy of the data folder, then restore a backup, or run: sightline repair';
    return {
      check: 'database',
      ok: isSound && cutShort === null,
      detail: [`${counts}; ${size}; ${engine}; check: ${found.check ?? 'not done'}${advice}`, cutShort, warning, aside]
        .filter((part) => part !== null)
        .join('. '),
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { check: 'database', ok: false, detail: [error.message, error.suggestion, aside].filter(Boolean).join(' ') };
  }
}

/** What is stored next overwrites the traces, so that only who opens the database before that can tell. */
function describeLostFrames(frames: number): string | null {
  if (frames === 0) return null;
  const lost = `The write-ahead log is spoilt before its end (${countOf(frames, 'page')} not read)`;
  return `${lost}: some of what was stored last may be missing. Look through the last of your work, and sync`;
}

async function examineAudit(context: CliContext): Promise<Finding> {
  const { services } = await context.app();
  try {
    const { entries, faults } = await services.audit.verify();
    const problems = faults.map(({ problem }) => problem).join(' ');
    const detail = faults.length === 0 ? `${entries} entries, none changed or missing` : problems;
    return { check: 'audit', ok: faults.length === 0, detail };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { check: 'audit', ok: false, detail: error.message };
  }
}

function countOf(value: number, singular: string): string {
  return `${value} ${singular}${value === 1 ? '' : 's'}`;
}

async function examineKeychain(context: CliContext): Promise<Finding> {
  const { services } = await context.app();
  const { usable, explanation } = await services.credentials.probe();
  return { check: 'keychain', ok: usable, detail: explanation };
}
