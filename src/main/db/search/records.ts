import type { Predicate } from '#main/domain/query/plan.ts';
import { among, type Fragment, fragment, join } from './fragment.ts';
import { findStreams, findTerms, hasAny, type WordContext } from './words.ts';

/** A question about single records: where one is live, expired or gone, or what is done about it. */
export type RecordPredicate = Extract<Predicate, { kind: 'record' }>;

/** What compiling one needs. */
export interface RecordContext extends WordContext {
  readonly nowMs: number;
}

/** Over the table `indicator i`. */
export function compileRecord(context: RecordContext, { field, pattern }: RecordPredicate): Fragment {
  if (field !== 'live') return among(selectRecords(context, field, pattern));
  const streams = findStreams(context.db, 'vendor', pattern);
  const { sql, params } = selectWithoutLive(streams, context.nowMs);
  return join('AND', [hasAny(context, 'i.streams', streams), fragment(`i.id NOT IN (${sql})`, ...params)]);
}

/** Indicators with a record that is gone, expired or enforced; each by an index of its own. */
export function selectRecords(
  context: RecordContext,
  field: Exclude<RecordPredicate['field'], 'live'>,
  pattern: string,
): Fragment {
  if (field === 'enforced') return selectEnforced(findTerms(context.db, 'action', pattern), context.nowMs);
  const streams = JSON.stringify(findStreams(context.db, 'vendor', pattern));
  return field === 'gone' ? selectGone(streams) : selectExpired(streams, context.nowMs);
}

/** Of some streams: the indicators of which they have records, but none that is live. */
export function selectWithoutLive(streamIds: readonly number[], nowMs: number): Fragment {
  const streams = JSON.stringify(streamIds);
  const [gone, expired] = [selectGone(streams), selectExpired(streams, nowMs)];
  return fragment(
    `SELECT d.indicator_id FROM (${gone.sql} UNION ${expired.sql}) d WHERE NOT EXISTS (
       SELECT 1 FROM observation l WHERE l.indicator_id = d.indicator_id
         AND l.stream_id IN (SELECT value FROM json_each(?))
         AND l.gone_at_ms IS NULL AND (l.expires_at_ms IS NULL OR l.expires_at_ms > ?))`,
    ...gone.params,
    ...expired.params,
    streams,
    nowMs,
  );
}

function selectGone(streams: string): Fragment {
  return fragment(
    `SELECT indicator_id FROM observation
       WHERE gone_at_ms IS NOT NULL AND stream_id IN (SELECT value FROM json_each(?))`,
    streams,
  );
}

function selectExpired(streams: string, nowMs: number): Fragment {
  return fragment(
    `SELECT indicator_id FROM observation
       WHERE expires_at_ms <= ? AND gone_at_ms IS NULL AND stream_id IN (SELECT value FROM json_each(?))`,
    nowMs,
    streams,
  );
}

function selectEnforced(actions: readonly number[], nowMs: number): Fragment {
  return fragment(
    `SELECT indicator_id FROM observation
       WHERE action IN (SELECT value FROM json_each(?)) AND gone_at_ms IS NULL
         AND (expires_at_ms IS NULL OR expires_at_ms > ?)`,
    JSON.stringify(actions),
    nowMs,
  );
}
