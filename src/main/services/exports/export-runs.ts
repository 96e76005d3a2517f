import type { ExportProgress } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ExportWatch } from './watch.ts';

/** Least time between two messages about one export. */
const tellEveryMs = 200;

/** The exports that the window has asked for: what is told of them, and how they are stopped. */
export interface ExportRuns {
  /** Runs one: `body` gets the watch to write under. @throws whatever `body` throws. */
  run<Result>(total: number, body: (watch: ExportWatch) => Promise<Result>): Promise<Result>;
  /** Stops all that run; what was there before stays as it was. */
  cancel(): void;
  /** @returns a function that ends the subscription. */
  onProgress(listener: (progress: ExportProgress) => void): () => void;
}

/** Keeps the exports of this process. */
export function createExportRuns(clock: { monotonicMs(): number }): ExportRuns {
  const running = new Set<AbortController>();
  const listeners = new Set<(progress: ExportProgress) => void>();
  return {
    async run(total, body) {
      const controller = new AbortController();
      running.add(controller);
      let toldAtMs = Number.NEGATIVE_INFINITY;
      const tell = (done: number, stage: ExportProgress['stage']): void => {
        const nowMs = clock.monotonicMs();
        if (stage === 'reading' && nowMs - toldAtMs < tellEveryMs) return;
        toldAtMs = nowMs;
        for (const listener of listeners) listener({ done, total, stage });
      };
      try {
        return await body({ signal: controller.signal, onProgress: tell });
      } finally {
        running.delete(controller);
        tell(total, 'over');
      }
    },
    cancel() {
      for (const controller of running)
        controller.abort(new AppError('export.cancelled', 'Stopped: nothing was written.'));
    },
    onProgress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
