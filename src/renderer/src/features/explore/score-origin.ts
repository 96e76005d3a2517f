import type { IndicatorDetail, Observation } from '#shared/model/indicator.ts';
import { conflictScore } from '#shared/model/vocabulary.ts';

/** Whether a record still speaks: `expired` and `gone` ones are kept, but do not count while another is live. */
export type RecordStanding = 'live' | 'expired' | 'gone';

/** How it stands; what is both was taken away. */
export function standingOf({ goneAtMs, expiresAtMs }: Observation, nowMs: number): RecordStanding {
  if (goneAtMs !== null) return 'gone';
  return expiresAtMs !== null && expiresAtMs <= nowMs ? 'expired' : 'live';
}

/** A record's part in the indicator's score. */
export interface ScorePart {
  readonly observation: Observation;
  readonly standing: RecordStanding;
  /** It gave the highest score. */
  readonly isDecisive: boolean;
}

/** Where an indicator's score comes from. */
export interface ScoreOrigin {
  /** The records that gave the highest score. */
  readonly from: readonly Observation[];
  /** Records that count: live ones, or those that died last when none is live. */
  readonly considered: number;
  readonly isLive: boolean;
  /** Every record, the highest score first. */
  readonly parts: readonly ScorePart[];
}

/** Says whose score an indicator carries: the highest of its live records; with none left, of the last known ones. */
export function findScoreOrigin(detail: IndicatorDetail, nowMs: number): ScoreOrigin {
  const live = detail.observationList.filter((observation) => standingOf(observation, nowMs) === 'live');
  const considered = live.length > 0 ? live : lastLive(detail.observationList);
  const from = considered.filter(({ score }) => score !== null && score === detail.score);
  return {
    from,
    considered: considered.length,
    isLive: live.length > 0,
    parts: detail.observationList
      .toSorted((a, b) => (b.score ?? -1) - (a.score ?? -1))
      .map((observation) => ({
        observation,
        standing: standingOf(observation, nowMs),
        isDecisive: from.includes(observation),
      })),
  };
}

const diedAt = ({ goneAtMs, expiresAtMs }: Observation): number =>
  Math.min(goneAtMs ?? Number.POSITIVE_INFINITY, expiresAtMs ?? Number.POSITIVE_INFINITY);

/** Those that died last, as the cache rolls them up. */
function lastLive(records: readonly Observation[]): readonly Observation[] {
  const last = Math.max(...records.map(diedAt));
  return records.filter((record) => diedAt(record) === last);
}

/** Who contradicts whom. */
export interface Disagreement {
  /** Live records that allow it or call it harmless. */
  readonly calm: readonly Observation[];
  /** Live records of others with a high score. */
  readonly alarmed: readonly Observation[];
}

/** The two sides of an indicator about which vendors disagree; both empty when they do not. */
export function findDisagreement(detail: IndicatorDetail, nowMs: number): Disagreement {
  const live = detail.observationList.filter((observation) => standingOf(observation, nowMs) === 'live');
  const high = live.filter(({ score }) => (score ?? 0) >= conflictScore);
  const calm = live.filter((one) => one.benign && high.some((other) => other !== one));
  return { calm, alarmed: high.filter((one) => calm.some((other) => other !== one)) };
}
