import { hash } from 'node:crypto';
import type { ObservationDraft } from '#main/vendors/vendor.ts';
import type { ChangeSet } from '../changes.ts';
import type { WriteConnection } from '../connection.ts';
import { type ObservationFieldsRow, rowToFields, termIdsOf } from '../operations/observations.ts';
import { readTerms } from '../operations/terms.ts';
import { hashVendorKey } from './hash52.ts';
import type { IndicatorWriter } from './indicator-writer.ts';
import { differsInSubstance, encodeFields, fieldColumns, fieldValues } from './observation-columns.ts';
import type { RawBlockWriter } from './raw-blocks.ts';
import type { TermWriter } from './term-writer.ts';
import { applyVendorTriage } from './vendor-triage.ts';

/** What applying drafts works with, for one transaction. */
export interface ApplyContext {
  readonly db: WriteConnection;
  readonly changes: ChangeSet;
  readonly indicators: IndicatorWriter;
  readonly terms: TermWriter;
  readonly raws: RawBlockWriter;
}

/** Where a draft comes from. */
export interface DraftOrigin {
  readonly streamId: number;
  readonly vendor: string;
  readonly fetchedAtMs: number;
}

/** What became of a draft. */
export interface Applied {
  readonly observationId: number;
  readonly outcome: 'stored' | 'unchanged';
}

interface KnownRow {
  readonly id: number;
  readonly indicator_id: number;
  readonly same: number;
  readonly gone: number;
}

interface KeptRow extends ObservationFieldsRow {
  readonly raw_ref: number;
  readonly fetched_at_ms: number;
}

const findKnown = `
  SELECT id, indicator_id, coalesce(fingerprint_sha256, raw_sha256) = ? AS same, gone_at_ms IS NOT NULL AS gone
  FROM observation WHERE key_hash = ? AND stream_id = ? AND vendor_key = ?`;

const insertObservation = `
  INSERT INTO observation(key_hash, stream_id, vendor_key, indicator_id, raw_sha256, fingerprint_sha256, raw_ref,
    gone_at_ms, fetched_at_ms, ${fieldColumns.join(', ')})
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ${fieldColumns.map(() => '?').join(', ')})`;

const updateObservation = `
  UPDATE observation SET indicator_id = ?, raw_sha256 = ?, fingerprint_sha256 = ?, raw_ref = ?, gone_at_ms = ?, fetched_at_ms = ?,
    versions = versions + ?, ${fieldColumns.map((column) => `${column} = ?`).join(', ')}
  WHERE id = ?`;

/**
 * Stores one vendor record. One that is as it was costs a look-up and a comparison of hashes, no write.
 * Applying the same draft again changes nothing.
 */
export function applyDraft(context: ApplyContext, draft: ObservationDraft, origin: DraftOrigin): Applied {
  const keyHash = hashVendorKey(origin.streamId, draft.vendorKey);
  const told = sha256Of(draft.fingerprint ?? draft.raw);
  const known = context.db.get<KnownRow>(findKnown, told, keyHash, origin.streamId, draft.vendorKey);
  if (known !== undefined && known.same === 1 && (known.gone === 1) === draft.gone) {
    return { observationId: known.id, outcome: 'unchanged' };
  }
  const incoming: Incoming = {
    draft,
    origin,
    hashes:
      draft.fingerprint === undefined
        ? { raw: told, fingerprint: null }
        : { raw: sha256Of(draft.raw), fingerprint: told },
    keyHash,
    rawRef: context.raws.add(origin.streamId, draft.raw),
    goneAtMs: draft.gone ? origin.fetchedAtMs : null,
    fields: encodeFields(draft, context.terms),
  };
  const stored = known === undefined ? add(context, incoming) : replace(context, incoming, known);
  applyNeighbours(context, incoming, stored.indicatorId);
  return { observationId: stored.observationId, outcome: 'stored' };
}

/** By way of a string: a buffer of `hash` has memory of its own, which takes as long again as the hash. */
function sha256Of(text: string): Buffer {
  return Buffer.from(hash('sha256', text, 'binary'), 'latin1');
}

