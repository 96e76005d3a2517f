import type { IndicatorDetail, Observation } from '#shared/model/indicator.ts';

/** Where an indicator's score comes from. */
export interface ScoreOrigin {
  /** The records that gave the highest score. */
  readonly from: readonly Observation[];
  /** Records that count: live ones, or all when none is live. */
  readonly considered: number;
  readonly isLive: boolean;
}

/** Live: still listed by the vendor and not past its expiry date. */
function isLive(observation: Observation, nowMs: number): boolean {
  return observation.goneAtMs === null && (observation.expiresAtMs === null || observation.expiresAtMs > nowMs);
}

/** Says whose score an indicator carries: the highest of its live records; with none left, of the last known ones. */
export function findScoreOrigin(detail: IndicatorDetail, nowMs: number): ScoreOrigin {
  const live = detail.observationList.filter((observation) => isLive(observation, nowMs));
  const considered = live.length > 0 ? live : detail.observationList;
  return {
    from: considered.filter((observation) => observation.score !== null && observation.score === detail.score),
    considered: considered.length,
    isLive: live.length > 0,
  };
}
