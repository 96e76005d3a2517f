import { AppError } from '#shared/errors/app-error.ts';
import type { AuditFault, AuditVerdict } from '#shared/model/audit.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { auditFaultLimit } from '#shared/model/limits.ts';
import { readCase } from './case-service.ts';
import type { AuditWindow, SealedPlace, StoredAuditEntry } from './ports/store/audit.ts';
import type { StoreReader } from './ports/store.ts';

/** The log of who did what: read and checked, never written by itself. */
export interface AuditService {
  /** A page of it. @throws AppError `state.notFound` for an unknown case. */
  list(window: AuditWindow): Promise<AuditPage>;
  /** All of it, or all about one case, oldest first, read in pages. @throws AppError as `list`. */
  entries(number: CaseNumber | null): AsyncIterable<StoredAuditEntry>;
  /**
   * Goes through the whole log.
   * @param noted a place as it was once noted outside of the database: whether it still is what it was.
   */
  verify(noted?: SealedPlace): Promise<AuditVerdict>;
}

/** A page of the log; `next` continues it, null when this is the last one. */
export interface AuditPage {
  readonly entries: readonly StoredAuditEntry[];
  readonly next: number | null;
}

const pageSize = 200;

/** Reads the log in pages: a check of a million entries holds none of them. */
export function createAuditService({ store }: { readonly store: StoreReader }): AuditService {
  const list = async (window: AuditWindow): Promise<AuditPage> => {
    const page = await store.read('audit.list', window);
    if (page.entries.length === 0 && window.number !== null) await readCase(store, window.number);
    return page;
  };

  return {
    list,
    async *entries(number) {
      let after: number | null = null;
      do {
        const page: AuditPage = await list({ number, order: 'oldest', after, limit: pageSize });
        yield* page.entries;
        after = page.next;
      } while (after !== null);
    },
    async verify(noted) {
      const faults: AuditFault[] = noted === undefined ? [] : await compareNoted(store, noted);
      let entries = 0;
      let last: SealedPlace | null = null;
      for (let isOver = false; !isOver; ) {
        const part = await readPart(store, last);
        entries += part.entries;
        last = part.last;
        faults.push(...part.faults);
        isOver = part.isOver;
      }
      return { entries, last, faults: faults.slice(0, auditFaultLimit) };
    },
  };
}

function readPart(store: StoreReader, after: SealedPlace | null) {
  return store.read('audit.check', { after });
}

async function compareNoted(store: StoreReader, noted: SealedPlace): Promise<AuditFault[]> {
  const place = await store.read('audit.place', { id: noted.id });
  if (place?.hash === noted.hash) return [];
  const problem =
    place === null
      ? `Entry ${noted.id} was noted, and is not there.`
      : `Entry ${noted.id} has another hash than was noted: the log was written anew.`;
  return [{ kind: 'notAsNoted', id: noted.id, problem }];
}

/** Reads a place as it was noted: `412:` and the hash in hex. @throws AppError `input.invalid`. */
export function parseNoted(text: string): SealedPlace {
  const [, id, hash] = /^\s*([1-9]\d{0,14}):([0-9a-f]{64})\s*$/i.exec(text) ?? [];
  if (id !== undefined && hash !== undefined) return { id: Number(id), hash: hash.toLowerCase() };
  throw new AppError('input.invalid', 'A noted place reads NUMBER:HASH, as audit verify prints it.');
}
