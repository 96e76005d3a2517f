/** What a database must hold once pages were stored, worked out record by record the slow and plain way. */
import { createHash } from 'node:crypto';
import { rangeOf } from '#shared/text/addresses.ts';
import type { TestRecord } from './store-stream.ts';

/** A record on its way into the store. */
export interface SentRecord {
  /** Number of the connection that it comes from. */
  readonly connection: number;
  readonly record: TestRecord;
  readonly atMs: number;
}

/** A record as it must stand in the database, in words. */
export interface ExpectedRecord {
  readonly connection: number;
  readonly key: string;
  /** Type and value of its indicator, with a blank between. */
  readonly indicator: string;
  readonly raw: string;
  readonly rawSha256: string;
  readonly fingerprintSha256: string | null;
  readonly goneAtMs: number | null;
  readonly fetchedAtMs: number;
  readonly versions: number;
  readonly fields: ExpectedFields;
}

/** The fields that records of these tests have. */
export interface ExpectedFields {
  readonly score: number | null;
  readonly vendorScore: string | null;
  readonly severity: string | null;
  readonly benign: boolean;
  readonly firstSeenMs: number | null;
  readonly lastSeenMs: number | null;
  readonly expiresAtMs: number | null;
  readonly action: string | null;
  readonly rule: string | null;
  readonly country: string | null;
  readonly asn: string | null;
  readonly asType: string | null;
  readonly tags: readonly string[];
  readonly categories: readonly string[];
  readonly platforms: readonly string[];
  readonly sources: readonly { readonly name: string; readonly intent: string }[];
  readonly description: string | null;
}

/** An earlier state of a record. */
export interface ExpectedVersion {
  readonly key: string;
  readonly raw: string;
  readonly fields: ExpectedFields;
  readonly fetchedAtMs: number;
  readonly replacedAtMs: number;
}

/** Takes records one after the other. */
export class ExpectedRows {
  readonly records = new Map<string, ExpectedRecord>();
  /** By type and value: how it was spelled when it arrived, where that differs. */
  readonly indicators = new Map<string, string | null>();
  readonly versions: ExpectedVersion[] = [];
  /** From, kind, to and connection. */
  readonly relations = new Set<string>();

  /** @returns whether anything is different now. */
  take({ connection, record, atMs }: SentRecord): boolean {
    const id = `${connection} ${record.key}`;
    const raw = JSON.stringify(record);
    const before = this.records.get(id);
    const told = sha256(record.fingerprint ?? raw);
    const isGone = record.gone ?? false;
    const said = before?.fingerprintSha256 ?? before?.rawSha256;
    if (before !== undefined && told === said && isGone === (before.goneAtMs !== null)) return false;
    const fields = fieldsOf(record);
    const isVersion = before !== undefined && textOf(before.fields) !== textOf(fields);
    if (isVersion) {
      const { key, raw: rawBefore, fields: fieldsBefore, fetchedAtMs } = before;
      this.versions.push({ key, raw: rawBefore, fields: fieldsBefore, fetchedAtMs, replacedAtMs: atMs });
    }
    this.#place(record, before === undefined);
    const indicator = `${record.type} ${record.value}`;
    this.records.set(id, {
      connection,
      key: record.key,
      indicator,
      raw,
      rawSha256: sha256(raw),
      fingerprintSha256: record.fingerprint === undefined ? null : told,
      goneAtMs: isGone ? atMs : null,
      fetchedAtMs: atMs,
      versions: (before?.versions ?? 0) + (isVersion ? 1 : 0),
      fields,
    });
    for (const { type, value, relation } of record.derived ?? []) {
      const other = `${type} ${value}`;
      if (!this.indicators.has(other)) this.indicators.set(other, null);
      if (other !== indicator) this.relations.add([indicator, relation, other, connection].join(' '));
    }
    return true;
  }

  /** A walk of everything is over: what it did not see of a connection is gone there. @param seen keys of records. */
  conclude(connection: number, seen: ReadonlySet<string>, atMs: number): void {
    for (const [id, record] of this.records) {
      if (record.connection !== connection || record.goneAtMs !== null || seen.has(record.key)) continue;
      this.records.set(id, { ...record, goneAtMs: atMs });
    }
  }

  #place({ type, value, received = null }: TestRecord, isNewRecord: boolean): void {
    const name = `${type} ${value}`;
    const known = this.indicators.get(name);
    if (known === undefined) this.indicators.set(name, received);
    else if (isNewRecord && known === null) this.indicators.set(name, received);
  }
}

/** Key and end of an address or network as hexadecimal digits; nulls for anything else. */
export function expectedIpKey(type: string, value: string): readonly [string | null, string | null] {
  if (type !== 'ipv4' && type !== 'ipv6' && type !== 'cidr') return [null, null];
  const range = rangeOf(value);
  return [range?.first ?? null, type === 'cidr' ? (range?.last ?? null) : null];
}

function fieldsOf(record: TestRecord): ExpectedFields {
  const sources = (record.sources ?? []).map(({ name, intent }) => ({ name, intent }));
  return {
    score: record.score ?? null,
    vendorScore: record.score == null ? null : String(record.score),
    severity: record.severity ?? null,
    benign: record.benign ?? false,
    firstSeenMs: record.firstSeenMs ?? null,
    lastSeenMs: record.lastSeenMs ?? null,
    expiresAtMs: record.expiresAtMs ?? null,
    action: record.action ?? null,
    rule: record.rule ?? null,
    country: record.country ?? null,
    asn: record.asn ?? null,
    asType: record.asType ?? null,
    tags: [...new Set(record.tags)],
    categories: [...new Set(record.categories)],
    platforms: [...new Set(record.platforms)],
    sources: sources.filter((one, at) => sources.findIndex((other) => isSame(one, other)) === at),
    description: record.description ?? null,
  };
}

function isSame(left: ExpectedFields['sources'][number], right: ExpectedFields['sources'][number]): boolean {
  return left.name === right.name && left.intent === right.intent;
}

/** Everything but the time last seen and the order of lists. */
function textOf({ lastSeenMs: _, ...fields }: ExpectedFields): string {
  const sorted = Object.entries(fields).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map((one) => JSON.stringify(one)).sort() : value,
  ]);
  return JSON.stringify(sorted);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
