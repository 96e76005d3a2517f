import type { CaseEvidence } from '#shared/model/case.ts';
import type { CaseNumber, ObservationId } from '#shared/model/ids.ts';
import { noteEvidenceLimit } from '#shared/model/limits.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { typeCodes } from '../codes.ts';
import type { ReadConnection, WriteConnection } from '../connection.ts';
import { StoreFault } from '../fault.ts';
import { readRaw } from '../ingest/raw-blocks.ts';
import { caseIdOf, requireCaseId } from './case-rows.ts';
import { record } from './case-timeline.ts';
import type { ReadTable, WriteTable } from './operation.ts';

/** Characters of a record that can be pinned: it travels in one piece. */
const rawLimit = 900_000;

/** What is kept of a record beside its text; the rest of {@link CaseEvidence} are columns. */
type Origin = Omit<CaseEvidence, 'id' | 'by' | 'pinnedAtMs'>;

export const evidenceReads: ReadTable<'cases.evidenceRaw'> = {
  'cases.evidenceRaw': ({ db }, { number, id }) =>
    db.value<string>(
      "SELECT nullif(e.raw, '') FROM case_evidence e JOIN case_note n ON n.id = e.note_id WHERE e.id = ? AND n.case_id = ?",
      id,
      caseIdOf(number),
    ) ?? null,
};

/** What is pinned: notes to the top of their case, records to notes. */
export const evidenceWrites: WriteTable<'cases.pinNote' | 'cases.pinRecord' | 'cases.unpinRecord'> = {
  'cases.pinNote': (context, { number, noteId, pinned, by, atMs }) => {
    const caseId = requireNote(context.db, number, noteId);
    const set = 'UPDATE case_note SET pinned = ? WHERE id = ? AND pinned <> ?';
    if (context.db.run(set, pinned ? 1 : 0, noteId, pinned ? 1 : 0) === 0) return null;
    const text = `Note ${noteId} ${pinned ? 'pinned' : 'unpinned'} by ${by}.`;
    record(context, caseId, { atMs, kind: pinned ? 'notePinned' : 'noteUnpinned', text });
    return null;
  },
  'cases.pinRecord': (context, { number, noteId, observationId, by, atMs }) => {
    const { db } = context;
    const caseId = requireNote(db, number, noteId);
    const { origin, raw } = readRecord(db, observationId);
    refuseTwice(db, noteId, origin);
    const id = db.insert(
      'INSERT INTO case_evidence(note_id, pinned_at_ms, by, origin, raw) VALUES (?, ?, ?, ?, ?)',
      noteId,
      atMs,
      by,
      JSON.stringify(origin),
      raw,
    );
    const text = `${origin.connection} on ${origin.type} ${origin.value} pinned to note ${noteId} by ${by}.`;
    record(context, caseId, { atMs, kind: 'evidencePinned', text });
    return { id };
  },
  'cases.unpinRecord': (context, { number, id, by, atMs }) => {
    const caseId = requireCaseId(context.db, number);
    const removed = context.db.run(
      'DELETE FROM case_evidence WHERE id = ? AND note_id IN (SELECT id FROM case_note WHERE case_id = ?)',
      id,
      caseId,
    );
    if (removed === 0) throw new StoreFault('state.notFound', `${number} has no evidence ${id}.`);
    record(context, caseId, { atMs, kind: 'evidenceUnpinned', text: `Evidence ${id} taken off by ${by}.` });
    return null;
  },
};

/** What is pinned to each of some notes, in the order of pinning. */
export function readEvidence(db: ReadConnection, noteIds: readonly number[]): ReadonlyMap<number, CaseEvidence[]> {
  const rows = db.all<EvidenceRow>(
    `SELECT id, note_id, pinned_at_ms, by, origin FROM case_evidence
     WHERE note_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    JSON.stringify(noteIds),
  );
  const grouped = Map.groupBy(rows, (row) => row.note_id);
  return new Map([...grouped].map(([noteId, own]) => [noteId, own.map(rowToEvidence)]));
}

interface EvidenceRow {
  readonly id: number;
  readonly note_id: number;
  readonly pinned_at_ms: number;
  readonly by: string;
  readonly origin: string;
}

function rowToEvidence({ id, pinned_at_ms, by, origin }: EvidenceRow): CaseEvidence {
  // Written by this store from the same type.
  return { id, ...(JSON.parse(origin) as Origin), by, pinnedAtMs: pinned_at_ms };
}

/** @returns the row id of the note's case. */
function requireNote(db: ReadConnection, number: CaseNumber, noteId: number): number {
  const caseId = requireCaseId(db, number);
  const isThere = db.value('SELECT 1 FROM case_note WHERE id = ? AND case_id = ?', noteId, caseId) !== undefined;
  if (!isThere) throw new StoreFault('state.notFound', `${number} has no note ${noteId}.`);
  return caseId;
}

interface RecordRow {
  readonly type: number;
  readonly value: string;
  readonly connection: string;
  readonly vendor: string;
  readonly stream: string;
  readonly vendor_key: string;
  readonly vendor_score: string | null;
  readonly fetched_at_ms: number;
  readonly raw_sha256: Buffer;
  readonly raw_ref: number;
}

function readRecord(db: ReadConnection, id: ObservationId): { readonly origin: Origin; readonly raw: string } {
  const row = db.get<RecordRow>(
    `SELECT i.type, i.value, c.name AS connection, c.vendor, s.stream, o.vendor_key, o.vendor_score, o.fetched_at_ms,
       o.raw_sha256, o.raw_ref
     FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN stream_position s ON s.id = o.stream_id
       JOIN connection c ON c.id = s.connection_id
     WHERE o.id = ?`,
    id,
  );
  if (row === undefined) throw new StoreFault('state.notFound', 'The cache no longer holds this record.');
  const raw = readRaw(db, row.raw_ref);
  if (raw.length > rawLimit) {
    throw new StoreFault('input.tooLarge', 'This record is too long to be pinned.', {
      suggestion: 'Copy the part that matters into the note.',
    });
  }
  const origin: Origin = {
    type: typeCodes.toWord(row.type) satisfies IndicatorType,
    value: row.value,
    connection: row.connection,
    vendor: row.vendor,
    stream: row.stream,
    vendorKey: row.vendor_key,
    vendorScore: row.vendor_score,
    fetchedAtMs: row.fetched_at_ms,
    rawSha256: row.raw_sha256.toString('hex'),
  };
  return { origin, raw };
}

/** The same text of the same record adds nothing; a later state of it does. */
function refuseTwice(db: WriteConnection, noteId: number, { rawSha256, connection, vendorKey }: Origin): void {
  const pinned = readEvidence(db, [noteId]).get(noteId) ?? [];
  const isSame = (one: CaseEvidence): boolean =>
    one.rawSha256 === rawSha256 && one.connection === connection && one.vendorKey === vendorKey;
  if (pinned.some(isSame)) throw new StoreFault('state.conflict', 'This record is pinned to the note already.');
  if (pinned.length < noteEvidenceLimit) return;
  throw new StoreFault('input.tooLarge', `A note holds ${noteEvidenceLimit} records at most.`, {
    suggestion: 'Write another note for the rest.',
  });
}
