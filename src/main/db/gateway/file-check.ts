import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { leaseFolder } from '../leases/lease-folder.ts';
import { clearMarks, findStaleMarks } from '../leases/run-marks.ts';
import type { ReaderPort } from './ports.ts';

/** Opening must be quick: the check waits until the first questions are answered, and short commands never get there. */
const defaultDelayMs = 5_000;
const intervalMs = 7 * 24 * 60 * 60 * 1_000;

/**
 * Has the database checked in the background: after an unclean end, and once a week. What it finds goes to the log; the
 * marks of the unclean end stay until a check was good.
 *
 * @returns a function that calls it off.
 */
export function scheduleFileCheck(parts: {
  readonly reader: ReaderPort;
  readonly dataFolder: string;
  readonly logger: Logger;
  readonly delayMs?: number;
}): () => void {
  const stale = findStaleMarks(parts.dataFolder);
  if (stale.length === 0 && isRecent(parts.dataFolder)) return () => {};
  if (stale.length > 0) parts.logger.write('warn', 'store.uncleanEnd', { processes: stale.length });
  const timer = setTimeout(() => {
    checkFile(parts, stale).catch((error: unknown) => parts.logger.fail('store.notChecked', error));
  }, parts.delayMs ?? defaultDelayMs).unref();
  return () => clearTimeout(timer);
}

async function checkFile(
  { reader, dataFolder, logger }: Parameters<typeof scheduleFileCheck>[0],
  stale: readonly string[],
): Promise<void> {
  const reply = await reader.read({ name: 'store.statistics', input: { check: true }, nowMs: 0, unlessDue: false });
  if (reply.kind === 'due') return;
  if (reply.output.check !== 'ok') {
    logger.fail('store.damaged', new AppError('storage.corrupt', 'The database file is damaged.'), {
      findings: reply.output.check,
    });
    return;
  }
  clearMarks(stale);
  mkdirSync(leaseFolder(dataFolder), { recursive: true, mode: 0o700 });
  writeFileSync(stampFile(dataFolder), '', { mode: 0o600 });
}

function isRecent(dataFolder: string): boolean {
  const checked = statSync(stampFile(dataFolder), { throwIfNoEntry: false });
  return checked !== undefined && Date.now() - checked.mtimeMs < intervalMs;
}

function stampFile(dataFolder: string): string {
  return join(leaseFolder(dataFolder), 'last-check');
}
