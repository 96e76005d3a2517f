import { createHash } from 'node:crypto';
import type { CanonicalValue } from '#main/domain/canonicalise.ts';

/** Longest part of a vendor's error text that is shown. */
const shownLength = 200;
/** Longest indicator value; real ones end at a few thousand (URLs). */
const valueLimit = 16_384;
/** Longest descriptive field (descriptions, names). */
const fieldLimit = 8_192;
/** Most entries of a list field (tags, sources). */
const listLimit = 1_000;

/** Controls, line separators, bidi controls, zero-width and tag characters. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu;

/** A vendor's own words for a message: one line of visible characters, in quotation marks, cut at 200. */
export function showVendorText(text: string): string {
  const visible = text
    .slice(0, 4 * shownLength)
    .replace(invisible, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const cut = visible.length > shownLength ? `${visible.slice(0, shownLength)}…` : visible;
  return `"${cut.toWellFormed().replaceAll('"', "'")}"`;
}

/** A text field; beyond 8,192 characters it is cut visibly, with its length. Empty and absent become null. */
export function boundText(text: string | null | undefined): string | null {
  if (text === null || text === undefined || text === '') return null;
  return cutText(text.toWellFormed(), fieldLimit);
}

/** A list of texts: empty ones out, repetitions out, at most 1,000, the last one then saying how many are missing. */
export function boundList(texts: readonly (string | null)[] | null | undefined): string[] {
  const distinct = [...new Set((texts ?? []).flatMap((text) => boundText(text) ?? []))];
  if (distinct.length <= listLimit) return distinct;
  return [...distinct.slice(0, listLimit), `… ${distinct.length - listLimit} more`];
}

/** An indicator; a value beyond 16,384 characters is cut visibly, with its length and a hash that keeps it distinct. */
export function boundValue(canonical: CanonicalValue): CanonicalValue {
  const { value, received } = canonical;
  if (value.length <= valueLimit) return { ...canonical, received: boundText(received) };
  const hash = createHash('sha256').update(value).digest('hex');
  return { type: 'other', value: `${cutText(value, valueLimit)} sha256:${hash}`, received: null };
}

function cutText(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit).toWellFormed()}… [${text.length} characters]`;
}
