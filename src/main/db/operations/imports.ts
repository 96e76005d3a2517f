import type { ImportedRow } from '#main/services/ports/imports.ts';
import type { ImportPlace, ImportWrites, RowPlan } from '#main/services/ports/store/imports.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import { importVendor } from '#shared/model/vocabulary.ts';
import { foldName } from '#shared/text/fold-name.ts';
import { stateCodes, verdictCodes } from '../codes.ts';
import { StoreFault } from '../fault.ts';
import { applyDraft } from '../ingest/apply-draft.ts';
import { Slice } from '../ingest/slice.ts';
import { TermWriter } from '../ingest/term-writer.ts';
import { requireCaseId } from './case-rows.ts';
import { record, recordOn } from './case-timeline.ts';
import { ensureStream } from './connections.ts';
import { refuseMoreThan } from './detail.ts';
import { joinCase } from './import-members.ts';
import { frameOf, planRow } from './import-plans.ts';
import { inSlice } from './import-slice.ts';
import type { ReadTable, WriteContext, WriteTable } from './operation.ts';

const rowLimit = 500;

export const importReads: ReadTable<'imports.plan'> = {
  'imports.plan': ({ db }, { place, rows }) => {
    refuseMoreThan(rows, rowLimit);
    const frame = frameOf(db, place);
    return rows.map((row) => planRow(db, frame, row));
  },
};

export const importWrites: WriteTable<'imports.openSource' | 'imports.rows'> = {
  'imports.openSource': ({ db, changes }, { id, source, atMs }) => {
    const key = foldName(source);
    const known = db.get<{ uid: ConnectionId; vendor: string }>(
      'SELECT uid, vendor FROM connection WHERE name_key = ? AND removed_at_ms IS NULL',
      key,
    );
    if (known !== undefined && known.vendor !== importVendor) {
      throw new StoreFault(
        'state.conflict',
        `A connection is called “${source}”, as the source of this file would be.`,
        {
          suggestion: 'Rename the connection or the file.',
        },
      );
    }
    if (known !== undefined) return { id: known.uid };
    db.insert(
      `INSERT INTO connection(uid, name, name_key, vendor, site, base_url, options, created_at_ms)
       VALUES (?, ?, ?, ?, NULL, NULL, '{}', ?)`,
      id,
      source,
      key,
      importVendor,
      atMs,
    );
    changes.touch('connections');
    return { id };
  },
  'imports.rows': (context, input) => {
    refuseMoreThan(input.rows, rowLimit);
    const { db } = context;
    const source = db.value<ConnectionId>(
      'SELECT uid FROM connection WHERE name_key = ? AND vendor = ? AND removed_at_ms IS NULL',
      foldName(input.place.source),
      importVendor,
    );
    if (source === undefined) throw new StoreFault('state.notFound', 'The source of this import was removed.');
    const streamId = ensureStream(db, source, input.place.stream);
    const slice = new Slice({ ...context, terms: new TermWriter(db) });
    const writer = { ...context, slice, streamId, caseId: caseIdFor(context, input.place) };
    const frame = frameOf(db, input.place);
    const plans: RowPlan[] = [];
    for (const row of inSlice(input.rows)) {
      const plan = planRow(db, frame, row);
      if (plan.parts.length > 0) storeRow(writer, row, { plan, ...input });
      plans.push(plan);
    }
    slice.finish();
    return { plans, ...tell(context, writer.caseId, { plans, ...input }) };
  },
};

function caseIdFor({ db }: WriteContext, { case: number }: ImportPlace): number | null {
  return number === 'none' || number === 'coming' ? null : requireCaseId(db, number);
}

/** What rows are stored with, for one transaction. */
interface RowWriter extends WriteContext {
  readonly slice: Slice;
  readonly streamId: number;
  readonly caseId: number | null;
}

interface RowWork {
  readonly plan: RowPlan;
  readonly by: string;
  readonly atMs: number;
}

function storeRow(writer: RowWriter, row: ImportedRow, { plan, by, atMs }: RowWork): void {
  const { slice, streamId, caseId } = writer;
  const { draft } = row;
  if (plan.parts.includes('record')) {
    applyDraft(slice, draft, { streamId, vendor: importVendor, fetchedAtMs: atMs });
    // What is frozen or decided next reads what is rolled up.
    slice.indicators.flush();
  }
  const id = slice.indicators.find(draft.type, draft.value) ?? slice.indicators.insert(draft, []);
  if (plan.parts.includes('verdict')) decide(writer, id, { row, by, atMs });
  if (plan.parts.includes('case') && caseId !== null) joinCase(writer, { caseId, indicatorId: id, row, atMs });
}

/** A decision that comes with a file is the first of its indicator here: one that stands is never changed. */
function decide(
  { db, changes }: RowWriter,
  id: number,
  { row, by, atMs }: { readonly row: ImportedRow; readonly by: string; readonly atMs: number },
): void {
  if (row.triage === null) return;
  const { state, verdict } = row.triage;
  const [stateCode, verdictCode, decidedAtMs] = [
    stateCodes.toCode[state],
    verdictCodes.toCode[verdict],
    row.triage.atMs ?? atMs,
  ];
  db.run(
    `INSERT INTO triage_entry(indicator_id, state, verdict, by, at_ms, note, origin) VALUES (?, ?, ?, ?, ?, ?, 'local')`,
    id,
    stateCode,
    verdictCode,
    row.triage.by ?? by,
    decidedAtMs,
    `Imported by ${by}.`,
  );
  db.run(
    'UPDATE indicator SET triage_state = ?, verdict = ?, triaged_at_ms = ? WHERE id = ?',
    stateCode,
    verdictCode,
    decidedAtMs,
    id,
  );
  changes.touchIndicator(id);
}

/** Numbers as people read them: 56,000. */
const written = new Intl.NumberFormat('en-US');

type Told = Pick<ImportWrites['imports.rows']['input'], 'told' | 'by' | 'atMs' | 'file'> & {
  readonly plans: readonly RowPlan[];
};

/** One entry of the timeline for the whole import, which counts on from transaction to transaction. */
function tell(
  context: WriteContext,
  caseId: number | null,
  { told, by, atMs, file, plans }: Told,
): { readonly entryId: number | null; readonly added: number } {
  const joined = plans.filter(({ parts }) => parts.includes('case')).length;
  const added = (told?.added ?? 0) + joined;
  if (told === null || caseId === null || joined === 0) return { entryId: told?.entryId ?? null, added };
  const text = `${written.format(added)} ${added === 1 ? 'indicator' : 'indicators'} imported from ${file} by ${by}.`;
  if (told.entryId === null) return { entryId: record(context, caseId, { atMs, kind: 'imported', text }), added };
  recordOn(context, told.entryId, text);
  return { entryId: told.entryId, added };
}
