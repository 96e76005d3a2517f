import { addTallies, tallyAll } from '#main/domain/tally.ts';
import type { ReportCounts, ReportIndicator, ReportModel } from '#main/exporters/report-model.ts';
import { indicatorIdSchema, observationIdSchema } from '#shared/model/ids.ts';
import type { IndicatorSummary, Observation } from '#shared/model/indicator.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';

const noon = Date.parse('2026-11-20T12:00:00.000Z');

/** An indicator of a report with believable fields; any of them can be replaced. */
export function makeReportIndicator(
  type: IndicatorType,
  value: string,
  changes: {
    readonly indicator?: Partial<IndicatorSummary>;
    readonly observation?: Partial<Observation>;
  } & Partial<Omit<ReportIndicator, 'indicator'>> = {},
): ReportIndicator {
  const { indicator, observation, ...rest } = changes;
  return {
    indicator: {
      id: indicatorIdSchema.parse(1),
      type,
      value,
      received: null,
      score: 95,
      severity: 'critical',
      firstSeenMs: noon - 86_400_000,
      lastSeenMs: noon,
      expiresAtMs: null,
      vendors: ['crowdstrike'],
      connections: ['Falcon EU'],
      tags: ['loader'],
      state: 'reviewed',
      verdict: 'malicious',
      triagedAtMs: noon,
      observations: 1,
      flags: [],
      cases: ['CASE-0001'],
      ...indicator,
    },
    observations: [
      {
        id: observationIdSchema.parse(1),
        connection: 'Falcon EU',
        vendor: 'crowdstrike',
        stream: 'indicators',
        vendorKey: 'k-1',
        score: 95,
        vendorScore: 'critical',
        severity: 'critical',
        confidence: null,
        action: 'prevent',
        firstSeenMs: noon - 86_400_000,
        lastSeenMs: noon,
        expiresAtMs: null,
        sources: [{ name: 'our own', intent: 'malicious' }],
        tags: ['loader'],
        categories: [],
        rule: null,
        country: null,
        asn: null,
        asType: null,
        platforms: ['windows'],
        description: null,
        benign: false,
        fetchedAtMs: noon,
        goneAtMs: null,
        rawSha256: 'ab'.repeat(32),
        versions: 0,
        ...observation,
      },
    ],
    relations: [],
    comment: null,
    role: null,
    addedAtMs: noon,
    raw: null,
    ...rest,
  };
}

function countAll(indicators: readonly ReportIndicator[]): ReportCounts {
  const [sum] = addTallies(tallyAll(indicators).map((tally) => ({ ...tally, mark: null })));
  const { total, harmless, unscored } = sum ?? { total: 0, harmless: 0, unscored: 0 };
  const byType = Map.groupBy(indicators, ({ indicator }) => indicator.type);
  return { total, harmless, unscored, byType: new Map([...byType].map(([type, members]) => [type, members.length])) };
}

/** A case report with the given indicators, which stand in the order of reports. */
export function makeReportModel(
  indicators: readonly ReportIndicator[],
  changes: Partial<ReportModel> = {},
): ReportModel {
  return {
    tool: 'Sightline 0.1.0',
    author: 'R. Example',
    dataStateAtMs: noon,
    case: {
      number: 'CASE-0001',
      uuid: '3f2a1c9e-7a41-4b6d-9d5c-0a2f6f1b7e11',
      title: 'Loader on the finance laptops',
      status: 'in_progress',
      severity: 'high',
      pap: 'amber',
      assignee: 'R. Example',
      summary: 'Two laptops called a new loader.',
      verdict: null,
      createdAtMs: noon - 3_600_000,
      updatedAtMs: noon,
      tasks: [{ id: 1, text: 'Isolate the hosts', done: false }],
      noteCount: 1,
    },
    query: null,
    tlp: 'amber+strict',
    tlpRaised: false,
    leftOut: 0,
    counts: countAll(indicators),
    async *indicators() {
      yield* indicators;
    },
    async *notes() {
      yield { id: 1, atMs: noon, by: 'R. Example', text: 'First stage found at https://evil.example/a.' };
    },
    async *timeline() {
      yield { id: 1, atMs: noon, kind: 'opened', text: 'Case opened.' };
    },
    sources: [{ connection: 'Falcon EU', vendor: 'crowdstrike', lastCompleteAtMs: noon, complete: true }],
    ...changes,
  };
}
