import type { Severity } from '#shared/model/vocabulary.ts';
import type { AnalysisStats, ObjectAttributes } from './schema.ts';

/** What VirusTotal thinks of an object. */
export interface Assessment {
  /** 0-100, null when nobody has judged it. */
  readonly score: number | null;
  /** The vendor's own: `80 (VERDICT_MALICIOUS)`, or flagged of answering engines, `12/94`. */
  readonly vendorScore: string | null;
  readonly severity: Severity | null;
  /** The vendor calls it benign; silence of the engines does not. */
  readonly benign: boolean;
}

const severityWords: ReadonlyMap<string, Severity> = new Map([
  ['SEVERITY_NONE', 'none'],
  ['SEVERITY_LOW', 'low'],
  ['SEVERITY_MEDIUM', 'medium'],
  ['SEVERITY_HIGH', 'high'],
]);

/** The vendor's threat score, else the share of engines that flag it, suspicious ones counting half (design, section 2). */
export function assess(attributes: ObjectAttributes | null | undefined): Assessment {
  const gti = attributes?.gti_assessment;
  const value = gti?.threat_score?.value;
  const verdict = gti?.verdict?.value ?? null;
  const rest = {
    severity: readSeverity(attributes),
    benign: verdict === 'VERDICT_BENIGN',
  };
  if (value !== null && value !== undefined) {
    const vendorScore = verdict === null ? String(value) : `${value} (${verdict})`;
    return { score: Math.round(Math.min(100, Math.max(0, value))), vendorScore, ...rest };
  }
  return { ...readDetections(attributes?.last_analysis_stats), ...rest };
}

/** The newer assessment's word, else the older one's; unknown ones are none of ours. */
function readSeverity(attributes: ObjectAttributes | null | undefined): Severity | null {
  const word = attributes?.gti_assessment?.severity?.value ?? attributes?.threat_severity?.threat_severity_level;
  return severityWords.get(word ?? '') ?? null;
}

/** Engines that timed out, failed or do not know the file type have not answered. */
function readDetections(stats: AnalysisStats | null | undefined): Pick<Assessment, 'score' | 'vendorScore'> {
  const [malicious, suspicious] = [stats?.malicious ?? 0, stats?.suspicious ?? 0];
  const answered = malicious + suspicious + (stats?.undetected ?? 0) + (stats?.harmless ?? 0);
  if (answered === 0) return { score: null, vendorScore: null };
  return {
    score: Math.round((100 * (malicious + suspicious / 2)) / answered),
    vendorScore: `${malicious}/${answered}`,
  };
}
