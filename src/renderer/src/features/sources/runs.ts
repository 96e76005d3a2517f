import type { SyncRun } from '#shared/model/connection.ts';
import { referenceOfReason } from '#shared/model/run-reference.ts';
import type { Trace } from '../../components/error-text.ts';
import { countOf, formatCount } from '../../text/words.ts';

/** The newest run of each stream. */
export function latestRuns(runs: readonly SyncRun[]): ReadonlyMap<string, SyncRun> {
  const latest = new Map<string, SyncRun>();
  for (const run of runs) {
    const known = latest.get(run.stream);
    if (known === undefined || run.startedAtMs > known.startedAtMs) latest.set(run.stream, run);
  }
  return latest;
}

/**
 * Why a run is not complete, in words; undefined when it is. What the vendor announced and what arrived is said in
 * numbers, so nobody has to take our word for it.
 */
export function explainRun(run: SyncRun): string | undefined {
  if (run.status === 'complete' || run.status === 'running') return undefined;
  const reasons: string[] = [];
  if (run.error !== null) reasons.push(run.error.message);
  if (run.expected !== null && run.received < run.expected) {
    reasons.push(`${formatCount(run.received)} of ${formatCount(run.expected)} records arrived.`);
  }
  if (run.rejected > 0) reasons.push(`${countOf(run.rejected, 'record')} could not be read.`);
  if (reasons.length === 0 && run.status === 'cancelled')
    reasons.push('Stopped before the end; the next sync goes on from there.');
  return reasons.length === 0 ? undefined : reasons.join(' ');
}

/** Code and reference of what `explainRun` says; undefined where there is no error. */
export function traceOfRun(run: SyncRun): Trace | undefined {
  if (run.error === null || explainRun(run) === undefined) return undefined;
  return { code: run.error.code, reference: referenceOfReason(run) ?? undefined };
}

/** `1 min 20 s`, `340 ms`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${durationMs} ms`;
  const seconds = Math.round(durationMs / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
