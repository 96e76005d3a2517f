import type { Clock } from '#main/ports/ports.ts';
import type { SyncProgress } from '#shared/contract/schemas.ts';
import type { CallObserver } from '../ports/vendor-session.ts';

/** Shortest time between two reports of one stream: a few a second is what an eye can follow. */
const reportEveryMs = 250;

/** Live state of one run: counts what calls cost and tells it on, not too often. */
export interface ProgressMeter {
  readonly observer: CallObserver;
  /** A page arrived. */
  update(page: { readonly pages: number; readonly received: number; readonly expected: number | null }): void;
  current(): SyncProgress;
  /** Nothing is reported any more. */
  stop(): void;
  readonly cost: { readonly requests: number; readonly waitedMs: number };
}

export interface MeterParts {
  readonly clock: Clock;
  readonly start: SyncProgress;
  readonly report: (progress: SyncProgress) => void;
}

/** A meter for one run. */
export function createProgressMeter({ clock, start, report }: MeterParts): ProgressMeter {
  let progress = start;
  let reportedMs = Number.NEGATIVE_INFINITY;
  let waitingSinceMs: number | null = null;
  const cost = { requests: 0, waitedMs: 0 };
  let later: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    clearTimeout(later);
    later = undefined;
  }

  function tell(isUrgent: boolean): void {
    const nowMs = clock.monotonicMs();
    if (isUrgent || nowMs - reportedMs >= reportEveryMs) {
      stop();
      reportedMs = nowMs;
      report(progress);
      return;
    }
    // The next page may take its time: what came too soon after the last report is told a little later, not dropped.
    later ??= setTimeout(() => {
      later = undefined;
      tell(true);
    }, reportEveryMs).unref();
  }

  return {
    observer: {
      requestSent() {
        cost.requests += 1;
      },
      waiting(untilMs) {
        const nowMs = clock.monotonicMs();
        if (waitingSinceMs !== null) cost.waitedMs += Math.round(nowMs - waitingSinceMs);
        waitingSinceMs = untilMs === null ? null : nowMs;
        progress = { ...progress, waitingUntilMs: untilMs === null ? null : Math.round(untilMs) };
        tell(true);
      },
    },
    update(page) {
      progress = { ...progress, ...page, waitingUntilMs: null };
      tell(false);
    },
    current: () => progress,
    stop,
    cost,
  };
}
