import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { readInput } from '#shared/errors/read-input.ts';
import {
  type Case,
  type CaseChange,
  type CaseFields,
  type CaseFile,
  type CaseIndicator,
  type CaseIndicatorRow,
  type CaseLogPage,
  type CaseNote,
  type CaseSummary,
  type CaseTimelineEntry,
  caseChangeSchema,
  caseFieldsSchema,
  closingSummarySchema,
  fileCommentSchema,
  noteTextSchema,
  taskTextSchema,
  timelineTextSchema,
} from '#shared/model/case.ts';
import { type CaseNumber, caseNumberSchema, type ObservationId } from '#shared/model/ids.ts';
import type { Verdict } from '#shared/model/vocabulary.ts';
import { type Added, type AdditionProgress, type AdditionWatch, createCaseAdditions } from './case-additions.ts';
import { type CaseLog, readLog } from './case-log.ts';
import type { DigestSource, DocumentScanner } from './ports/documents.ts';
import type { CaseLogWindow, CaseReads, CaseWindow } from './ports/store/cases.ts';
import type { NamedIndicator } from './ports/store/indicators.ts';
import type { Store, StoreReader } from './ports/store.ts';
import type { SearchService, Selection } from './search-service.ts';
import type { SettingsService } from './settings-service.ts';
import { type Signature, sign } from './signature.ts';

/** Fields of a new case; all but the title have a default. */
export type NewCase = { readonly title: string } & {
  readonly [Name in Exclude<keyof CaseFields, 'title'>]?: CaseFields[Name] | undefined;
};

export interface AddToCase {
  readonly selection: Selection;
  readonly comment: string | null;
  readonly role: string | null;
}

/** A file on its way into a case. */
export interface FileToAdd {
  /** Of which only what follows the last separator is kept. */
  readonly name: string;
  readonly source: DigestSource;
  readonly comment: string | null;
}

/** Cases. Every method with a number throws AppError `state.notFound` when there is no such case. */
export interface CaseService {
  list(): Promise<readonly CaseSummary[]>;
  get(number: CaseNumber): Promise<Case>;
  /** A page of its notes. */
  notes(window: CaseLogWindow): Promise<CaseLogPage<CaseNote>>;
  /** A page of what happened in it. */
  timeline(window: CaseLogWindow): Promise<CaseLogPage<CaseTimelineEntry>>;
  /** All that was written in it, oldest first, read in pages. */
  log(number: CaseNumber): CaseLog;
  /** A page of the table of its indicators. */
  indicators(window: CaseWindow): Promise<readonly CaseIndicatorRow[]>;
  /** One indicator with all that was frozen. Without a type, the first of that value. @throws AppError `state.notFound`. */
  indicator(
    number: CaseNumber,
    which: { readonly type: NamedIndicator['type'] | null; readonly value: string },
  ): Promise<CaseIndicator>;
  /** All indicators in the order in which they were added, read in pieces. */
  members(number: CaseNumber): AsyncIterable<CaseIndicator>;
  /** @throws AppError `input.invalid`. */
  create(fields: NewCase): Promise<CaseSummary>;
  /** @throws AppError `input.invalid`, `state.illegalTransition` (a closed case keeps its status). */
  update(number: CaseNumber, change: CaseChange): Promise<CaseSummary>;
  /**
   * Takes each indicator in with a frozen snapshot; what is in already stays as it was. One entry of the timeline, however
   * many transactions it takes. @throws AppError `internal.cancelled` when it was ended; errors tell how many are in.
   */
  addIndicators(number: CaseNumber, addition: AddToCase, watch?: AdditionWatch): Promise<Added>;
  /** Takes an addition back, named by what {@link CaseService.addIndicators} gave. @throws AppError `state.notFound`. */
  undoAddition(addition: number): Promise<{ readonly removed: number }>;
  /** Ends what is being added to a case: soon, and with what was added so far in it. */
  cancelAddition(number: CaseNumber): void;
  /** How far additions are. @returns a function that ends the subscription. */
  onAddition(listener: (progress: AdditionProgress) => void): () => void;
  removeIndicator(number: CaseNumber, indicator: NamedIndicator): Promise<void>;
  addNote(number: CaseNumber, text: string): Promise<{ readonly id: number }>;
  /** An own entry about a moment. @throws AppError `input.invalid`. */
  addTimelineEntry(number: CaseNumber, happenedAtMs: number, text: string): Promise<{ readonly id: number }>;
  /** Own entries only. @throws AppError `state.notFound`. */
  removeTimelineEntry(number: CaseNumber, id: number): Promise<void>;
  pinNote(number: CaseNumber, noteId: number, pinned: boolean): Promise<void>;
  /** Freezes a cached record beside a note. @throws AppError `state.notFound`, `state.conflict`, `input.tooLarge`. */
  pinRecord(number: CaseNumber, noteId: number, observationId: ObservationId): Promise<{ readonly id: number }>;
  unpinRecord(number: CaseNumber, id: number): Promise<void>;
  /** A pinned record as it was frozen, as JSON text. @throws AppError `state.notFound`. */
  evidenceRaw(number: CaseNumber, id: number): Promise<string>;
  /**
   * Takes a file in by its name, size and hashes, computed in a thread; its bytes are not kept.
   * @throws AppError `input.invalid` (cannot be read), `state.conflict` (is there already).
   */
  addFile(number: CaseNumber, file: FileToAdd, signal?: AbortSignal): Promise<CaseFile>;
  removeFile(number: CaseNumber, id: number): Promise<void>;
  addTask(number: CaseNumber, text: string): Promise<{ readonly id: number }>;
  setTaskDone(number: CaseNumber, taskId: number, done: boolean): Promise<void>;
  /** @throws AppError `input.invalid` (no summary), `state.illegalTransition` when it is closed already. */
  close(number: CaseNumber, verdict: Verdict, summary: string): Promise<CaseSummary>;
}

