import { randomBytes } from 'node:crypto';
import type { Clock } from '#main/ports/ports.ts';
import type { DocumentFile } from '#main/services/ports/documents.ts';
import type {
  ImportedCase,
  ImportedFile,
  ImportedRow,
  ImportReader,
  ReadOptions,
} from '#main/services/ports/imports.ts';
import type { ImportPlace, ImportSignature, ImportWrites, RowPlan } from '#main/services/ports/store/imports.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { SettingsService } from '#main/services/settings-service.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type CaseNumber, connectionIdSchema } from '#shared/model/ids.ts';
import { type CaseChoice, type ChosenCase, chooseCase } from './choose-case.ts';
import { type CsvMappings, createCsvMappings } from './csv-mappings.ts';
import { batchesOf, type LogInput, logBatches, restOf } from './import-batches.ts';
import { sourceNameOf } from './source-name.ts';

/** A file that was read, and where it goes. */
export interface ImportRequest {
  /** Of the file. */
  readonly name: string;
  readonly file: ImportedFile;
  readonly choice: CaseChoice;
}

/** What an import comes to, or would. */
export interface ImportResult {
  /** Name of the connection that stands for the file. */
  readonly source: string;
  readonly case: ChosenCase;
  /** Number of the case that the rows are in; null: they are in none, or in one that is yet to be made. */
  readonly number: CaseNumber | null;
  /** Of each row of the file, in its order. */
  readonly plans: readonly RowPlan[];
  /** Notes, tasks and entries of the timeline that were added to the case; tasks that it could not hold. */
  readonly log: { readonly added: number; readonly leftOut: number };
}

/** Who watches an import, and may end it: what was stored until then stays, and importing again goes on. */
export interface ImportWatch {
  readonly signal?: AbortSignal | undefined;
  /** Rows done so far. */
  onProgress?(done: number, total: number): void;
}

/** Takes over what files of other systems say. */
export interface ImportService {
  readonly mappings: CsvMappings;
  /** @throws AppError `input.tooLarge`, `input.invalid`, `internal.cancelled`. */
  read(file: DocumentFile, options: ReadOptions): Promise<ImportedFile>;
  /** What importing it would come to; nothing is written. @throws AppError `state.notFound`: no such case. */
  preview(request: ImportRequest, watch?: ImportWatch): Promise<ImportResult>;
  /**
   * Imports it, transaction by transaction. Done twice it is done once; broken off, the next time finishes it.
   * @throws AppError `internal.cancelled` telling how many rows are in, `state.notFound`, `storage.*`.
   */
  run(request: ImportRequest, watch?: ImportWatch): Promise<ImportResult>;
}

export interface ImportServiceParts {
  readonly store: Store;
  readonly reader: ImportReader;
  readonly settings: SettingsService;
  readonly clock: Clock;
}

/** See {@link ImportService}. */
export function createImportService(parts: ImportServiceParts): ImportService {
  const { store, reader } = parts;
  const choose = async ({ file, choice }: ImportRequest): Promise<ChosenCase> =>
    chooseCase(file, choice, await store.read('cases.list', null));
  return {
    mappings: createCsvMappings(store),
    read: (file, options) => reader.readImport(file, options),
    async preview(request, watch = {}) {
      const chosen = await choose(request);
      const number = chosen.kind === 'here' ? chosen.found.number : null;
      const place = placeOf(request, chosen.kind === 'none' ? 'none' : (number ?? 'coming'));
      const plans: RowPlan[] = [];
      const { rows } = request.file;
      for (const batch of batchesOf(rows)) {
        refuseCancelled(watch, plans.length, rows.length);
        plans.push(...(await store.read('imports.plan', { place, rows: batch })));
        watch.onProgress?.(plans.length, rows.length);
      }
      return { source: place.source, case: chosen, number, plans, log: { added: 0, leftOut: 0 } };
    },
    async run(request, watch = {}) {
      const chosen = await choose(request);
      refuseCancelled(watch, 0, request.file.rows.length);
      const by = (await parts.settings.get()).analystName;
      const run: Run = { ...parts, request, chosen, by, atMs: parts.clock.nowMs() };
      const source = sourceNameOf(request.name);
      const id = connectionIdSchema.parse(`c-${randomBytes(8).toString('hex')}`);
      await store.write('imports.openSource', { id, source, atMs: run.atMs });
      const number = await openCase(run);
      const plans = await storeRows(run, placeOf(request, number ?? 'none'), watch);
      const log = number === null ? { added: 0, leftOut: 0 } : await storeLog(run, number);
      return { source, case: chosen, number, plans, log };
    },
  };
}

