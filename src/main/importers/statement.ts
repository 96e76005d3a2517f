import { createHash } from 'node:crypto';
import { canonicaliseAs, cleanText, recognise } from '#main/domain/canonicalise.ts';
import type { ImportedRow, ImportedTriage, PassedOver } from '#main/services/ports/imports.ts';
import { boundList, boundText } from '#main/vendors/kit/vendor-text.ts';
import type { DerivedDraft } from '#main/vendors/vendor.ts';
import { noFields, type ObservationFields } from '#shared/model/indicator.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import type { FrozenMember } from '#shared/public-json/frozen.ts';

/** What a reader takes a part of its file for: somebody says something of a value. */
export interface Statement {
  readonly place: string;
  /** Names it within its file, also in a later version of the same file. */
  readonly key: string;
  /** Null: its look decides. */
  readonly type: IndicatorType | null;
  readonly text: string;
  readonly fields?: Partial<ObservationFields>;
  readonly derived?: readonly DerivedDraft[];
  /** Its author has withdrawn it. */
  readonly gone?: boolean;
  readonly comment?: string | null;
  readonly role?: string | null;
  readonly addedAtMs?: number | null;
  readonly triage?: ImportedTriage | null;
  readonly frozen?: FrozenMember | null;
  /** The part of the file as it stands, a JSON value. */
  readonly raw: unknown;
}

/** Either of what a statement can become. */
export type Read = { readonly row: ImportedRow } | { readonly passedOver: PassedOver };

/** Longest value, in characters; no real one comes near. */
const valueLimit = 65_536;
/** Longest part of a file that is kept as it stands, in characters. */
const rawLimit = 65_536;
/** Longest id of a part of a file. */
const nameLimit = 1_000;
/** Longest name of an analyst. */
const analystLimit = 300;
const shownLength = 120;

/** A statement as it is stored, or why it cannot be; pure. */
export function readStatement(statement: Statement): Read {
  const { type, text } = statement;
  const place = cleanText(statement.place).slice(0, nameLimit);
  const refuse = (reason: string): Read => ({
    passedOver: { place, what: shorten(text) || 'nothing', reason, kind: 'refused' },
  });
  if (text.length > valueLimit) return refuse('The value is longer than 65,536 characters.');
  const name = type === null ? recognise(text) : canonicaliseAs(type, text);
  if (name.value === '') return refuse('There is no value.');
  if (name.type === 'other' && type === null) return refuse('It looks like no kind of indicator.');
  if (name.type === 'other' && type !== 'other') return refuse(`It is no ${typeWords[type ?? 'other']}.`);
  const fields = boundFields({ ...noFields, ...statement.fields });
  const { frozen } = statement;
  const isSame = frozen?.indicator.type === name.type && frozen.indicator.value === name.value;
  const raw = writeRaw(statement.raw);
  const derived = statement.derived ?? [];
  const gone = statement.gone ?? false;
  return {
    row: {
      place,
      draft: {
        ...name,
        ...fields,
        vendorKey: boundKey(cleanText(statement.key)),
        gone,
        aliases: [],
        derived: derived.filter((one) => one.type !== name.type || one.value !== name.value),
        triage: null,
        raw,
        // Read by another mapping, the same text says something else.
        fingerprint: JSON.stringify([name, fields, derived, raw]),
      },
      comment: emptyToNull(statement.comment),
      role: emptyToNull(statement.role),
      addedAtMs: statement.addedAtMs ?? null,
      triage: boundTriage(statement.triage),
      // What was frozen of something else says nothing of this.
      frozen: frozen !== undefined && isSame ? frozen : null,
    },
  };
}

const typeWords: Readonly<Record<IndicatorType, string>> = {
  ipv4: 'address',
  ipv6: 'address',
  cidr: 'network',
  domain: 'domain name',
  url: 'URL',
  email: 'e-mail address',
  md5: 'hash of a kind that is kept',
  sha1: 'hash of a kind that is kept',
  sha256: 'hash of a kind that is kept',
  path: 'path',
  registry_key: 'registry key',
  network_stream: 'network stream',
  user_agent: 'user agent',
  other: 'text',
};

const emptyToNull = (text: string | null | undefined): string | null =>
  text === undefined || text === null || text.trim() === '' ? null : storable(text);

/** As it is, but for what cannot be stored. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

function boundFields(fields: ObservationFields): ObservationFields {
  return {
    ...fields,
    vendorScore: boundText(fields.vendorScore),
    action: boundText(fields.action),
    rule: boundText(fields.rule),
    country: boundText(fields.country),
    asn: boundText(fields.asn),
    asType: boundText(fields.asType),
    description: boundText(fields.description),
    tags: boundList(fields.tags),
    categories: boundList(fields.categories),
    platforms: boundList(fields.platforms),
    sources: fields.sources.slice(0, 1_000).map(({ name, intent }) => ({ name: boundText(name) ?? '?', intent })),
  };
}

function boundTriage(triage: ImportedTriage | null | undefined): ImportedTriage | null {
  if (triage === null || triage === undefined) return null;
  return { ...triage, by: triage.by === null ? null : emptyToNull(triage.by.slice(0, analystLimit)) };
}

/** Two long keys that begin alike stay two. */
function boundKey(key: string): string {
  if (key.length <= nameLimit) return key.toWellFormed();
  const digest = createHash('sha256').update(key, 'utf8').digest('hex');
  return `${key.slice(0, nameLimit - digest.length - 1).toWellFormed()} ${digest}`;
}

/** A part of a file as JSON text; a long one is cut visibly. */
function writeRaw(raw: unknown): string {
  const text = JSON.stringify(raw) ?? 'null';
  if (text.length <= rawLimit) return text;
  return JSON.stringify({ cut: text.slice(0, rawLimit).toWellFormed(), characters: text.length });
}

/** A text of a file as a message shows it. */
export function shorten(text: string): string {
  const line = text
    .slice(0, 4 * shownLength)
    .replace(/\s+/g, ' ')
    .trim()
    .toWellFormed();
  return line.length > shownLength ? `${line.slice(0, shownLength).toWellFormed()}…` : line;
}
