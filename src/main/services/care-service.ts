import type { BackupFile, BackupFolder } from '#main/ports/backup-folder.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { StoreHealth } from '#shared/model/store-health.ts';
import type { BackupReport, DataCare, RepairReport, RestoreReport } from './ports/data-care.ts';
import type { Store } from './ports/store.ts';
import type { ScheduleService } from './schedule/schedule-service.ts';
import type { SyncService } from './sync/sync-service.ts';

/** Whether the stored data is sound; backups, their restoration, and the repair of a damaged database. */
export interface CareService {
  /** What is known to be wrong with the stored data; nothing is looked through for it. @throws AppError `storage.*`. */
  health(): Promise<StoreHealth>;
  /** A name for a backup made now, e.g. `sightline-2026-11-28.backup`. */
  suggestName(nowMs: number): string;
  /** @param path absolute, chosen by the user. @throws AppError `state.notFound`, `export.notWritable`, `storage.*`. */
  backUp(path: string, signal?: AbortSignal): Promise<BackupReport>;
  /** Those in the folder for exports, and where that is. */
  listBackups(): Promise<{ readonly folder: string; readonly files: readonly BackupFile[] }>;
  /** Restores one of {@link CareService.listBackups}. @throws AppError `state.notFound`, and as `restore`. */
  restoreListed(name: string): Promise<RestoreReport>;
  /** @throws AppError `state.conflict` while another process has the data folder open, `storage.*`, `internal.cancelled`: nothing has changed then. */
  restore(path: string, signal?: AbortSignal): Promise<RestoreReport>;
  /** @throws AppError as `restore`. */
  repair(signal?: AbortSignal): Promise<RepairReport>;
}

export interface CareServiceParts {
  readonly store: Pick<Store, 'health'> & {
    /** Waits for the writes that were asked for before. */
    settled(): Promise<void>;
    /** Closed while the file is exchanged; questions of that time wait. */
    closedDuring<Result>(work: () => Promise<Result>): Promise<Result>;
  };
  readonly sync: Pick<SyncService, 'stop'>;
  readonly schedule: Pick<ScheduleService, 'hold'>;
  readonly loadDataCare: () => Promise<DataCare>;
  readonly backups: BackupFolder;
}

/** Work on the database as a file. What exchanges it stops the syncs and closes our own store first. */
export function createCareService({ store, sync, schedule, loadDataCare, backups }: CareServiceParts): CareService {
  let isBusy = false;

  /** One at a time: each reads the whole file, and a window could ask for any number of them. */
  async function alone<Result>(work: (care: DataCare) => Promise<Result>): Promise<Result> {
    if (isBusy) throw new AppError('state.conflict', 'A backup, restoration or repair is under way already.');
    isBusy = true;
    try {
      return await work(await loadDataCare());
    } finally {
      isBusy = false;
    }
  }

  function withoutStore<Result>(work: (care: DataCare) => Promise<Result>): Promise<Result> {
    return alone(async (care) => {
      const release = schedule.hold();
      try {
        // What a sync still has to write belongs to what is replaced.
        await sync.stop();
        return await store.closedDuring(() => work(care));
      } finally {
        release();
      }
    });
  }
  const restore = (path: string, signal?: AbortSignal): Promise<RestoreReport> =>
    withoutStore((care) => care.restore(path, signal));
  return {
    health: () => store.health(),
    suggestName: (nowMs) => `sightline-${new Date(nowMs).toISOString().slice(0, 10)}.backup`,
    backUp: (path, signal) =>
      alone(async (care) => {
        // The copy is made beside the writer: what was saved a moment ago may still stand in its queue.
        await store.settled();
        return care.backUp(path, signal);
      }),
    restore,
    listBackups: async () => ({ folder: backups.path, files: await backups.list() }),
    restoreListed: async (name) => restore(await backups.find(name)),
    repair: (signal) => withoutStore((care) => care.repair(signal)),
  };
}
