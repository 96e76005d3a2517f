import { buildAnalysis, buildCommunity } from './analysis.ts';
import { buildAssessment, buildThreatSeverity } from './assessment.ts';
import type { VtEntity } from './entity.ts';
import { fileAttributes } from './file-attributes.ts';
import { addressAttributes, domainAttributes, urlAttributes } from './host-attributes.ts';

/** An object's attributes; every one is optional at the vendor. */
export type VtAttributes = Readonly<Record<string, unknown>>;

/** How much an object tells. */
export interface AttributeOptions {
  /** Engines in `last_analysis_results`. */
  readonly engines: number;
  /** Whether the client sent `x-tool`. */
  readonly hasAssessment: boolean;
}

/** All attributes of an object, as the object endpoints and the full stream give them. */
export function buildAttributes(entity: VtEntity, options: AttributeOptions): VtAttributes {
  const { indicator, type } = entity;
  const analysedAt = indicator.lastSeenMs / 1000;
  const { results, stats } = buildAnalysis(indicator, type, options.engines);
  const community = buildCommunity(indicator);
  return {
    ...specificAttributes(entity),
    ...community,
    last_analysis_date: analysedAt,
    // Everything the world saw lies at least a minute before now.
    last_modification_date: analysedAt + (indicator.index % 55),
    last_analysis_stats: stats,
    last_analysis_results: results,
    threat_severity: buildThreatSeverity(indicator, type, analysedAt),
    ...(options.hasAssessment ? { gti_assessment: buildAssessment(indicator) } : {}),
  };
}

function specificAttributes(entity: VtEntity): VtAttributes {
  switch (entity.type) {
    case 'file':
      return fileAttributes(entity);
    case 'url':
      return urlAttributes(entity);
    case 'domain':
      return domainAttributes(entity);
    case 'ip_address':
      return addressAttributes(entity);
  }
}
