import type { CaseLogPage, CaseNote, CaseTimelineEntry } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import type { StoredAuditEntry } from './ports/store/audit.ts';
import type { StoreReader } from './ports/store.ts';

/** All that was written in a case, oldest first. Each can be read more than once; in memory is one page of it. */
export interface CaseLog {
  notes(): AsyncIterable<CaseNote>;
  timeline(): AsyncIterable<CaseTimelineEntry>;
  /** The records pinned to notes, as they were frozen. */
  evidence(): AsyncIterable<PinnedRecord>;
  /** What the audit log tells of it. */
  account(): AsyncIterable<StoredAuditEntry>;
}

export interface PinnedRecord {
  readonly id: number;
  readonly raw: string;
}

/** Of what is no case. */
export const emptyLog: CaseLog = {
  async *notes() {},
  async *timeline() {},
  async *evidence() {},
  async *account() {},
};

/**
 * Without what names indicators whose marks nobody looks at: pinned records, entries about a single indicator, and the account
 * of each change. What analysts wrote themselves stays.
 */
export function withoutNames(log: CaseLog): CaseLog {
  return {
    ...log,
    async *notes() {
      for await (const note of log.notes()) yield { ...note, evidence: [] };
    },
    async *timeline() {
      for await (const entry of log.timeline()) yield { ...entry, text: namelessTexts[entry.kind] ?? entry.text };
    },
    evidence: emptyLog.evidence,
    account: emptyLog.account,
  };
}

/** What is said instead, by kind of entry. */
const namelessTexts: Readonly<Partial<Record<string, string>>> = {
  indicatorRemoved: 'An indicator was removed.',
  evidencePinned: 'A record was pinned to a note.',
};

/** Entries per question to the store. */
const pageSize = 200;

/** Of one moment only where `store` is a snapshot. */
export function readLog(store: StoreReader, number: CaseNumber): CaseLog {
  const window = { number, order: 'oldest', limit: pageSize } as const;
  const notes = (): AsyncIterable<CaseNote> => readPages((after) => store.read('cases.notes', { ...window, after }));
  return {
    notes,
    timeline: () => readPages((after) => store.read('cases.timeline', { ...window, after })),
    async *evidence() {
      for await (const { evidence } of notes()) {
        for (const { id } of evidence) {
          const raw = await store.read('cases.evidenceRaw', { number, id });
          if (raw !== null) yield { id, raw };
        }
      }
    },
    account: () => readPages((after) => store.read('audit.list', { ...window, after })),
  };
}

async function* readPages<Entry>(read: (after: number | null) => Promise<CaseLogPage<Entry>>): AsyncGenerator<Entry> {
  let after: number | null = null;
  do {
    const page: CaseLogPage<Entry> = await read(after);
    yield* page.entries;
    after = page.next;
  } while (after !== null);
}
