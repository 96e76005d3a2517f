import type { IndicatorType, RelationKind } from '#shared/model/vocabulary.ts';
import type { ChangeSet } from '../changes.ts';
import { flagBits, relationCodes, typeCodes } from '../codes.ts';
import type { SqlValue, WriteConnection } from '../connection.ts';
import { countCases } from '../operations/case-rows.ts';
import { hostKeyOf } from '../operations/host-keys.ts';
import { readOwnShare, showOwnTags } from '../operations/tag-standing.ts';
import { showStanding } from '../operations/triage-standing.ts';
import { ipKeyOf } from './ip-keys.ts';
import { type Rollup, type RollupSource, rollUp } from './rollup.ts';

/** An indicator by name, as a draft gives it. */
export interface IndicatorName {
  readonly type: IndicatorType;
  readonly value: string;
  readonly received: string | null;
}

const rollupColumns = [
  'score',
  'severity',
  'flags',
  'observations',
  'first_seen_at_ms',
  'last_seen_at_ms',
  'expires_at_ms',
  'expired_from_at_ms',
  'rollup_due_at_ms',
  'fetched_at_ms',
  'streams',
  'terms',
  'tlp',
] as const satisfies readonly (keyof Rollup)[];

const insertIndicator = `
  INSERT INTO indicator(type, value, received, ip_key, ip_end, host_key, seq, ${rollupColumns.join(', ')})
  VALUES (?, ?, ?, ?, ?, ?, ?, ${rollupColumns.map(() => '?').join(', ')}) ON CONFLICT(value, type) DO NOTHING`;

// The benign lists set their own bit; a roll-up leaves it alone.
const updateIndicator = `
  UPDATE indicator SET seq = ?, ${rollupColumns
    .map((column) => (column === 'flags' ? `flags = (flags & ${flagBits.listed}) | ?` : `${column} = ?`))
    .join(', ')}
  WHERE id = ?`;

const selectSources = `
  SELECT stream_id, score, benign, first_seen_at_ms, last_seen_at_ms, expires_at_ms, gone_at_ms, fetched_at_ms, action,
    rule, country, asn, as_type, tags, categories, platforms, sources, tlp
  FROM observation WHERE indicator_id = ?`;

/** Finds, makes and rolls up indicators within one transaction. */
export class IndicatorWriter {
  readonly #db: WriteConnection;
  readonly #changes: ChangeSet;
  readonly #nowMs: number;
  readonly #dirty = new Set<number>();
  /** The last one was new: most likely the next one is, and need not be looked for before it is made. */
  #expectsNew = false;

  constructor(db: WriteConnection, changes: ChangeSet, nowMs: number) {
    this.#db = db;
    this.#changes = changes;
    this.#nowMs = nowMs;
  }

