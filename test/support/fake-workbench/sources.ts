import { tabulateOverlap } from '#main/domain/overlap.ts';
import { listChecks } from '#main/domain/standing.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import type { Overlap } from '#shared/model/overlap.ts';
import type { StandingCheck } from '#shared/model/standing.ts';

/** Who of the vendors knows what. */
export function countOverlap(rows: readonly IndicatorSummary[]): Overlap {
  return tabulateOverlap(rows.map(({ vendors }) => ({ vendors, count: 1 })));
}

/** The checks with made-up counts; one finds nothing, one takes too long to count. */
export function fakeChecks(indicators: number): StandingCheck[] {
  const checks = listChecks(
    [
      {
        vendor: 'crowdstrike',
        name: 'CrowdStrike Falcon',
        enforcing: ['prevent', 'prevent_no_ui', 'detect'],
        allowing: ['allow'],
        types: ['ipv4', 'ipv6', 'domain', 'md5', 'sha256'],
      },
    ],
    ['datadog', 'threatgrid', 'virustotal', 'import'],
  );
  const counts = [Math.round(indicators / 7), 318, 41, 0, 1_206, null, 27];
  return checks.map((check, at) => ({ ...check, count: indicators === 0 ? 0 : (counts[at] ?? 0) }));
}