export interface CaseServiceParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly search: SearchService;
  readonly settings: SettingsService;
  readonly documents: Pick<DocumentScanner, 'digest'>;
}

/** Rows per question to the store; it answers with as many of them as fit into a message. */
const batchSize = 500;

const defaultFields: Omit<CaseFields, 'title'> = {
  severity: 'none',
  tlp: 'amber',
  pap: 'amber',
  assignee: null,
  summary: null,
};

/** Reads a case number as typed (`case-1`, `CASE-0001`). @throws AppError `input.invalid`. */
export function parseCaseNumber(text: string): CaseNumber {
  const digits = /^\s*case-0*(\d{1,9})\s*$/i.exec(text)?.[1];
  const parsed = caseNumberSchema.safeParse(`CASE-${(digits ?? '').padStart(4, '0')}`);
  if (digits !== undefined && parsed.success) return parsed.data;
  throw new AppError('input.invalid', 'A case number reads CASE-0001.');
}

/** Writes changes under the analyst's name and the present time. */
export function createCaseService({ store, clock, search, settings, documents }: CaseServiceParts): CaseService {
  const signature = (): Promise<Signature> => sign({ settings, clock });

  const additions = createCaseAdditions({ store, clock });

  return {
    list: () => store.read('cases.list', null),
    get: (number) => readCase(store, number),
    notes: (window) => readPage(store, 'cases.notes', window),
    timeline: (window) => readPage(store, 'cases.timeline', window),
    log: (number) => readLog(store, number),
    async indicators(window) {
      const rows = await store.read('cases.indicators', window);
      if (rows.length === 0) await readCase(store, window.number);
      return rows;
    },
    async indicator(number, which) {
      const found = await store.read('cases.indicator', { number, ...which });
      if (found !== null) return found;
      throw new AppError('state.notFound', `${number} does not hold this indicator.`);
    },
    members: (number) => readMembers(store, number),
    async create(given) {
      const fields = parseFields({ ...defaultFields, ...withoutUndefined(given) });
      return store.write('cases.create', { fields, ...(await signature()) });
    },
    async update(number, change) {
      const fields = parseChange(change);
      return store.write('cases.update', { number, fields, ...(await signature()) });
    },
    async addIndicators(number, { selection, comment, role }, watch = {}) {
      const find = async () => {
        const ids = [...new Set(await search.resolve(selection))];
        // Without anything to add the store would not be asked whether the case exists.
        if (ids.length === 0) await readCase(store, number);
        return ids;
      };
      const said = { comment: unlessBlank(comment), role: unlessBlank(role) };
      return additions.run({ number, ...said, ...(await signature()) }, find, watch);
    },
    undoAddition: async (addition) => additions.undo(addition, await signature()),
    cancelAddition: (number) => additions.cancel(number),
    onAddition: (listener) => additions.onProgress(listener),
    async removeIndicator(number, indicator) {
      await store.write('cases.removeIndicator', { number, indicator, ...(await signature()) });
    },
    async addNote(number, text) {
      const note = readInput(noteTextSchema, text, 'The note');
      return store.write('cases.addNote', { number, text: note, ...(await signature()) });
    },
    async addTimelineEntry(number, happenedAtMs, text) {
      const entry = readInput(timelineTextSchema, text, 'The entry');
      return store.write('cases.addTimelineEntry', { number, happenedAtMs, text: entry, ...(await signature()) });
    },
    async removeTimelineEntry(number, id) {
      await store.write('cases.removeTimelineEntry', { number, id, ...(await signature()) });
    },
    async pinNote(number, noteId, pinned) {
      await store.write('cases.pinNote', { number, noteId, pinned, ...(await signature()) });
    },
    pinRecord: async (number, noteId, observationId) =>
      store.write('cases.pinRecord', { number, noteId, observationId, ...(await signature()) }),
    async unpinRecord(number, id) {
      await store.write('cases.unpinRecord', { number, id, ...(await signature()) });
    },
    async evidenceRaw(number, id) {
      const text = await store.read('cases.evidenceRaw', { number, id });
      if (text !== null) return text;
      throw new AppError('state.notFound', `${number} has no text of evidence ${id}.`, {
        suggestion: 'Evidence of an imported case is known by its hash only: its text stayed where it was pinned.',
      });
    },
    async addFile(number, { name, source, comment }, signal) {
      // Before a large file is read for nothing.
      await readCase(store, number);
      const said = comment === null ? null : unlessBlank(readInput(fileCommentSchema, comment, 'The comment'));
      const file = { ...(await documents.digest(source, signal)), name: lastPart(name), comment: said };
      const signed = await signature();
      const { id } = await store.write('cases.addFile', { number, file, ...signed });
      return { id, ...file, by: signed.by, addedAtMs: signed.atMs };
    },
    async removeFile(number, id) {
      await store.write('cases.removeFile', { number, id, ...(await signature()) });
    },
    async addTask(number, text) {
      const task = readInput(taskTextSchema, text, 'The task');
      return store.write('cases.addTask', { number, text: task, ...(await signature()) });
    },
    async setTaskDone(number, taskId, done) {
      await store.write('cases.setTaskDone', { number, taskId, done, ...(await signature()) });
    },
    async close(number, verdict, text) {
      const summary = readInput(closingSummarySchema, text, 'The summary');
      return store.write('cases.close', { number, verdict, summary, ...(await signature()) });
    },
  };
}

