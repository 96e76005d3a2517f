import { drawChance } from '../world/random.ts';
import type { WorldIndicator } from '../world/types.ts';
import type { EntityType } from './filter.ts';

/** The vendor's own verdict; sent only to clients that name themselves with `x-tool`. */
export interface GtiAssessment {
  readonly threat_score: { readonly value: number };
  readonly verdict: { readonly value: string };
  readonly severity: { readonly value: string };
  readonly contributing_factors: Readonly<Record<string, unknown>>;
  readonly description: string;
}

const descriptions = {
  VERDICT_BENIGN: 'This indicator was determined as benign and likely poses no threat.',
  VERDICT_UNDETECTED:
    'This indicator did not match our detection criteria and there is currently no evidence of malicious activity.',
  VERDICT_SUSPICIOUS: 'This indicator is suspicious; analysts should review it in its context.',
  VERDICT_MALICIOUS: 'This indicator is malicious. Analysts should prioritize investigation.',
} as const;

/** Brings the indicator's score to the vendor's scale of verdicts and severities. */
export function buildAssessment(indicator: WorldIndicator): GtiAssessment {
  const value = indicator.isBenign ? 0 : indicator.score;
  const verdict = verdictOf(indicator);
  const isBad = verdict === 'VERDICT_MALICIOUS';
  return {
    threat_score: { value },
    verdict: { value: verdict },
    severity: { value: severityOf(value) },
    contributing_factors: {
      gti_confidence_score: value,
      ...(isBad ? { normalised_categories: [indicator.campaign.kind], gavs_detections: 1 + (value % 5) } : {}),
      ...(isBad && drawChance({ seed: 0xfac, index: indicator.index }, 540, 0.4)
        ? { malicious_sandbox_verdict: true, matched_malicious_yara: true }
        : {}),
      ...(indicator.isBenign ? { mandiant_analyst_benign: true, pervasive_indicator: true } : {}),
    },
    description: descriptions[verdict],
  };
}

/** The older severity verdict; its version is a number for files and text elsewhere, its date is a numeric string. */
export function buildThreatSeverity(indicator: WorldIndicator, type: EntityType, analysedAt: number) {
  const versions = { file: 5, domain: 'D3', url: 'U3', ip_address: 'I3' } as const;
  const level = severityOf(indicator.isBenign ? 0 : indicator.score);
  return {
    version: versions[type],
    threat_severity_level: level,
    threat_severity_data: level === 'SEVERITY_NONE' ? {} : { belongs_to_bad_collection: true },
    last_analysis_date: String(analysedAt),
    level_description:
      level === 'SEVERITY_NONE'
        ? 'No severity score data'
        : `Severity ${level.slice('SEVERITY_'.length)} because it was considered ${indicator.campaign.kind}.`,
  };
}

function verdictOf(indicator: WorldIndicator): keyof typeof descriptions {
  if (indicator.isBenign) return 'VERDICT_BENIGN';
  if (indicator.score < 15) return 'VERDICT_UNDETECTED';
  return indicator.score < 60 ? 'VERDICT_SUSPICIOUS' : 'VERDICT_MALICIOUS';
}

function severityOf(value: number): string {
  if (value >= 80) return 'SEVERITY_HIGH';
  if (value >= 50) return 'SEVERITY_MEDIUM';
  return value >= 15 ? 'SEVERITY_LOW' : 'SEVERITY_NONE';
}
