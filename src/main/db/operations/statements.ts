import type { IndicatorId } from '#shared/model/ids.ts';
import { statementRowLimit } from '#shared/model/limits.ts';
import type { FieldStatements, IndicatorStatements, Statement, StatementField } from '#shared/model/statement.ts';
import { severityCodes } from '../codes.ts';
import type { ReadConnection } from '../connection.ts';
import { decodeIds } from '../id-lists.ts';
import { refuseMoreThan } from './detail.ts';
import { sourcesOf } from './observations.ts';
import type { ReadTable } from './operation.ts';
import { readStreamNames, type StreamName } from './streams.ts';
import { readTerms, type Term } from './terms.ts';

/** What a cell has room for; the details of the indicator have all of it. */
const statementLimit = 6;
const textLimit = 160;

type Cell = string | number | null;
/** `indicator_id`, `stream_id`, `gone_at_ms`, then the column of each field that is asked for. */
type Row = readonly [IndicatorId, number, number | null, ...Cell[]];

interface Source {
  readonly column: string;
  /** Ids of terms that stand in the column. */
  readonly termIds?: (cell: Cell) => readonly number[];
  readonly read: (cell: Cell, context: SayContext) => readonly Said[];
  /** Numbers in this order; else in the order of the records. */
  readonly order?: 'rising' | 'falling';
}

interface SayContext {
  readonly terms: ReadonlyMap<number, Term>;
  readonly stream: StreamName;
}

type Said = Pick<Statement, 'value' | 'intent'>;

const say = (value: string | number): Said => ({ value, intent: null });

/** A column that holds what is said. */
const plain = (column: string, order?: Source['order']): Source => ({
  column,
  read: (cell) => (cell === null || cell === '' ? [] : [say(cell)]),
  ...(order === undefined ? {} : { order }),
});

/** A column that holds the id of a term. */
const term = (column: string): Source => ({
  column,
  termIds: (cell) => (typeof cell === 'number' ? [cell] : []),
  read: (cell, { terms }) => (typeof cell === 'number' ? [terms.get(cell)?.name ?? []].flat().map(say) : []),
});

/** A column that holds a list of such ids. */
const list = (column: string): Source => ({
  column,
  termIds: (cell) => decodeIds(asText(cell)),
  read: (cell, { terms }) => decodeIds(asText(cell)).flatMap((id) => [terms.get(id)?.name ?? []].flat().map(say)),
});

const sources: Readonly<Record<Exclude<StatementField, 'ownTags'>, Source>> = {
  score: plain('score', 'falling'),
  vendorScore: plain('vendor_score'),
  severity: {
    column: 'severity',
    read: (cell) => (typeof cell === 'number' ? [say(severityCodes.toWord(cell))] : []),
  },
  confidence: plain('confidence', 'falling'),
  action: term('action'),
  benign: { column: 'benign', read: (cell) => (cell === 1 ? [say('yes')] : []) },
  firstSeen: plain('first_seen_at_ms', 'rising'),
  lastSeen: plain('last_seen_at_ms', 'falling'),
  expires: plain('expires_at_ms', 'falling'),
  rule: term('rule'),
  sources: {
    ...list('sources'),
    read: (cell, { terms }) => sourcesOf(asText(cell), terms).map(({ name, intent }) => ({ value: name, intent })),
  },
  categories: list('categories'),
  tags: list('tags'),
  country: term('country'),
  asn: term('asn'),
  asType: term('as_type'),
  platforms: list('platforms'),
  description: plain('description'),
  stream: { column: 'NULL', read: (_cell, { stream }) => [say(stream.stream)] },
  vendorKey: plain('vendor_key'),
  fetched: plain('fetched_at_ms', 'falling'),
  gone: plain('gone_at_ms', 'falling'),
};

export const statementReads: ReadTable<'indicators.statements'> = {
  'indicators.statements': ({ db }, { ids, fields }) => {
    refuseMoreThan(ids, statementRowLimit);
    const found = new Map<number, Map<StatementField, FieldTally>>();
    const tallyOf = (id: number, field: StatementField): FieldTally => {
      const ofIndicator = found.get(id) ?? new Map<StatementField, FieldTally>();
      found.set(id, ofIndicator);
      const tally = ofIndicator.get(field) ?? new FieldTally(field);
      ofIndicator.set(field, tally);
      return tally;
    };
    const ofRecords = fields.flatMap((field) => (field === 'ownTags' ? [] : [field]));
    if (ofRecords.length > 0) tallyRecords(db, ids, ofRecords, tallyOf);
    if (fields.includes('ownTags')) tallyOwnTags(db, ids, tallyOf);
    return ids.map((id) => ({ id, fields: finish(found.get(id)) }));
  },
};

