import type { Clock, Logger, Paths } from '#main/ports/ports.ts';
import type { DataCare, RepairReport, RestoreReport } from '#main/services/ports/data-care.ts';
import type { BackupOutcome } from './care/backup.ts';
import { checkAnew } from './gateway/file-check.ts';
import { HealthRecord } from './gateway/health-record.ts';
import { flagFor } from './gateway/stop-flag.ts';
import { Thread } from './gateway/thread.ts';

/** Where the database lies, and the entry of the thread that works on it. */
export interface DataCareParts {
  readonly paths: Pick<Paths, 'dataFolder' | 'databaseFile' | 'writerEntry'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly logger: Logger;
}

/** Backups, restoration and repair, each in a thread of its own: the calling one opens no database. */
export function openDataCare({ paths, clock, logger }: DataCareParts): DataCare {
  const call = async (method: string, ...args: readonly unknown[]): Promise<unknown> => {
    const { dataFolder, databaseFile } = paths;
    const thread = new Thread({
      entry: paths.writerEntry,
      name: 'data-care',
      data: { databaseFile, dataFolder },
      youngHeapMb: 16,
      isExpendable: false,
    });
    try {
      return await thread.call(method, args);
    } finally {
      await thread.stop();
    }
  };
  return {
    // The thread's own words (see writer-thread.ts).
    backUp: async (target, signal) => {
      const { report, spoiltLog } = (await call('backUp', target, signal && flagFor(signal))) as BackupOutcome;
      const health = new HealthRecord({ dataFolder: paths.dataFolder, clock, logger });
      if (spoiltLog !== undefined) health.noteSpoiltLog({ ...spoiltLog });
      return report;
    },
    restore: async (source, signal) => {
      const report = (await call('restore', source, clock.nowMs(), signal && flagFor(signal))) as RestoreReport;
      checkAnew(paths.dataFolder);
      return report;
    },
    repair: async (signal) => {
      const report = (await call('repair', clock.nowMs(), signal && flagFor(signal))) as RepairReport;
      checkAnew(paths.dataFolder);
      return report;
    },
  };
}
