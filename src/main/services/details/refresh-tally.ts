import type { Clock } from '#main/ports/ports.ts';
import type { AppError } from '#shared/errors/app-error.ts';
import type { RefreshFailure, RefreshOutcome, RefreshProgress } from '#shared/model/vendor-detail.ts';

/** Most failures that are told one by one. */
const failureLimit = 100;
/** Least time between two messages about one refresh. */
const progressIntervalMs = 200;

/** Counts what a refresh comes to, and tells how far it is a few times a second. */
export interface RefreshTally {
  answered(answer: { readonly isUnknown: boolean; readonly changed: number }): void;
  failed(failure: Omit<RefreshFailure, 'code' | 'message'>, error: AppError): void;
  stopped(connection: string, error: AppError): void;
  /** One more indicator is through at one connection. */
  step(): void;
  /** A vendor makes us wait until then; null: no more. */
  waiting(untilMs: number | null): void;
  end(): void;
  readonly outcome: RefreshOutcome;
}

/** A tally that expects `total` steps. */
export function createRefreshTally(
  clock: Clock,
  { total, tell }: { readonly total: number; readonly tell: (progress: RefreshProgress) => void },
): RefreshTally {
  const counts = { asked: 0, answered: 0, unknown: 0, changed: 0, failed: 0 };
  const failures: RefreshFailure[] = [];
  const stopped: RefreshOutcome['stopped'] = [];
  let [done, waitingUntilMs, toldMs] = [0, null as number | null, Number.NEGATIVE_INFINITY];
  const report = (isUrgent: boolean, isRunning = true): void => {
    const nowMs = clock.monotonicMs();
    if (!isUrgent && nowMs - toldMs < progressIntervalMs) return;
    toldMs = nowMs;
    tell({ done, total, waitingUntilMs, isRunning });
  };
  report(true);

  return {
    answered({ isUnknown, changed }) {
      counts.asked += 1;
      counts.answered += 1;
      counts.unknown += isUnknown ? 1 : 0;
      counts.changed += changed;
    },
    failed(failure, error) {
      counts.asked += 1;
      counts.failed += 1;
      if (failures.length < failureLimit) failures.push({ ...failure, code: error.code, message: explain(error) });
    },
    stopped(connection, error) {
      stopped.push({ connection, code: error.code, message: explain(error) });
    },
    step() {
      done += 1;
      report(false);
    },
    waiting(untilMs) {
      waitingUntilMs = untilMs;
      report(true);
    },
    end() {
      waitingUntilMs = null;
      report(true, false);
    },
    get outcome() {
      return { ...counts, failures: [...failures], stopped: [...stopped] };
    },
  };
}

function explain({ message, suggestion }: AppError): string {
  return suggestion === undefined ? message : `${message} ${suggestion}`;
}
