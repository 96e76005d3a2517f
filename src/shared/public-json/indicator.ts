import {
  displayValue,
  type IndicatorFacts,
  type Observation,
  type Relation,
  type TriageEntry,
} from '../model/indicator.ts';
import type { OwnTag, TagEntry } from '../model/tag.ts';
import { publicMoment } from './moment.ts';

/** An indicator as `search --json` prints it and as the JSON export writes it: stable names, ISO times, no internal ids. */
export function publicIndicator(indicator: IndicatorFacts) {
  return {
    type: indicator.type,
    value: displayValue(indicator),
    score: indicator.score,
    severity: indicator.severity,
    firstSeen: publicMoment(indicator.firstSeenMs),
    lastSeen: publicMoment(indicator.lastSeenMs),
    vendors: indicator.vendors,
    connections: indicator.connections,
    tags: indicator.tags,
    state: indicator.state,
    verdict: indicator.verdict,
    observations: indicator.observations,
    expiresAt: publicMoment(indicator.expiresAtMs),
    flags: indicator.flags,
    cases: indicator.cases,
  };
}

/** One vendor record as `show --json` prints it, but for its `raw` text; `sources` are names. */
export function shownObservation(observation: Observation) {
  return {
    connection: observation.connection,
    vendor: observation.vendor,
    stream: observation.stream,
    vendorKey: observation.vendorKey,
    score: observation.score,
    vendorScore: observation.vendorScore,
    severity: observation.severity,
    confidence: observation.confidence,
    action: observation.action,
    firstSeen: publicMoment(observation.firstSeenMs),
    lastSeen: publicMoment(observation.lastSeenMs),
    expiresAt: publicMoment(observation.expiresAtMs),
    sources: observation.sources.map(({ name }) => name),
    tags: observation.tags,
    fetchedAt: publicMoment(observation.fetchedAtMs),
    goneAt: publicMoment(observation.goneAtMs),
  };
}

/** One vendor record with every normalised field, for the lossless export; `sourceIntents` say what each source thinks. */
export function publicObservation(observation: Observation) {
  return {
    ...shownObservation(observation),
    sourceIntents: observation.sources.map(({ intent }) => intent),
    categories: observation.categories,
    rule: observation.rule,
    country: observation.country,
    asn: observation.asn,
    asType: observation.asType,
    platforms: observation.platforms,
    description: observation.description,
    benign: observation.benign,
    rawSha256: observation.rawSha256,
  };
}

/** A neighbour. */
export function publicRelation({ kind, type, value }: Relation) {
  return { kind, type, value };
}

/** One entry of the triage history. */
export function publicTriageEntry(entry: TriageEntry) {
  return {
    state: entry.state,
    verdict: entry.verdict,
    by: entry.by,
    at: publicMoment(entry.atMs),
    note: entry.note,
    origin: entry.origin,
  };
}

/** A tag of the analyst's own. */
export function publicOwnTag({ name, by, atMs }: OwnTag) {
  return { tag: name, by, at: publicMoment(atMs) };
}

/** One entry of the history of own tags. */
export function publicTagEntry({ name, change, by, atMs }: TagEntry) {
  return { tag: name, change, by, at: publicMoment(atMs) };
}
