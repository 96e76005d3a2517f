import { hash } from 'node:crypto';
import type { ImportedRow } from '#main/services/ports/imports.ts';
import type { ImportPlace, RowPlan } from '#main/services/ports/store/imports.ts';
import type { FieldChange, ImportPart } from '#shared/model/import.ts';
import type { ObservationFields } from '#shared/model/indicator.ts';
import { foldName } from '#shared/text/fold-name.ts';
import { stateCodes, verdictCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { hashVendorKey } from '../ingest/hash52.ts';
import { caseIdOf } from './case-rows.ts';
import { findByName } from './detail.ts';
import { type ObservationFieldsRow, rowToFields, termIdsOf } from './observations.ts';
import { readTerms } from './terms.ts';

/** Where rows are looked for; undefined: it is not there yet. */
export interface PlanFrame {
  readonly streamId: number | undefined;
  readonly case: 'none' | 'coming' | { readonly id: number };
}

/** What is known before the first row is looked at. */
export function frameOf(db: ReadConnection, place: ImportPlace): PlanFrame {
  const streamId = db.value<number>(
    `SELECT s.id FROM stream_position s JOIN connection c ON c.id = s.connection_id
     WHERE c.name_key = ? AND c.vendor = 'import' AND c.removed_at_ms IS NULL AND s.stream = ?`,
    foldName(place.source),
    place.stream,
  );
  const { case: where } = place;
  if (where === 'none' || where === 'coming') return { streamId, case: where === 'none' ? 'none' : 'coming' };
  return { streamId, case: { id: caseIdOf(where) } };
}

/**
 * What a row comes to in this cache as it stands. Both the dry run and the real one ask this, so they agree.
 */
export function planRow(db: ReadConnection, frame: PlanFrame, row: ImportedRow): RowPlan {
  const id = findByName(db, row.draft);
  const known =
    id === undefined
      ? undefined
      : db.get<{ derived: number; triaged_at_ms: number | null; triage_state: number; verdict: number }>(
          'SELECT derived, triaged_at_ms, triage_state, verdict FROM indicator WHERE id = ?',
          id,
        );
  const record = planRecord(db, frame, row);
  const isUndecided = known === undefined || known.triaged_at_ms === null;
  const parts: ImportPart[] = [];
  if (record.isNews) parts.push('record');
  if (joins(db, frame, id)) parts.push('case');
  if (row.triage !== null && isUndecided) parts.push('verdict');
  const isNew = known === undefined || known.derived === 1;
  return {
    status: isNew ? 'new' : parts.length > 0 ? 'changed' : 'same',
    parts,
    fields: record.fields,
    keepsDecision: row.triage !== null && !isUndecided && differs(known, row.triage),
  };
}

function differs(
  known: { readonly triage_state: number; readonly verdict: number },
  { state, verdict }: NonNullable<ImportedRow['triage']>,
): boolean {
  return stateCodes.toWord(known.triage_state) !== state || verdictCodes.toWord(known.verdict) !== verdict;
}

function joins(db: ReadConnection, frame: PlanFrame, id: number | undefined): boolean {
  if (frame.case === 'none') return false;
  if (frame.case === 'coming' || id === undefined) return true;
  const member = db.value('SELECT 1 FROM case_indicator WHERE case_id = ? AND indicator_id = ?', frame.case.id, id);
  return member === undefined;
}

interface KnownRecord extends ObservationFieldsRow {
  readonly same: number;
  readonly gone_at_ms: number | null;
}

function planRecord(
  db: ReadConnection,
  { streamId }: PlanFrame,
  { draft }: ImportedRow,
): { readonly isNews: boolean; readonly fields: readonly FieldChange[] } {
  if (streamId === undefined) return { isNews: true, fields: [] };
  const known = db.get<KnownRecord>(
    `SELECT *, coalesce(fingerprint_sha256, raw_sha256) = ? AS same FROM observation
     WHERE key_hash = ? AND stream_id = ? AND vendor_key = ?`,
    hash('sha256', draft.fingerprint ?? draft.raw, 'buffer'),
    hashVendorKey(streamId, draft.vendorKey),
    streamId,
    draft.vendorKey,
  );
  if (known === undefined) return { isNews: true, fields: [] };
  const isGone = known.gone_at_ms !== null;
  if (known.same === 1 && isGone === draft.gone) return { isNews: false, fields: [] };
  const before = rowToFields(known, readTerms(db, termIdsOf(known)));
  const gone: FieldChange[] =
    isGone === draft.gone ? [] : [{ name: 'withdrawn', before: String(isGone), after: String(draft.gone) }];
  return { isNews: true, fields: [...compareFields(before, draft), ...gone] };
}

function compareFields(before: ObservationFields, after: ObservationFields): readonly FieldChange[] {
  return Object.keys(before).flatMap((name) => {
    // The fields of both, and nothing else, are what a row is read into.
    const [one, other] = [before[name as keyof ObservationFields], after[name as keyof ObservationFields]].map(spell);
    return one === undefined || other === undefined || one === other ? [] : [{ name, before: one, after: other }];
  });
}

const shownLength = 200;

/** For people; the order of a list says nothing. */
function spell(value: ObservationFields[keyof ObservationFields]): string {
  const text = Array.isArray(value)
    ? value
        .map((one) => (typeof one === 'string' ? one : `${one.name} (${one.intent})`))
        .sort()
        .join('; ')
    : String(value ?? '');
  return text.length > shownLength ? `${text.slice(0, shownLength).toWellFormed()}…` : text;
}
