import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { leaseFolder } from '../leases/lease-folder.ts';
import { clearMarks, findStaleMarks } from '../leases/run-marks.ts';
import { forgetFindings, type HealthRecord } from './health-record.ts';
import type { ReaderPort } from './ports.ts';

/** Opening must be quick: the check waits until the first questions are answered, and short commands never get there. */
const defaultDelayMs = 5_000;
const intervalMs = 24 * 60 * 60 * 1_000;

/** The check of one open store. */
export interface FileCheck {
  /** A question met damage: what else there is has to be known. Once is enough, however many do. */
  metDamage(): void;
  cancel(): void;
}

/**
 * Has the database checked in the background: after an unclean end, after damage was found, and once a day. What it finds is
 * told and kept, as are the marks of the unclean end, until a check was good.
 */
export function scheduleFileCheck(parts: {
  readonly reader: ReaderPort;
  readonly dataFolder: string;
  readonly logger: Logger;
  readonly health: HealthRecord;
  readonly delayMs?: number;
}): FileCheck {
  const stale = findStaleMarks(parts.dataFolder);
  const isDamaged = parts.health.read().some(({ kind }) => kind === 'damaged');
  if (stale.length > 0) parts.logger.write('warn', 'store.uncleanEnd', { processes: stale.length });
  let timer: NodeJS.Timeout | undefined;
  let isMet = false;
  const soonMs = parts.delayMs ?? defaultDelayMs;
  const schedule = (delayMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // A window may be open for weeks.
      schedule(intervalMs);
      checkFile(parts, stale).catch((error: unknown) => parts.logger.fail('store.notChecked', error));
    }, delayMs).unref();
  };
  schedule(stale.length > 0 || isDamaged ? soonMs : Math.max(soonMs, dueInMs(parts.dataFolder)));
  return {
    metDamage() {
      if (!isMet) schedule(soonMs);
      isMet = true;
    },
    cancel: () => clearTimeout(timer),
  };
}

async function checkFile(
  { reader, dataFolder, health }: Parameters<typeof scheduleFileCheck>[0],
  stale: readonly string[],
): Promise<void> {
  const found = await findDamage(reader);
  if (found === undefined) return;
  health.noteCheck(found);
  if (found !== 'ok') return;
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

/**
 * The database was repaired, restored or found sound by somebody who has it to himself: nothing that was found of it is so any more,
 * and the next start checks it.
 */
export function checkAnew(dataFolder: string): void {
  try {
    forgetFindings(dataFolder);
    rmSync(stampFile(dataFolder), { force: true });
  } catch {
    // What was done to the database is done; the next start checks a file that is called damaged, and clears that.
  }
}

/** How long the last good check is still good for. A clock that was wrong meanwhile must not put the next one off for long. */
function dueInMs(dataFolder: string): number {
  const checked = statSync(stampFile(dataFolder), { throwIfNoEntry: false });
  if (checked === undefined) return 0;
  return Math.min(intervalMs, checked.mtimeMs + intervalMs - Date.now());
}

function stampFile(dataFolder: string): string {
  return join(leaseFolder(dataFolder), 'last-check');
}
