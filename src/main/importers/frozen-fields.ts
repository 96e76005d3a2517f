import type { ImportedTriage } from '#main/services/ports/imports.ts';
import type { DerivedDraft } from '#main/vendors/vendor.ts';
import type { ObservationFields } from '#shared/model/indicator.ts';
import type { FrozenMember } from '#shared/public-json/frozen.ts';
import type { Statement } from './statement.ts';

/**
 * What the file of another Sightline says of an indicator.
 * @param by who decided on it, as far as the file tells.
 */
export function stateFrozen(frozen: FrozenMember, by: string | null) {
  const { type, value, received } = frozen.indicator;
  return {
    type,
    text: received ?? value,
    fields: fieldsOfFrozen(frozen),
    derived: neighboursOfFrozen(frozen),
    triage: triageOfFrozen(frozen, by),
    frozen,
  } satisfies Partial<Statement>;
}

/** A record of its own: what its vendors said, rolled up. */
function fieldsOfFrozen({ indicator, observations }: FrozenMember): Partial<ObservationFields> {
  const first = <Name extends 'action' | 'rule' | 'country' | 'asn' | 'asType' | 'description'>(name: Name) =>
    observations.map((one) => one[name]).find((value) => value !== null) ?? null;
  const all = (name: 'categories' | 'platforms'): string[] => [...new Set(observations.flatMap((one) => one[name]))];
  const sources = new Map(observations.flatMap((one) => one.sources).map((source) => [source.name, source]));
  return {
    score: indicator.score,
    firstSeenMs: indicator.firstSeenMs,
    lastSeenMs: indicator.lastSeenMs,
    expiresAtMs: indicator.expiresAtMs,
    tags: indicator.tags,
    categories: all('categories'),
    platforms: all('platforms'),
    sources: [...sources.values()],
    action: first('action'),
    rule: first('rule'),
    country: first('country'),
    asn: first('asn'),
    asType: first('asType'),
    description: first('description'),
    benign: observations.length > 0 && observations.every(({ benign }) => benign),
  };
}

/** Neighbours that somebody named; domains above and below are found by the cache itself. */
function neighboursOfFrozen({ relations }: FrozenMember): readonly DerivedDraft[] {
  return relations
    .filter(({ kind }) => kind !== 'parent_domain')
    .map(({ kind, type, value }) => ({ type, value, relation: kind }));
}

/** The decision that was frozen; null where nobody made one. */
function triageOfFrozen({ indicator }: FrozenMember, by: string | null): ImportedTriage | null {
  const { state, verdict, triagedAtMs } = indicator;
  if (triagedAtMs === null && state === 'new' && verdict === 'unknown') return null;
  return { state, verdict, atMs: triagedAtMs, by };
}
