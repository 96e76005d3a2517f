import type { SyncRun } from './connection.ts';

/** Finds a run's entries in the log, which name it so. @param id of the run, from 1. */
export function referenceOfRun(id: number): string {
  return `run-${id}`;
}

/** What finds the reason of a run in the log; null where nothing is wrong with it, or the log has no entry. */
export function referenceOfReason({ id, error }: Pick<SyncRun, 'id' | 'error'>): string | null {
  if (error === null) return null;
  return id > 0 ? referenceOfRun(id) : (error.reference ?? null);
}

/** A run's reason as it is printed for programs: code, message, reference. */
export function tracedReason(run: Pick<SyncRun, 'id' | 'error'>) {
  if (run.error === null) return null;
  const { code, message } = run.error;
  return { code, message, reference: referenceOfReason(run) };
}
