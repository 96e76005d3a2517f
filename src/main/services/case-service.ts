import type { Clock } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type Case, type CaseFields, type CaseSummary, caseFieldsSchema } from '#shared/model/case.ts';
import { type CaseNumber, caseNumberSchema } from '#shared/model/ids.ts';
import type { Verdict } from '#shared/model/vocabulary.ts';
import type { NamedIndicator, Store } from './ports/store.ts';
import type { SearchService, Selection } from './search-service.ts';
import type { SettingsService } from './settings-service.ts';

/** Fields of a new case; all but the title have a default. */
export type NewCase = { readonly title: string } & {
  readonly [Name in Exclude<keyof CaseFields, 'title'>]?: CaseFields[Name] | undefined;
};

/** An absent part stays as it is. */
export type CaseChange = { readonly [Name in keyof CaseFields]?: CaseFields[Name] | undefined };

export interface AddToCase {
  readonly selection: Selection;
  readonly comment: string | null;
  readonly role: string | null;
}

/** Cases. Every method with a number throws AppError `state.notFound` when there is no such case. */
export interface CaseService {
  list(): Promise<readonly CaseSummary[]>;
  get(number: CaseNumber): Promise<Case>;
  /** @throws AppError `input.invalid`. */
  create(fields: NewCase): Promise<CaseSummary>;
  update(number: CaseNumber, change: CaseChange): Promise<CaseSummary>;
  /** Takes each indicator in with a frozen snapshot; what is in already stays as it was. */
  addIndicators(
    number: CaseNumber,
    addition: AddToCase,
  ): Promise<{ readonly added: number; readonly alreadyThere: number }>;
  removeIndicator(number: CaseNumber, indicator: NamedIndicator): Promise<void>;
  addNote(number: CaseNumber, text: string): Promise<void>;
  addTask(number: CaseNumber, text: string): Promise<{ readonly id: number }>;
  setTaskDone(number: CaseNumber, taskId: number, done: boolean): Promise<void>;
  /** @throws AppError `state.illegalTransition` when it is closed already. */
  close(number: CaseNumber, verdict: Verdict, summary: string): Promise<CaseSummary>;
}

export interface CaseServiceParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly search: SearchService;
  readonly settings: SettingsService;
}

/** Indicators per transaction: each takes a snapshot of its records along. */
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
export function createCaseService({ store, clock, search, settings }: CaseServiceParts): CaseService {
  const signature = async (): Promise<{ readonly by: string; readonly atMs: number }> => ({
    by: (await settings.get()).analystName,
    atMs: clock.nowMs(),
  });

  async function get(number: CaseNumber): Promise<Case> {
    const found = await store.read('cases.get', { number });
    if (found !== null) return found;
    throw new AppError('state.notFound', `There is no case ${number}.`);
  }

  return {
    list: () => store.read('cases.list', null),
    get,
    async create(given) {
      const fields = parseFields({ ...defaultFields, ...withoutUndefined(given) });
      return store.write('cases.create', { fields, ...(await signature()) });
    },
    async update(number, change) {
      const fields = parseChange(change);
      return store.write('cases.update', { number, fields, ...(await signature()) });
    },
    async addIndicators(number, { selection, comment, role }) {
      const ids = await search.resolve(selection);
      // Without a batch the store would not be asked whether the case exists.
      if (ids.length === 0) await get(number);
      const sign = await signature();
      const sum = { added: 0, alreadyThere: 0 };
      for (let start = 0; start < ids.length; start += batchSize) {
        const batch = ids.slice(start, start + batchSize);
        const result = await store.write('cases.addIndicators', { number, ids: batch, comment, role, ...sign });
        sum.added += result.added;
        sum.alreadyThere += result.alreadyThere;
      }
      return sum;
    },
    async removeIndicator(number, indicator) {
      await store.write('cases.removeIndicator', { number, indicator, ...(await signature()) });
    },
    async addNote(number, text) {
      await store.write('cases.addNote', { number, text, ...(await signature()) });
    },
    addTask: async (number, text) => store.write('cases.addTask', { number, text, ...(await signature()) }),
    async setTaskDone(number, taskId, done) {
      await store.write('cases.setTaskDone', { number, taskId, done, ...(await signature()) });
    },
    close: async (number, verdict, summary) =>
      store.write('cases.close', { number, verdict, summary, ...(await signature()) }),
  };
}

function parseFields(fields: unknown): CaseFields {
  const parsed = caseFieldsSchema.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw invalidField(parsed.error.issues[0]);
}

function parseChange(change: CaseChange): Partial<CaseFields> {
  const parsed = caseFieldsSchema.partial().safeParse(withoutUndefined(change));
  if (!parsed.success) throw invalidField(parsed.error.issues[0]);
  // Absent keys were left out before parsing, so none of the values is undefined.
  return parsed.data as Partial<CaseFields>;
}

function invalidField(
  issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined,
): AppError {
  return new AppError('input.invalid', `${String(issue?.path[0] ?? 'case')}: ${issue?.message ?? 'not valid'}.`);
}

function withoutUndefined(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
