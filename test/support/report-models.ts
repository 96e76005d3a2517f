import { addTallies, tallyAll } from '#main/domain/tally.ts';
import type { ReportCounts, ReportIndicator, ReportModel } from '#main/exporters/report-model.ts';
import type { CaseEvidence, CaseFile, CaseNote } from '#shared/model/case.ts';
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
): ReportIndicator & { readonly indicator: IndicatorSummary } {
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
    judgedBy: 'R. Example',
    lists: [],
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

/** A note with a record pinned to it. Without `by`, every foreign text in it is `text`. */
export function makeNote(text: string, changes: { readonly id?: number; readonly by?: string } = {}): CaseNote {
  const { id = 1, by = text } = changes;
  return {
    id,
    atMs: noon,
    by,
    text,
    isPinned: false,
    evidence: [makeEvidence(changes.by === undefined ? text : 'evil.example')],
  };
}

function makeEvidence(text: string): CaseEvidence {
  return {
    id: 1,
    type: 'domain',
    value: text,
    connection: text,
    vendor: 'crowdstrike',
    stream: 'indicators',
    vendorKey: text,
    vendorScore: text,
    fetchedAtMs: noon,
    rawSha256: 'ab'.repeat(32),
    by: text,
    pinnedAtMs: noon,
  };
}

/** A file of a case. */
export function makeFile(name: string, changes: Partial<CaseFile> = {}): CaseFile {
  return {
    id: 1,
    name,
    sizeBytes: 184_320,
    md5: '9e107d9d372bb6826bd81d3542a419d6',
    sha1: '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
    sha256: 'd7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592',
    comment: null,
    by: 'R. Example',
    addedAtMs: noon,
    ...changes,
  };
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
      tlp: 'amber+strict',
      pap: 'amber',
      assignee: 'R. Example',
      summary: 'Two laptops called a new loader.',
      verdict: null,
      createdAtMs: noon - 3_600_000,
      updatedAtMs: noon,
      closedAtMs: null,
      tasks: [{ id: 1, text: 'Isolate the hosts', done: false }],
      files: [makeFile('invoice.docm')],
      noteCount: 1,
    },
    query: null,
    selection: null,
    tlp: 'amber+strict',
    tlpRaised: false,
    leftOut: 0,
    withholdsNames: false,
    counts: countAll(indicators),
    async *indicators() {
      yield* indicators;
    },
    async *notes() {
      yield makeNote('First stage found at https://evil.example/a.', { by: 'R. Example' });
    },
    async *timeline() {
      yield { id: 1, atMs: noon, kind: 'opened', text: 'Case opened.', by: null };
    },
    async *evidence() {
      yield { id: 1, raw: '{"id":"k-1"}' };
    },
    async *account() {
      yield { sealed: '{"id":1,"text":"Case opened."}', hash: 'cd'.repeat(32) };
    },
    vendors: new Map([
      ['datadog', { name: 'Datadog', streams: new Map(), recordsSightings: true }],
      [
        'crowdstrike',
        {
          name: 'CrowdStrike Falcon',
          streams: new Map([['indicators', 'Custom indicators']]),
          recordsSightings: false,
        },
      ],
    ]),
    sources: [{ connection: 'Falcon EU', vendor: 'crowdstrike', lastCompleteAtMs: noon, complete: true }],
    ...changes,
  };
}