type TallyOf = (id: number, field: StatementField) => FieldTally;

/** Only the columns asked for are read, by the index over the indicator, whoever found the ids. */
function tallyRecords(
  db: ReadConnection,
  ids: readonly number[],
  fields: readonly Exclude<StatementField, 'ownTags'>[],
  tallyOf: TallyOf,
): void {
  const asked = fields.map((field) => ({ field, source: sources[field] }));
  const columns = ['indicator_id', 'stream_id', 'gone_at_ms', ...asked.map(({ source }) => source.column)];
  const rows = [
    ...db.rows<Row>(
      `SELECT ${columns.join(', ')} FROM observation
       WHERE indicator_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
      JSON.stringify(ids),
    ),
  ];
  const termIds = rows.flatMap((row) => asked.flatMap(({ source }, at) => source.termIds?.(row[at + 3] ?? null) ?? []));
  const terms = readTerms(db, termIds);
  const streams = readStreamNames(db);
  for (const row of rows) {
    const stream = streams.get(row[1]);
    if (stream === undefined) continue;
    asked.forEach(({ field, source }, at) => {
      for (const said of source.read(row[at + 3] ?? null, { terms, stream })) {
        tallyOf(row[0], field).add(said, stream, row[2] !== null);
      }
    });
  }
}

function tallyOwnTags(db: ReadConnection, ids: readonly number[], tallyOf: TallyOf): void {
  const rows = db.all<{ id: number; own_tags: string | null }>(
    'SELECT id, own_tags FROM indicator WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify(ids),
  );
  const terms = readTerms(
    db,
    rows.flatMap((row) => decodeIds(row.own_tags)),
  );
  for (const row of rows) {
    for (const id of decodeIds(row.own_tags)) {
      const name = terms.get(id)?.name;
      if (name !== undefined) tallyOf(row.id, 'ownTags').add(say(name), undefined, false);
    }
  }
}

/** Gathers who says what in one field of one indicator: each statement once, with all who make it. */
class FieldTally {
  readonly #field: StatementField;
  readonly #byValue = new Map<string, { said: Said; by: Map<string, string>; gone: boolean }>();

  constructor(field: StatementField) {
    this.#field = field;
  }

  add(said: Said, stream: StreamName | undefined, isGone: boolean): void {
    // Two vendors may call their streams alike and mean different ones.
    const whose = this.#field === 'stream' ? (stream?.vendor ?? '') : '';
    const key = `${said.intent ?? ''} ${whose} ${said.value}`;
    const known = this.#byValue.get(key);
    const entry = known ?? { said, by: new Map<string, string>(), gone: isGone };
    if (known === undefined) this.#byValue.set(key, entry);
    if (stream !== undefined) entry.by.set(stream.connection, stream.vendor);
    entry.gone &&= isGone;
  }

  finish(): FieldStatements {
    const all = [...this.#byValue.values()].sort(
      (left, right) => Number(left.gone) - Number(right.gone) || this.#compare(left.said.value, right.said.value),
    );
    const said = all.slice(0, statementLimit).map(
      ({ said: { value, intent }, by, gone }): Statement => ({
        // Only here: what differs further on is not the same.
        value: typeof value === 'string' ? cut(value) : value,
        intent,
        by: [...by]
          .sort(([left], [right]) => (left < right ? -1 : 1))
          .map(([connection, vendor]) => ({ vendor, connection })),
        gone,
      }),
    );
    return { said, more: all.length - said.length };
  }

  #compare(left: string | number, right: string | number): number {
    const order = this.#field === 'ownTags' ? undefined : sources[this.#field].order;
    if (order === undefined || typeof left === 'string' || typeof right === 'string') return 0;
    return order === 'rising' ? left - right : right - left;
  }
}

function finish(tallies: ReadonlyMap<StatementField, FieldTally> | undefined): IndicatorStatements['fields'] {
  return Object.fromEntries([...(tallies ?? [])].map(([field, tally]) => [field, tally.finish()]));
}

function asText(cell: Cell): string | null {
  return typeof cell === 'string' ? cell : null;
}

function cut(text: string): string {
  return text.length > textLimit ? `${text.slice(0, textLimit)}…`.toWellFormed() : text;
}
