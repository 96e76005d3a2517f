import type { Clock } from '#main/ports/ports.ts';
import type { DocumentFile } from '#main/services/ports/documents.ts';
import type { ImportedFile } from '#main/services/ports/imports.ts';
import type { RowPlan } from '#main/services/ports/store/imports.ts';
import type { Uploads } from '#main/services/uploads.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { CsvMapping, ImportFormat, ImportStatus } from '#shared/model/import.ts';
import type { ImportOutcomeRow } from '#shared/public-json/import.ts';
import type { CaseChoice } from './choose-case.ts';
import type { ImportResult, ImportService } from './import-service.ts';
import { countStatuses, findRows, outcomeRow } from './outcome-rows.ts';

/** How far an import is; the last one says that it runs no longer, however it ended. */
export interface ImportProgress {
  readonly id: number;
  readonly done: number;
  readonly total: number;
  readonly isRunning: boolean;
}

/** What an import comes to, or came to, with how many rows of each status. */
export interface DeskResult extends Omit<ImportResult, 'plans'> {
  readonly counts: Readonly<Record<ImportStatus, number>>;
}

/** How a file that has arrived is read. */
export interface DeskRequest {
  readonly id: number;
  readonly format: ImportFormat | null;
  readonly mapping: CsvMapping | null;
}

/** Imports of a window: the file stays here while it is looked at, and its rows are handed out in pages. */
export interface ImportDesk {
  /** Reads a file that has arrived; again with another mapping. @throws AppError as `ImportService.read`. */
  read(request: DeskRequest): Promise<{ readonly name: string; readonly file: ImportedFile }>;
  /** @throws AppError `state.notFound`, and as `ImportService.preview`. */
  preview(id: number, choice: CaseChoice): Promise<DeskResult>;
  /** @throws AppError `state.notFound`, and as `ImportService.run`. */
  run(id: number, choice: CaseChoice): Promise<DeskResult>;
  /** A page of what the latest preview or run came to. @throws AppError `state.notFound`. */
  rows(
    id: number,
    window: { readonly statuses: readonly ImportStatus[]; readonly offset: number; readonly limit: number },
  ): readonly ImportOutcomeRow[];
  /** Ends what runs for a file; what was stored until then stays. */
  cancel(id: number): void;
  /** Forgets a file. */
  drop(id: number): void;
  /** Told a few times a second, and at the end. @returns a function that ends the subscription. */
  onProgress(listener: (progress: ImportProgress) => void): () => void;
}

/** Files that are kept; the oldest makes room. */
const keptFiles = 2;
/** Least time between two messages about one import. */
const progressIntervalMs = 150;

interface Opened {
  readonly upload: DocumentFile;
  readonly file: ImportedFile;
  plans: readonly RowPlan[];
}

/** Keeps the files of the window in memory. */
export function createImportDesk(parts: {
  readonly imports: ImportService;
  readonly uploads: Pick<Uploads, 'take'>;
  readonly clock: Clock;
}): ImportDesk {
  const { imports, uploads, clock } = parts;
  const opened = new Map<number, Opened>();
  const running = new Map<number, AbortController>();
  /** What is being read, until it is there or has failed. */
  const reading = new Map<number, Promise<unknown>>();
  const listeners = new Set<(progress: ImportProgress) => void>();
  const tell = (progress: ImportProgress): void => {
    for (const listener of listeners) listener(progress);
  };
  const find = (id: number): Opened => {
    const one = opened.get(id);
    if (one !== undefined) return one;
    throw new AppError('state.notFound', 'This file is no longer here.', { suggestion: 'Choose it again.' });
  };

  async function watched<Result>(id: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    running.get(id)?.abort();
    const stop = new AbortController();
    running.set(id, stop);
    try {
      return await work(stop.signal);
    } finally {
      if (running.get(id) === stop) running.delete(id);
    }
  }

  async function settle(id: number, choice: CaseChoice, how: 'preview' | 'run'): Promise<DeskResult> {
    // What is read by a new mapping is what this shall be about; ending it would leave nothing.
    await reading.get(id);
    const one = find(id);
    let toldMs = Number.NEGATIVE_INFINITY;
    const onProgress = (done: number, total: number): void => {
      if (clock.monotonicMs() - toldMs < progressIntervalMs) return;
      toldMs = clock.monotonicMs();
      tell({ id, done, total, isRunning: true });
    };
    try {
      const request = { name: one.upload.name, file: one.file, choice };
      const { plans, ...result } = await watched(id, (signal) => imports[how](request, { signal, onProgress }));
      one.plans = plans;
      return { ...result, counts: countStatuses(one.file, plans) };
    } finally {
      tell({ id, done: 0, total: 0, isRunning: false });
    }
  }

  async function readFile({ id, format, mapping }: DeskRequest): ReturnType<ImportDesk['read']> {
    const upload = opened.get(id)?.upload ?? uploads.take(id);
    const file = await watched(id, (signal) => imports.read(upload, { signal, format, mapping })).catch((error) => {
      // It can be read again, as another format or by another mapping.
      opened.set(id, { upload, file: nothingRead(upload.name), plans: [] });
      throw error;
    });
    opened.delete(id);
    opened.set(id, { upload, file, plans: [] });
    keepAtMost(opened, keptFiles);
    return { name: upload.name, file };
  }

  return {
    read(request) {
      const work = readFile(request);
      const ended = work.then(
        () => undefined,
        () => undefined,
      );
      reading.set(request.id, ended);
      void ended.then(() => reading.get(request.id) === ended && reading.delete(request.id));
      return work;
    },
    preview: (id, choice) => settle(id, choice, 'preview'),
    run: (id, choice) => settle(id, choice, 'run'),
    rows(id, { statuses, offset, limit }) {
      const { file, plans } = find(id);
      const rows: ImportOutcomeRow[] = [];
      let passed = 0;
      for (const at of findRows(file, plans, statuses)) {
        passed += 1;
        if (passed <= offset) continue;
        const row = outcomeRow(file, plans, at);
        if (row !== undefined) rows.push(row);
        if (rows.length === limit) break;
      }
      return rows;
    },
    cancel: (id) => running.get(id)?.abort(),
    drop(id) {
      running.get(id)?.abort();
      opened.delete(id);
    },
    onProgress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function nothingRead(title: string): ImportedFile {
  const nothing = { rows: [], passedOver: [], notes: [], columns: null };
  return { format: 'csv', author: null, title, case: null, caseUuid: '', ...nothing };
}

/** Maps keep the order of insertion: the first is the oldest. */
function keepAtMost(kept: Map<number, unknown>, most: number): void {
  for (const id of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(id);
  }
}
