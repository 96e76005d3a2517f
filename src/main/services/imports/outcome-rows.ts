import type { ImportedFile } from '#main/services/ports/imports.ts';
import type { RowPlan } from '#main/services/ports/store/imports.ts';
import { type ImportStatus, importStatuses } from '#shared/model/import.ts';
import type { ImportOutcomeRow } from '#shared/public-json/import.ts';

/** Every part of a file with what it comes to: rows first, then what is passed over. Made when asked for: there may be many. */
export function outcomeRow(file: ImportedFile, plans: readonly RowPlan[], at: number): ImportOutcomeRow | undefined {
  const row = file.rows[at];
  const plan = plans[at];
  if (row !== undefined && plan !== undefined) {
    const { status, parts, fields, keepsDecision } = plan;
    const reason = keepsDecision ? 'A decision stands here already; it stays.' : null;
    return { status, type: row.draft.type, value: row.draft.value, place: row.place, parts, fields, reason };
  }
  const passed = file.passedOver[at - file.rows.length];
  if (passed === undefined) return undefined;
  const { kind, what, place, reason } = passed;
  return { status: kind, type: null, value: what, place, parts: [], fields: [], reason };
}

/** Places in that list of those with some statuses; empty: of all. */
export function* findRows(
  file: ImportedFile,
  plans: readonly RowPlan[],
  statuses: readonly ImportStatus[],
): Generator<number> {
  const isWanted = (status: ImportStatus): boolean => statuses.length === 0 || statuses.includes(status);
  for (const [at, { status }] of plans.entries()) if (isWanted(status)) yield at;
  for (const [at, { kind }] of file.passedOver.entries()) if (isWanted(kind)) yield file.rows.length + at;
}

/** How many parts of a file come to what. */
export function countStatuses(file: ImportedFile, plans: readonly RowPlan[]): Readonly<Record<ImportStatus, number>> {
  const counts = { new: 0, changed: 0, same: 0, refused: 0, skipped: 0 } satisfies Record<ImportStatus, number>;
  for (const { status } of plans) counts[status] += 1;
  for (const { kind } of file.passedOver) counts[kind] += 1;
  return counts;
}

/** Counts as people read them, without those that are zero. */
export function tellCounts(counts: Readonly<Record<ImportStatus, number>>): string {
  const told = importStatuses.filter((status) => counts[status] > 0);
  return told.length === 0
    ? 'nothing'
    : told.map((status) => `${counts[status].toLocaleString('en')} ${status}`).join(', ');
}
