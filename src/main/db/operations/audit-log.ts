import type { AuditWindow, StoredAuditEntry } from '#main/services/ports/store/audit.ts';
import type { AuditFault } from '#shared/model/audit.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { auditFaultLimit } from '#shared/model/limits.ts';
import { noHash, seal } from '../audit/seal.ts';
import type { ReadConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import type { ReadTable } from './operation.ts';

const pageLimit = 200;
/** Characters of entries in one answer, after which no further one is begun. */
const answerLength = 500_000;
/** Characters of entries that are checked in one go: some 50 ms. */
const checkLength = 8_000_000;

type EntryRow = readonly [id: number, entry: string, hash: Buffer];

/** The audit log, and whether it holds together. */
export const auditReads: ReadTable<'audit.list' | 'audit.place' | 'audit.check'> = {
  'audit.list': ({ db }, window) => {
    if (window.limit > pageLimit) throw new StoreFault('input.tooLarge', `At most ${pageLimit} entries at once.`);
    const entries: StoredAuditEntry[] = [];
    let length = 0;
    for (const row of listRows(db, window)) {
      // This one is for the next page.
      if (entries.length === window.limit || length > answerLength)
        return { entries, next: entries.at(-1)?.id ?? null };
      length += row[1].length;
      entries.push(rowToEntry(row));
    }
    return { entries, next: null };
  },
  'audit.place': ({ db }, { id }) => {
    const hash = db.value<Buffer>('SELECT hash FROM audit_entry WHERE id = ?', id);
    return hash === undefined ? null : { id, hash: hash.toString('hex') };
  },
  'audit.check': ({ db }, { after }) => {
    const faults: AuditFault[] = [];
    let [entries, length] = [0, 0];
    let last: Place | null = after === null ? null : { id: after.id, hash: Buffer.from(after.hash, 'hex') };
    let isOver = true;
    // Before the entries: what another process adds meanwhile is not missing.
    const highest = readHighest(db);
    for (const row of db.rows<EntryRow>(
      'SELECT id, entry, hash FROM audit_entry WHERE id > ? ORDER BY id',
      last?.id ?? 0,
    )) {
      if (length > checkLength) {
        isOver = false;
        break;
      }
      faults.push(...checkEntry(row, last));
      const [id, entry, hash] = row;
      // Going on from the hash as it stands, so that one change is one fault.
      last = { id, hash };
      length += entry.length;
      entries += 1;
    }
    if (isOver) faults.push(...checkEnd(highest, last?.id ?? 0));
    return {
      entries,
      last: last === null ? null : { id: last.id, hash: last.hash.toString('hex') },
      faults: faults.slice(0, auditFaultLimit),
      isOver,
    };
  },
};

function listRows(db: ReadConnection, { number, order, after, limit }: AuditWindow): IterableIterator<EntryRow> {
  const [beyond, direction] = order === 'newest' ? ['<', 'DESC'] : ['>', 'ASC'];
  const start = after ?? (order === 'newest' ? Number.MAX_SAFE_INTEGER : 0);
  const ofCase = number === null ? '' : 'AND case_number = ?';
  return db.rows<EntryRow>(
    `SELECT id, entry, hash FROM audit_entry WHERE id ${beyond} ? ${ofCase} ORDER BY id ${direction} LIMIT ?`,
    start,
    ...(number === null ? [] : [number]),
    limit + 1,
  );
}

/** Written by this store, and checked by `audit.check` only: what cannot be read any more is shown as it stands. */
function rowToEntry([id, sealed, hash]: EntryRow): StoredAuditEntry {
  const told = readEntry(sealed);
  return {
    id,
    atMs: Date.parse(told?.at ?? '') || 0,
    by: told?.by ?? '',
    action: told?.action ?? 'unreadable',
    case: told?.case ?? null,
    text: told?.text ?? 'This entry cannot be read any more.',
    hash: hash.toString('hex'),
    sealed,
  };
}

interface ToldEntry {
  readonly id: number;
  readonly at: string;
  readonly by: string;
  readonly action: string;
  readonly case: CaseNumber | null;
  readonly text: string;
}

function readEntry(sealed: string): ToldEntry | undefined {
  try {
    return JSON.parse(sealed) as ToldEntry;
  } catch {
    return undefined;
  }
}

interface Place {
  readonly id: number;
  readonly hash: Buffer;
}

function* checkEntry([id, entry, hash]: EntryRow, last: Place | null): Generator<AuditFault> {
  const due = (last?.id ?? 0) + 1;
  if (id !== due) {
    const which = id - due === 1 ? `Entry ${due} is` : `Entries ${due} to ${id - 1} are`;
    yield { kind: 'missing', id: due, problem: `${which} missing.` };
    // What stood before it is gone, so its own hash proves nothing.
    return;
  }
  if (seal(last?.hash ?? noHash, entry).equals(hash) && readEntry(entry)?.id === id) return;
  yield { kind: 'changed', id, problem: `Entry ${id} is not what was written, or its hash was changed.` };
}

/** The table remembers the highest number that it ever gave. */
function readHighest(db: ReadConnection): number {
  return db.value<number>(`SELECT seq FROM sqlite_sequence WHERE name = 'audit_entry'`) ?? 0;
}

function checkEnd(highest: number, last: number): readonly AuditFault[] {
  if (highest <= last) return [];
  return [{ kind: 'missing', id: last + 1, problem: `The end of the log is missing, from entry ${last + 1} on.` }];
}
