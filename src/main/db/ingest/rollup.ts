import { conflictScore, severityOfScore } from '#shared/model/vocabulary.ts';
import { flagBits, severityCodes } from '../codes.ts';
import { addIds, encodeIdSet, encodeIds } from '../id-lists.ts';

/** What a roll-up looks at in one observation. */
export interface RollupSource {
  readonly stream_id: number;
  readonly score: number | null;
  readonly benign: number;
  readonly first_seen_at_ms: number | null;
  readonly last_seen_at_ms: number | null;
  readonly expires_at_ms: number | null;
  readonly gone_at_ms: number | null;
  readonly fetched_at_ms: number;
  readonly action: number | null;
  readonly rule: number | null;
  readonly country: number | null;
  readonly asn: number | null;
  readonly as_type: number | null;
  readonly tags: string | null;
  readonly categories: string | null;
  readonly platforms: string | null;
  readonly sources: string | null;
  readonly tlp: number | null;
}

/** What the analyst's own tags add to a roll-up: ids of their terms, and the mark that they carry. */
export interface OwnShare {
  readonly terms: readonly number[];
  readonly tlp: number | null;
}

export const nothingOwn: OwnShare = { terms: [], tlp: null };

/** What an indicator shows of all its observations; columns of the `indicator` table. */
export interface Rollup {
  readonly score: number | null;
  readonly severity: number;
  readonly flags: number;
  readonly observations: number;
  readonly first_seen_at_ms: number | null;
  readonly last_seen_at_ms: number | null;
  readonly expires_at_ms: number | null;
  readonly expired_from_at_ms: number | null;
  readonly rollup_due_at_ms: number | null;
  readonly fetched_at_ms: number | null;
  readonly streams: string;
  readonly terms: string;
  readonly tlp: number | null;
}

/**
 * Rolls the observations of one indicator up; pure.
 *
 * Score, severity, times and mark come from the live ones (not gone, not expired). With none left they are those of the last
 * moment at which one was live: what the analyst saw then stays, flagged. Words, streams and the count come from all.
 *
 * @param own the analyst's own tags: whatever vendors say, they stay among the words, and mark.
 */
export function rollUp(observations: readonly RollupSource[], nowMs: number, own: OwnShare = nothingOwn): Rollup {
  const [only] = observations;
  if (only !== undefined && observations.length === 1) return rollUpOne(only, nowMs, own);
  const live = observations.filter((one) => deathOf(one) > nowMs);
  const speaking = live.length > 0 ? live : lastLive(observations);
  const score = greatest(speaking.map((one) => one.score));
  const gone = observations.length > 0 && observations.every((one) => one.gone_at_ms !== null);
  return {
    score,
    severity: severityCodes.toCode[severityOfScore(score)],
    flags: (gone ? flagBits.gone : 0) | (isConflicting(live) ? flagBits.conflicting : 0),
    observations: observations.length,
    first_seen_at_ms: least(speaking.map((one) => one.first_seen_at_ms)),
    last_seen_at_ms: greatest(speaking.map((one) => one.last_seen_at_ms)),
    expires_at_ms: greatest(speaking.map((one) => one.expires_at_ms)),
    expired_from_at_ms: allExpiredFrom(observations),
    rollup_due_at_ms: least(live.map((one) => one.expires_at_ms)),
    fetched_at_ms: greatest(observations.map((one) => one.fetched_at_ms)),
    streams: encodeIdSet(observations.map((one) => one.stream_id)),
    terms: encodeTerms(observations, own),
    // The codes of the marks rise with their restriction.
    tlp: greatest([...speaking.map((one) => one.tlp), own.tlp]),
  };
}

/** The same of a single one, as most are: dead or alive it alone speaks, and it cannot contradict itself. */
function rollUpOne(one: RollupSource, nowMs: number, own: OwnShare): Rollup {
  return {
    score: one.score,
    severity: severityCodes.toCode[severityOfScore(one.score)],
    flags: one.gone_at_ms === null ? 0 : flagBits.gone,
    observations: 1,
    first_seen_at_ms: one.first_seen_at_ms,
    last_seen_at_ms: one.last_seen_at_ms,
    expires_at_ms: one.expires_at_ms,
    expired_from_at_ms: one.expires_at_ms,
    rollup_due_at_ms: deathOf(one) > nowMs ? one.expires_at_ms : null,
    fetched_at_ms: one.fetched_at_ms,
    streams: encodeIds([one.stream_id]),
    terms: encodeTerms([one], own),
    tlp: greatest([one.tlp, own.tlp]),
  };
}

/** The moment from which an observation is no longer live. */
function deathOf(one: RollupSource): number {
  return Math.min(one.gone_at_ms === null ? Infinity : -Infinity, one.expires_at_ms ?? Infinity);
}

/** For comparing the dead: when each of them died. */
function diedAt(one: RollupSource): number {
  return Math.min(one.gone_at_ms ?? Infinity, one.expires_at_ms ?? Infinity);
}

function lastLive(observations: readonly RollupSource[]): readonly RollupSource[] {
  const last = greatest(observations.map(diedAt));
  return observations.filter((one) => diedAt(one) === last);
}

function isConflicting(live: readonly RollupSource[]): boolean {
  return live.some(
    (calm) => calm.benign === 1 && live.some((other) => other !== calm && (other.score ?? 0) >= conflictScore),
  );
}

function allExpiredFrom(observations: readonly RollupSource[]): number | null {
  if (observations.length === 0 || observations.some((one) => one.expires_at_ms === null)) return null;
  return greatest(observations.map((one) => one.expires_at_ms));
}

function encodeTerms(observations: readonly RollupSource[], own: OwnShare): string {
  const ids = [...own.terms];
  for (const one of observations) {
    if (one.action !== null) ids.push(one.action);
    if (one.rule !== null) ids.push(one.rule);
    if (one.country !== null) ids.push(one.country);
    if (one.asn !== null) ids.push(one.asn);
    if (one.as_type !== null) ids.push(one.as_type);
    addIds(one.tags, ids);
    addIds(one.categories, ids);
    addIds(one.platforms, ids);
    addIds(one.sources, ids);
  }
  return encodeIdSet(ids);
}

function greatest(values: readonly (number | null)[]): number | null {
  return values.reduce((best, value) => (value !== null && (best === null || value > best) ? value : best), null);
}

function least(values: readonly (number | null)[]): number | null {
  return values.reduce((best, value) => (value !== null && (best === null || value < best) ? value : best), null);
}
