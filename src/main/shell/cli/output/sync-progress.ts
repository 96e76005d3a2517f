import type { SyncEvent } from '#main/services/sync/events.ts';
import type { SyncProgress } from '#shared/contract/schemas.ts';
import type { SyncRun } from '#shared/model/connection.ts';
import { referenceOfReason, tracedReason } from '#shared/model/run-reference.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { type CliContext, remark } from '../context.ts';
import { furtherAdvice } from './further-advice.ts';
import { writeJson } from './json-text.ts';
import { createStatusLine } from './status-line.ts';

/** Tells what a sync does while it does it. */
export interface SyncReporter {
  tell(event: SyncEvent): void;
  /** The last words, once every stream has ended. */
  close(runs: readonly SyncRun[]): void;
}

/** NDJSON on stdout: one object per report, remarks of the vendors on stderr. */
export function createJsonReporter(context: CliContext): SyncReporter {
  const write = (line: unknown): void => void context.stdout.write(`${writeJson(line)}\n`);
  return {
    tell(event) {
      if (event.kind === 'progress') {
        const { connection, stream, pages, received, expected } = event.progress;
        write({ event: 'progress', connection, stream, pages, received, expected });
      } else if (event.kind === 'finished') {
        write(describeRun(event.run));
      } else remark(context, notice(event));
    },
    close: () => undefined,
  };
}

/** Lines for people on stderr: one per finished stream, and at a terminal a last line that shows what is under way. */
export function createTextReporter(context: CliContext, labels: readonly string[]): SyncReporter {
  const width = Math.max(0, ...labels.map((label) => label.length));
  const line = createStatusLine(context);
  const active = new Map<string, SyncProgress>();
  const reasons = new Map<string, string>();
  const reasonOf = (run: SyncRun): string => {
    const { connection, error } = run;
    const reason = error?.message ?? '';
    // What stops a whole connection ends all of its streams with the same words.
    if (reasons.get(connection) === reason) return reason === '' ? '' : 'for the same reason';
    reasons.set(connection, reason);
    return error === null ? reason : `${adviseFurther(error)} (${traceOfReason(run)})`;
  };
  return {
    tell(event) {
      if (event.kind === 'progress') {
        active.set(labelOf(event.progress), event.progress);
      } else if (event.kind === 'finished') {
        active.delete(labelOf(event.run));
        line.remark(`${labelOf(event.run).padEnd(width)}  ${sentence(event.run, reasonOf(event.run))}`);
      } else line.remark(notice(event));
      line.show([...active.values()].map((one) => describeProgress(one, context.clock.nowMs())).join('   '));
    },
    close(runs) {
      line.show('');
      line.remark(summary(runs));
    },
  };
}

function adviseFurther({ code, message }: NonNullable<SyncRun['error']>): string {
  const further = furtherAdvice.get(code);
  return further === undefined ? message : `${message} ${further}`;
}

/** Code, and where the log has more. */
function traceOfReason(run: SyncRun): string {
  const reference = referenceOfReason(run);
  return `${run.error?.code ?? ''}${reference === null ? '' : `, in the log as ${reference}`}`;
}

/** `connection/stream`, as people see it. */
export function labelOf({ connection, stream }: { readonly connection: string; readonly stream: string }): string {
  return revealHidden(`${connection}/${stream}`);
}

function describeProgress(progress: SyncProgress, nowMs: number): string {
  const { received, expected, waitingUntilMs } = progress;
  const waitMs = (waitingUntilMs ?? nowMs) - nowMs;
  const wait = waitMs > 0 ? `, waiting ${Math.ceil(waitMs / 1_000)} s for the vendor` : '';
  return `${labelOf(progress)} ${amount(received, expected)}${wait}`;
}

function amount(received: number, expected: number | null): string {
  return `${received}${expected === null ? '' : ` of ${expected}`}`;
}

function describeRun(run: SyncRun) {
  const { connection, stream, status, expected, received, stored, unchanged, rejected, requests } = run;
  const counts = { expected, received, stored, unchanged, rejected, requests };
  return { event: 'finished', connection, stream, status, ...counts, error: tracedReason(run) };
}

function sentence(run: SyncRun, reason: string): string {
  const rejected = run.rejected === 0 ? '' : `, ${run.rejected} rejected`;
  const counts = `${amount(run.received, run.expected)} received, ${run.stored} stored, ${run.unchanged} unchanged${rejected}`;
  const hasNothing = run.received === 0 && run.status !== 'complete' && reason !== '';
  const said = [hasNothing ? '' : counts, reason].filter((part) => part !== '').join(': ');
  return revealHidden(`${run.status.padEnd(10)}  ${said}`);
}

function notice(event: Extract<SyncEvent, { kind: 'notice' }>): string {
  return revealHidden(`${event.connection}: ${event.text}`);
}

/** `3 streams complete, 1 failed.` */
function summary(runs: readonly SyncRun[]): string {
  const parts = (['complete', 'incomplete', 'failed', 'cancelled'] as const)
    .map((status) => ({ status, count: runs.filter((run) => run.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(
      ({ status, count }, index) => `${count}${index === 0 ? (count === 1 ? ' stream' : ' streams') : ''} ${status}`,
    );
  return parts.length === 0 ? 'Nothing to sync.' : `${parts.join(', ')}.`;
}
