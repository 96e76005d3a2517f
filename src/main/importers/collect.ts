import { createHash } from 'node:crypto';
import type { ImportedRow, PassedOver } from '#main/services/ports/imports.ts';
import type { ObservationDraft } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { readStatement, type Statement, shorten } from './statement.ts';

/** Most statements of one file. */
const rowLimit = 500_000;
/** Most things that are told one by one; more are counted in the last of them. */
const toldLimit = 100_000;
/** Of what many statements about one indicator say together: characters of a text, entries of a list. */
const mergedLimit = 65_536;
const listLimit = 1_000;

/** What a reader has found so far: one row per indicator, whatever the number of statements about it. */
export class Collector {
  readonly #rows = new Map<string, ImportedRow>();
  readonly #passedOver: PassedOver[] = [];
  #untold = 0;

  /** @throws AppError `input.tooLarge`. */
  add(statement: Statement): void {
    const read = readStatement(statement);
    if ('passedOver' in read) {
      this.passOver(read.passedOver);
      return;
    }
    const { row } = read;
    const name = `${row.draft.type} ${row.draft.value}`;
    const before = this.#rows.get(name);
    this.#rows.set(name, before === undefined ? row : merge(before, row));
    if (this.#rows.size > rowLimit) {
      throw new AppError('input.tooLarge', `The file names more than ${rowLimit.toLocaleString('en-US')} indicators.`, {
        suggestion: 'Import it in parts.',
      });
    }
  }

  passOver(what: PassedOver): void {
    const told = { ...what, place: shorten(what.place), what: shorten(what.what) };
    if (this.#passedOver.length < toldLimit) this.#passedOver.push(told);
    else this.#untold += 1;
  }

  skip(place: string, what: string, reason: string): void {
    this.passOver({ place, what, reason, kind: 'skipped' });
  }

  get rows(): readonly ImportedRow[] {
    return [...this.#rows.values()];
  }

  get passedOver(): readonly PassedOver[] {
    if (this.#untold === 0) return this.#passedOver;
    const rest: PassedOver = {
      place: '',
      what: `${this.#untold.toLocaleString('en-US')} more`,
      reason: 'They are too many to be told one by one.',
      kind: 'refused',
    };
    return [...this.#passedOver, rest];
  }
}

/** Two statements about one indicator are one record that says both; the first gives it its name. */
function merge(one: ImportedRow, other: ImportedRow): ImportedRow {
  const draft = mergeDrafts(one.draft, other.draft);
  return {
    ...one,
    draft,
    comment: join(one.comment, other.comment, ' | '),
    role: one.role ?? other.role,
    addedAtMs: least(one.addedAtMs, other.addedAtMs),
    triage: one.triage ?? other.triage,
    frozen: one.frozen ?? other.frozen,
  };
}

function mergeDrafts(one: ObservationDraft, other: ObservationDraft): ObservationDraft {
  const merged: ObservationDraft = {
    ...one,
    received: one.received ?? other.received,
    score: greatest(one.score, other.score),
    vendorScore: one.vendorScore ?? other.vendorScore,
    severity: one.severity ?? other.severity,
    confidence: greatest(one.confidence, other.confidence),
    action: one.action ?? other.action,
    firstSeenMs: least(one.firstSeenMs, other.firstSeenMs),
    lastSeenMs: greatest(one.lastSeenMs, other.lastSeenMs),
    expiresAtMs: greatest(one.expiresAtMs, other.expiresAtMs),
    sources: uniteBy(one.sources, other.sources, ({ name }) => name),
    tags: unite(one.tags, other.tags),
    categories: unite(one.categories, other.categories),
    rule: one.rule ?? other.rule,
    country: one.country ?? other.country,
    asn: one.asn ?? other.asn,
    asType: one.asType ?? other.asType,
    platforms: unite(one.platforms, other.platforms),
    description: join(one.description, other.description, '\n'),
    benign: one.benign || other.benign,
    gone: one.gone && other.gone,
    derived: uniteBy(one.derived, other.derived, ({ type, value, relation }) => `${relation} ${type} ${value}`),
    raw: mergeRaw(one.raw, other.raw),
  };
  const said = JSON.stringify([one.fingerprint, other.fingerprint]);
  return { ...merged, fingerprint: createHash('sha256').update(said, 'utf8').digest('hex') };
}

/** Both parts of the file, as long as that is no more than one could be. */
function mergeRaw(one: string, other: string): string {
  return one === other || one.length + other.length > mergedLimit ? one : `[${one},${other}]`;
}

const unite = (one: string[], other: string[]): string[] => uniteBy(one, other, (text) => text);

/** Entries of both, one per key, the later one where two have the same. */
function uniteBy<Entry>(one: readonly Entry[], other: readonly Entry[], keyOf: (entry: Entry) => string): Entry[] {
  if (one.length >= listLimit || other.length === 0) return [...one];
  return [...new Map([...one, ...other].map((entry) => [keyOf(entry), entry])).values()].slice(0, listLimit);
}

function join(one: string | null, other: string | null, between: string): string | null {
  if (one === null || other === null || one === other) return one ?? other;
  const isThere = one.length + other.length > mergedLimit || one.split(between).includes(other);
  return isThere ? one : `${one}${between}${other}`;
}

function least(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function greatest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
