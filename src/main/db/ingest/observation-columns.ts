import { markOf } from '#main/domain/tlp.ts';
import type { ObservationDraft } from '#main/vendors/vendor.ts';
import type { ObservationFields } from '#shared/model/indicator.ts';
import { severityCodes, tlpCodes } from '../codes.ts';
import type { SqlValue } from '../connection.ts';
import { encodeIds } from '../id-lists.ts';
import { intentLetters, type ObservationFieldsRow } from '../operations/observations.ts';
import type { TermWriter } from './term-writer.ts';

/** The normalised columns of `observation`, in the order of {@link fieldValues}. */
export const fieldColumns = [
  'score',
  'vendor_score',
  'severity',
  'confidence',
  'benign',
  'first_seen_at_ms',
  'last_seen_at_ms',
  'expires_at_ms',
  'action',
  'rule',
  'country',
  'asn',
  'as_type',
  'tags',
  'categories',
  'platforms',
  'sources',
  'description',
  'tlp',
] as const satisfies readonly (keyof ObservationFieldsRow)[];

/** A draft's fields as columns: words become ids. */
export function encodeFields(draft: ObservationDraft, terms: TermWriter): ObservationFieldsRow {
  const mark = markOf(draft);
  return {
    score: draft.score,
    vendor_score: draft.vendorScore,
    severity: draft.severity === null ? null : severityCodes.toCode[draft.severity],
    confidence: draft.confidence,
    benign: draft.benign ? 1 : 0,
    first_seen_at_ms: draft.firstSeenMs,
    last_seen_at_ms: draft.lastSeenMs,
    expires_at_ms: draft.expiresAtMs,
    action: terms.idOf('action', draft.action),
    rule: terms.idOf('rule', draft.rule),
    country: terms.idOf('country', draft.country),
    asn: terms.idOf('asn', draft.asn),
    as_type: terms.idOf('as_type', draft.asType),
    tags: listOrNull(terms.idsOf('tag', draft.tags)),
    categories: listOrNull(terms.idsOf('category', draft.categories)),
    platforms: listOrNull(terms.idsOf('platform', draft.platforms)),
    sources: encodeSources(draft.sources, terms),
    description: draft.description,
    tlp: mark === null ? null : tlpCodes.toCode[mark],
  };
}

/** Values in the order of {@link fieldColumns}. */
export function fieldValues(row: ObservationFieldsRow): SqlValue[] {
  return fieldColumns.map((column) => row[column]);
}

/**
 * Whether an earlier state is worth keeping: any normalised field differs, but for the time last seen, which moves with
 * every sighting, and the order of lists.
 */
export function differsInSubstance(before: ObservationFieldsRow, after: ObservationFieldsRow): boolean {
  return fieldColumns.some((column) => {
    if (column === 'last_seen_at_ms') return false;
    const [left, right] = [before[column], after[column]];
    if (left === right) return false;
    if (!listColumns.has(column) || typeof left !== 'string' || typeof right !== 'string') return true;
    return sortedList(left) !== sortedList(right);
  });
}

const listColumns: ReadonlySet<string> = new Set(['tags', 'categories', 'platforms', 'sources']);

function sortedList(list: string): string {
  return list.trim().split(' ').sort().join(' ');
}

function encodeSources(sources: ObservationFields['sources'], terms: TermWriter): string | null {
  if (sources.length === 0) return null;
  const entries = new Set<string>();
  for (const { name, intent } of sources) {
    const id = terms.idOf('source', name);
    if (id !== null) entries.add(`${id}${intentLetters[intent]}`);
  }
  return entries.size === 0 ? null : ` ${[...entries].join(' ')} `;
}

function listOrNull(ids: readonly number[]): string | null {
  return ids.length === 0 ? null : encodeIds(ids);
}
