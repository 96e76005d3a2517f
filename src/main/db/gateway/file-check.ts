import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { leaseFolder } from '../leases/lease-folder.ts';
import { clearMarks, findStaleMarks } from '../leases/run-marks.ts';
import type { HealthRecord } from './health-record.ts';
import type { ReaderPort } from './ports.ts';

/** Opening must be quick: the check waits until the first questions are answered, and short commands never get there. */
const defaultDelayMs = 5_000;
const intervalMs = 7 * 24 * 60 * 60 * 1_000;

/**
 * Has the database checked in the background: after an unclean end, after damage was found, and once a week. What it finds is
 * told and kept, as are the marks of the unclean end, until a check was good.
 *
 * @returns a function that calls it off.
 */
export function scheduleFileCheck(parts: {
  readonly reader: ReaderPort;
  readonly dataFolder: string;
  readonly logger: Logger;
  readonly health: HealthRecord;
  readonly delayMs?: number;
}): () => void {
  const stale = findStaleMarks(parts.dataFolder);
  const isDamaged = parts.health.read().some(({ kind }) => kind === 'damaged');
  if (stale.length === 0 && !isDamaged && isRecent(parts.dataFolder)) return () => {};
  if (stale.length > 0) parts.logger.write('warn', 'store.uncleanEnd', { processes: stale.length });
  const timer = setTimeout(() => {
    checkFile(parts, stale).catch((error: unknown) => parts.logger.fail('store.notChecked', error));
  }, parts.delayMs ?? defaultDelayMs).unref();
  return () => clearTimeout(timer);
}

async function checkFile(
  { reader, dataFolder, health }: Parameters<typeof scheduleFileCheck>[0],
  stale: readonly string[],
): Promise<void> {
  const found = await findDamage(reader);
  if (found === undefined) return;
  if (found !== 'ok') {
    health.report({ kind: 'damaged', detail: found });
    return;
  }
  health.clear(['damaged']);
  clearMarks(stale);
  mkdirSync(leaseFolder(dataFolder), { recursive: true, mode: 0o700 });
  writeFileSync(stampFile(dataFolder), '', { mode: 0o600 });
}

/** `ok`, or what is wrong; undefined where the check was put off. */
async function findDamage(reader: ReaderPort): Promise<string | undefined> {
  try {
    const reply = await reader.read({ name: 'store.statistics', input: { check: true }, nowMs: 0, unlessDue: false });
    return reply.kind === 'due' ? undefined : (reply.output.check ?? undefined);
  } catch (error) {
    // Some damage keeps the check itself from coming to an end.
    if (error instanceof AppError && error.code === 'storage.corrupt') return error.message;
    throw error;
  }
}

function isRecent(dataFolder: string): boolean {
  const checked = statSync(stampFile(dataFolder), { throwIfNoEntry: false });
  return checked !== undefined && Date.now() - checked.mtimeMs < intervalMs;
}

function stampFile(dataFolder: string): string {
  return join(leaseFolder(dataFolder), 'last-check');
}
