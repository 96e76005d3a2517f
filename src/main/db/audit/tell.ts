import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '#main/domain/canonical-json.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import { typeCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';

/** Longer texts are told by their hash: they stand elsewhere, and the log proves that they are still the same. */
const textLimit = 2_000;
/** Characters of a list in one entry. */
const listLimit = 256_000;
/** Characters of one value in a list. */
const valueLimit = 500;

/** A text, or what proves it. */
export function tellText(text: string | null): JsonValue {
  if (text === null || text.length <= textLimit) return text;
  return { sha256: sha256(text), characters: text.length };
}

/** A list as far as it fits into an entry; one that was cut says so and is proved by the hash of its whole. */
export function tellList(items: readonly JsonValue[]): JsonValue {
  const told: JsonValue[] = [];
  let length = 0;
  for (const item of items) {
    length += canonicalJson(item).length;
    if (length > listLimit) break;
    told.push(item);
  }
  if (told.length === items.length) return { count: items.length, items: told };
  return { count: items.length, items: told, isCut: true, sha256: sha256(canonicalJson(items)) };
}

/** An indicator as the log names it. */
export function tellName({ type, value }: { readonly type: string; readonly value: string }): string {
  return `${type} ${value.length <= valueLimit ? value : `${value.slice(0, valueLimit)}… (${value.length} characters)`}`;
}

/** The names of indicators, in the order of ids. */
export function readNames(db: ReadConnection, ids: readonly IndicatorId[]): readonly string[] {
  return db
    .all<{ type: number; value: string }>(
      'SELECT i.type, i.value FROM json_each(?) j JOIN indicator i ON i.id = j.value ORDER BY j.key',
      JSON.stringify(ids),
    )
    .map(({ type, value }) => tellName({ type: typeCodes.toWord(type), value }));
}

/** `1 note`, `2,000 notes`. */
export function countOf(count: number, singular: string): string {
  return `${written.format(count)} ${singular}${count === 1 ? '' : 's'}`;
}

const written = new Intl.NumberFormat('en-US');

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