/** A draft on its way into the tables. */
interface Incoming {
  readonly draft: ObservationDraft;
  readonly origin: DraftOrigin;
  readonly hashes: { readonly raw: Buffer; readonly fingerprint: Buffer | null };
  readonly keyHash: number;
  readonly rawRef: number;
  readonly goneAtMs: number | null;
  readonly fields: ObservationFieldsRow;
}

interface Placed {
  readonly observationId: number;
  readonly indicatorId: number;
}

function add(context: ApplyContext, incoming: Incoming): Placed {
  const indicatorId = place(context, incoming);
  const observationId = context.db.insert(
    insertObservation,
    incoming.keyHash,
    incoming.origin.streamId,
    incoming.draft.vendorKey,
    indicatorId,
    incoming.hashes.raw,
    incoming.hashes.fingerprint,
    incoming.rawRef,
    incoming.goneAtMs,
    incoming.origin.fetchedAtMs,
    ...fieldValues(incoming.fields),
  );
  return { observationId, indicatorId };
}

/** The indicator of a draft: a new one is rolled up from this very record, a known one again from all of its own. */
function place(context: ApplyContext, { draft, origin, goneAtMs, fields }: Incoming): number {
  const { indicators } = context;
  const { id, isNew } = indicators.place(draft, {
    ...fields,
    stream_id: origin.streamId,
    gone_at_ms: goneAtMs,
    fetched_at_ms: origin.fetchedAtMs,
  });
  if (isNew) return id;
  if (draft.received !== null) {
    context.db.run('UPDATE indicator SET received = ? WHERE id = ? AND received IS NULL', draft.received, id);
  }
  indicators.markDirty(id);
  return id;
}

function replace(context: ApplyContext, incoming: Incoming, known: KnownRow): Placed {
  const { draft, origin } = incoming;
  const before = context.db.get<KeptRow>('SELECT * FROM observation WHERE id = ?', known.id);
  const isVersion = before !== undefined && differsInSubstance(before, incoming.fields);
  if (isVersion) keepVersion(context, before, { observationId: known.id, nowMs: origin.fetchedAtMs });
  const found = context.indicators.find(draft.type, draft.value);
  const indicatorId = found ?? context.indicators.insert(draft, []);
  context.db.run(
    updateObservation,
    indicatorId,
    incoming.hashes.raw,
    incoming.hashes.fingerprint,
    incoming.rawRef,
    incoming.goneAtMs,
    origin.fetchedAtMs,
    isVersion ? 1 : 0,
    ...fieldValues(incoming.fields),
    known.id,
  );
  context.indicators.markDirty(indicatorId);
  context.indicators.markDirty(known.indicator_id);
  return { observationId: known.id, indicatorId };
}

/** What a record says beside its own indicator. */
function applyNeighbours(context: ApplyContext, { draft, origin }: Incoming, indicatorId: number): void {
  for (const alias of draft.aliases) context.indicators.addAlias(alias, indicatorId);
  for (const derived of draft.derived) {
    context.indicators.relate(indicatorId, { ...derived, received: null }, origin.streamId);
  }
  if (draft.triage === null) return;
  const { vendor, fetchedAtMs } = origin;
  applyVendorTriage(context.db, context.changes, { indicatorId, draft: draft.triage, vendor, fetchedAtMs });
}

/** Versions hold words, not ids: they outlive any change of the vocabulary. */
function keepVersion(
  context: ApplyContext,
  before: KeptRow,
  { observationId, nowMs }: { readonly observationId: number; readonly nowMs: number },
): void {
  const fields = rowToFields(before, readTerms(context.db, termIdsOf(before)));
  context.db.run(
    `INSERT INTO observation_version(observation_id, fields, raw_ref, fetched_at_ms, replaced_at_ms)
     VALUES (?, ?, ?, ?, ?)`,
    observationId,
    JSON.stringify(fields),
    before.raw_ref,
    before.fetched_at_ms,
    nowMs,
  );
}