function placeOf({ name, file }: ImportRequest, where: ImportPlace['case']): ImportPlace {
  return { source: sourceNameOf(name), stream: file.format, case: where };
}

/** One import on its way. */
interface Run extends ImportServiceParts {
  readonly request: ImportRequest;
  readonly chosen: ChosenCase;
  readonly by: string;
  readonly atMs: number;
}

const signatureOf = ({ request, by, atMs }: Run): ImportSignature => ({ file: request.name, by, atMs });

/** @returns null where rows join no case. */
async function openCase(run: Run): Promise<CaseNumber | null> {
  const { store, settings, request, chosen, by, atMs } = run;
  if (chosen.kind === 'none') return null;
  if (chosen.kind === 'here') return chosen.found.number;
  const {
    notes: _notes,
    tasks: _tasks,
    files: _files,
    timeline: _timeline,
    number,
    ...found
  } = chosen.found ?? ownCase(chosen);
  const tlp = found.tlp ?? (await settings.get()).defaultTlp;
  // A case that comes from another Sightline has a history of its own; any other one begins here and now.
  const times = number === null ? { createdAtMs: atMs, updatedAtMs: atMs } : {};
  const opened = number === null ? `Case opened by ${by} from ${request.name}.` : null;
  return (await store.write('imports.openCase', { case: { ...found, ...times, tlp }, opened, ...signatureOf(run) }))
    .number;
}

function ownCase({ uuid, title }: { readonly uuid: string; readonly title: string }): ImportedCase {
  return {
    number: null,
    uuid,
    title: title.slice(0, 300),
    status: 'open',
    severity: 'none',
    tlp: null,
    pap: 'amber',
    assignee: null,
    summary: null,
    verdict: null,
    createdAtMs: 0,
    updatedAtMs: 0,
    closedAtMs: null,
    notes: [],
    tasks: [],
    files: [],
    timeline: [],
  };
}

/** Whether the timeline tells of the import: not where the case brings its own from another Sightline. */
function isTold({ chosen, request }: Run): boolean {
  const isTravelling = request.file.case !== null && request.file.case.number !== null;
  return !(isTravelling && (chosen.kind === 'coming' || (chosen.kind === 'here' && chosen.isOwn)));
}

async function storeRows(run: Run, place: ImportPlace, watch: ImportWatch): Promise<readonly RowPlan[]> {
  const { store, request } = run;
  const { rows } = request.file;
  const plans: RowPlan[] = [];
  let told: ImportWrites['imports.rows']['input']['told'] = isTold(run) ? { entryId: null, added: 0 } : null;
  for (const batch of batchesOf(rows)) {
    for (let rest: readonly ImportedRow[] = batch; rest.length > 0; ) {
      refuseCancelled(watch, plans.length, rows.length);
      const done = await store.write('imports.rows', { place, rows: rest, told, ...signatureOf(run) });
      if (told !== null) told = { entryId: done.entryId, added: done.added };
      plans.push(...done.plans);
      rest = rest.slice(done.plans.length);
      watch.onProgress?.(plans.length, rows.length);
    }
  }
  return plans;
}

async function storeLog(run: Run, number: CaseNumber): Promise<ImportResult['log']> {
  const { store, request, chosen } = run;
  const { case: found } = request.file;
  if (found === null) return { added: 0, leftOut: 0 };
  // What happened in another case did not happen in this one.
  const isOther = chosen.kind === 'here' && !chosen.isOwn;
  let [added, leftOut] = [0, 0];
  for (const batch of logBatches(isOther ? { ...found, timeline: [] } : found)) {
    for (let rest: LogInput | undefined = batch; rest !== undefined; ) {
      const done: ImportWrites['imports.log']['output'] = await store.write('imports.log', {
        number,
        ...rest,
        ...signatureOf(run),
      });
      added += done.added;
      leftOut += done.leftOut;
      rest = restOf(rest, done.taken);
    }
  }
  return { added, leftOut };
}

function refuseCancelled({ signal }: ImportWatch, done: number, total: number): void {
  if (signal?.aborted !== true) return;
  const count =
    done === 0 ? 'Nothing is imported.' : `${done.toLocaleString('en')} of ${total.toLocaleString('en')} are done.`;
  throw new AppError('internal.cancelled', `Stopped. ${count}`, {
    suggestion: 'Import the file again to go on: what is here already stays as it is.',
  });
}