  /** Id of an indicator under its own name or an alias; undefined when unknown. */
  find(type: IndicatorType, value: string): number | undefined {
    const known = this.#db.value<number>(
      'SELECT id FROM indicator WHERE value = ? AND type = ?',
      value,
      typeCodes.toCode[type],
    );
    if (known !== undefined || type !== 'other') return known;
    return this.#db.value<number>('SELECT indicator_id FROM indicator_alias WHERE alias = ?', value);
  }

  /** Finds an indicator, or makes it. @param first what is known of one that is new. */
  place(name: IndicatorName, first: RollupSource): { readonly id: number; readonly isNew: boolean } {
    const made = this.#expectsNew && name.type !== 'other' ? this.#insert(name, [first]) : undefined;
    const known = made === undefined ? this.find(name.type, name.value) : undefined;
    this.#expectsNew = known === undefined;
    if (known !== undefined) return { id: known, isNew: false };
    return { id: made ?? this.insert(name, [first]), isNew: true };
  }

  /** Makes an indicator that is not there yet. @param first what is known of it; none for a derived one. */
  insert(name: IndicatorName, first: readonly RollupSource[]): number {
    const id = this.#insert(name, first);
    if (id === undefined) throw new Error('The indicator is there already.');
    return id;
  }

  /** @returns undefined when there was one already. */
  #insert(name: IndicatorName, first: readonly RollupSource[]): number | undefined {
    const ip = ipKeyOf(name.type, name.value);
    const id = this.#db.insertNew(
      insertIndicator,
      typeCodes.toCode[name.type],
      name.value,
      name.received,
      ip?.first ?? null,
      ip?.end ?? null,
      hostKeyOf(name.type, name.value),
      this.#changes.sequence,
      ...rollupValues(rollUp(first, this.#nowMs)),
    );
    if (id !== undefined) this.#changes.touchIndicator(id);
    return id;
  }

  /** Its observations or the analyst's tags changed: rolled up by the next {@link flush}. */
  markDirty(id: number): void {
    this.#dirty.add(id);
  }

  /** A derived indicator and its relation to the one it was derived from. */
  relate(fromId: number, derived: IndicatorName & { readonly relation: RelationKind }, streamId: number): void {
    const toId = this.find(derived.type, derived.value) ?? this.insert(derived, []);
    if (toId === fromId) return;
    const added = this.#db.run(
      'INSERT INTO relation(from_id, kind, to_id, stream_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      fromId,
      relationCodes.toCode[derived.relation],
      toId,
      streamId,
    );
    if (added === 0) return;
    this.#changes.touchIndicator(fromId);
    this.#changes.touchIndicator(toId);
  }

  /** Makes a name lead to an indicator from now on; what arrived under it before is folded in. */
  addAlias(alias: string, targetId: number): void {
    const before = this.find('other', alias);
    this.#db.run(
      `INSERT INTO indicator_alias(alias, indicator_id) VALUES (?, ?)
       ON CONFLICT(alias) DO UPDATE SET indicator_id = excluded.indicator_id
       WHERE indicator_id <> excluded.indicator_id`,
      alias,
      targetId,
    );
    if (before === undefined || before === targetId) return;
    const ownName = this.#db.value<string>('SELECT value FROM indicator WHERE id = ?', before);
    if (ownName === alias) this.#fold(before, targetId);
  }

  /** Rolls up what was marked. Before the commit, and before anyone looks. */
  flush(): void {
    for (const id of this.#dirty) {
      const sources = this.#db.all<RollupSource>(selectSources, id);
      const rollup = rollUp(sources, this.#nowMs, readOwnShare(this.#db, id));
      this.#db.run(updateIndicator, this.#changes.sequence, ...rollupValues(rollup), id);
      this.#changes.touchIndicator(id);
    }
    this.#dirty.clear();
  }

  /** Everything that stands at one indicator moves to another; the first ceases to be. */
  #fold(from: number, to: number): void {
    const db = this.#db;
    db.run('UPDATE observation SET indicator_id = ? WHERE indicator_id = ?', to, from);
    db.run(
      `INSERT INTO relation(from_id, kind, to_id, stream_id)
       SELECT ?, kind, to_id, stream_id FROM relation WHERE from_id = ? AND to_id <> ? ON CONFLICT DO NOTHING`,
      to,
      from,
      to,
    );
    db.run(
      `INSERT INTO relation(from_id, kind, to_id, stream_id)
       SELECT from_id, kind, ?, stream_id FROM relation WHERE to_id = ? AND from_id <> ? ON CONFLICT DO NOTHING`,
      to,
      from,
      to,
    );
    db.run('DELETE FROM relation WHERE from_id = ? OR to_id = ?', from, from);
    db.run('UPDATE indicator_alias SET indicator_id = ? WHERE indicator_id = ?', to, from);
    this.#foldOwnWork(from, to);
    db.run('DELETE FROM indicator WHERE id = ?', from);
    this.#dirty.delete(from);
    this.#dirty.add(to);
    this.#changes.touchIndicator(from);
  }

  /** What the analyst did with it: decisions, tags, cases, queued changes. */
  #foldOwnWork(from: number, to: number): void {
    const db = this.#db;
    const moved = db.run('UPDATE triage_entry SET indicator_id = ? WHERE indicator_id = ?', to, from);
    if (moved > 0) showStanding(db, to);
    const tagged = db.run('UPDATE tag_entry SET indicator_id = ? WHERE indicator_id = ?', to, from);
    if (tagged > 0) showOwnTags(db, to);
    // In a case that holds both, the entry of the better name stays.
    const inCases = db.run('UPDATE OR IGNORE case_indicator SET indicator_id = ? WHERE indicator_id = ?', to, from);
    const doubled = db.run('DELETE FROM case_indicator WHERE indicator_id = ?', from);
    if (inCases + doubled > 0) {
      countCases(db, to);
      this.#changes.touch('cases');
    }
    db.run('UPDATE outbox_item SET indicator_id = ? WHERE indicator_id = ?', to, from);
  }
}

function rollupValues(rollup: Rollup): SqlValue[] {
  return rollupColumns.map((column) => rollup[column]);
}