/** Nothing said is not an empty text: exports and imports know no difference. */
function unlessBlank(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}

/** @throws AppError `state.notFound`. */
export async function readCase(store: StoreReader, number: CaseNumber): Promise<Case> {
  const found = await store.read('cases.get', { number });
  if (found !== null) return found;
  throw new AppError('state.notFound', `There is no case ${number}.`);
}

/** Where a file lies on somebody's disk is nobody's business. */
function lastPart(name: string): string {
  return (name.split(/[\\/]/).at(-1) ?? '').slice(0, fileNameLimit) || 'unnamed';
}

/** Characters of a file's name that are kept. */
const fileNameLimit = 255;

/** A page without an entry may be one of no case at all. */
async function readPage<Name extends 'cases.notes' | 'cases.timeline'>(
  store: StoreReader,
  name: Name,
  window: CaseLogWindow,
): Promise<CaseReads[Name]['output']> {
  const page = await store.read(name, window);
  if (page.entries.length === 0) await readCase(store, window.number);
  return page;
}

/** Places first: the list stays the one of this moment, though indicators may be added meanwhile. */
async function* readMembers(store: StoreReader, number: CaseNumber): AsyncGenerator<CaseIndicator> {
  const ids = await store.read('cases.memberIds', { number, order: 'added' });
  for (let done = 0; done < ids.length; ) {
    const { members, taken } = await store.read('cases.members', { ids: ids.slice(done, done + batchSize) });
    yield* members;
    done += taken;
  }
}

function parseFields(fields: unknown): CaseFields {
  return readInput(caseFieldsSchema, fields, 'The case');
}

function parseChange(change: CaseChange): CaseChange {
  return readInput(caseChangeSchema, withoutUndefined(change), 'The case');
}

function withoutUndefined(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
