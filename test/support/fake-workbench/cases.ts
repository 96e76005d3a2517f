import type { Case, CaseIndicator, CaseNote, CaseTimelineEntry } from '#shared/model/case.ts';
import { caseNumberSchema } from '#shared/model/ids.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import { makeDetail } from './indicators.ts';

const hourMs = 3_600_000;

/** A case and what is in it. */
export interface FakeCase extends Omit<Case, 'noteCount' | 'timelineCount'> {
  /** Oldest first. */
  readonly notes: readonly CaseNote[];
  readonly timeline: readonly CaseTimelineEntry[];
  readonly indicators: readonly CaseIndicator[];
}

/** An open case with everything in it, and a closed one. */
export function makeCases(all: readonly IndicatorSummary[], nowMs: number): FakeCase[] {
  const chosen = all.filter((one) => one.score !== null && one.score > 60).slice(0, 7);
  const base = {
    pap: 'amber' as const,
    assignee: 'Ada Winter',
    notes: [],
    tasks: [],
    timeline: [],
    indicators: [],
    files: [],
  };
  return [
    {
      ...base,
      number: caseNumberSchema.parse('CASE-0001'),
      uuid: '5c0b2f0e-9d6c-4f43-8f3e-0a1c7e0d8a11',
      title: 'Emotet loader on two finance hosts',
      status: 'in_progress',
      severity: 'high',
      tlp: 'amber',
      summary:
        'Two workstations in finance fetched a loader from a phishing page on 14 November. Both were isolated within the hour; no lateral movement was seen.',
      verdict: null,
      createdAtMs: nowMs - 160 * hourMs,
      updatedAtMs: nowMs - 2 * hourMs,
      closedAtMs: null,
      indicatorCount: chosen.length,
      openTaskCount: 2,
      indicators: chosen.map((one, at) => {
        const detail = makeDetail(one, all);
        return {
          type: one.type,
          value: one.value,
          addedAtMs: nowMs - (150 - at) * hourMs,
          comment: at === 0 ? 'First contact, from the proxy log.' : null,
          role: at % 3 === 0 ? 'C2' : at % 3 === 1 ? 'dropper' : null,
          snapshot: {
            takenAtMs: nowMs - (150 - at) * hourMs,
            indicator: { ...one, score: (one.score ?? 0) - (at % 2) * 8, verdict: 'unknown', tags: one.tags.slice(1) },
            observations: detail.observationList,
            relations: detail.relations,
          },
        };
      }),
      notes: [
        {
          id: 1,
          atMs: nowMs - 140 * hourMs,
          by: 'Ada Winter',
          text: 'Proxy log shows 14 requests to the first address between 09:12 and 09:40.',
          isPinned: true,
          evidence: chosen.slice(0, 2).map((one, at) => ({
            id: at + 1,
            type: one.type,
            value: one.value,
            connection: at === 0 ? 'falcon' : 'datadog-prod',
            vendor: at === 0 ? 'crowdstrike' : 'datadog',
            stream: 'indicators',
            vendorKey: `rec-${at}f81c02`,
            vendorScore: at === 0 ? 'critical' : '92',
            fetchedAtMs: nowMs - 141 * hourMs,
            rawSha256: 'c0ffee'.repeat(11).slice(0, 64),
            by: 'Ada Winter',
            pinnedAtMs: nowMs - 139 * hourMs,
          })),
        },
        {
          id: 2,
          atMs: nowMs - 20 * hourMs,
          by: 'Tom Berg',
          text: 'Mail gateway: 31 recipients, 2 clicks.\nSubject line was a late invoice.',
          isPinned: false,
          evidence: [],
        },
      ],
      tasks: [
        { id: 1, text: 'Ask finance for the original mail', done: true },
        { id: 2, text: 'Block the /24 at the proxy', done: false },
        { id: 3, text: 'Search for the mutex on other hosts', done: false },
      ],
      files: [
        {
          id: 1,
          name: 'invoice_2026-11.docm',
          sizeBytes: 184_320,
          md5: '9e107d9d372bb6826bd81d3542a419d6',
          sha1: '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
          sha256: 'd7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592',
          comment: 'Attachment of the first mail',
          by: 'Tom Berg',
          addedAtMs: nowMs - 19 * hourMs,
        },
      ],
      timeline: [
        { id: 1, atMs: nowMs - 160 * hourMs, kind: 'created', text: 'Case opened by Ada Winter', by: null },
        { id: 2, atMs: nowMs - 150 * hourMs, kind: 'indicators', text: '7 indicators added', by: null },
        { id: 3, atMs: nowMs - 140 * hourMs, kind: 'note', text: 'Note by Ada Winter', by: null },
        {
          id: 5,
          atMs: nowMs - 138 * hourMs,
          kind: 'own',
          text: 'First laptop called the C2, by its EDR timeline',
          by: 'Tom Berg',
        },
        { id: 4, atMs: nowMs - 2 * hourMs, kind: 'field', text: 'Severity medium became high', by: null },
      ],
    },
    {
      ...base,
      number: caseNumberSchema.parse('CASE-0002'),
      uuid: '0e3a7a52-1c6f-4a4b-9a38-6f3a3f1f1b22',
      title: 'Scanner noise from a hosting range',
      status: 'closed',
      severity: 'low',
      tlp: 'green',
      assignee: null,
      summary: 'Research scanner; listed as harmless.',
      verdict: 'benign',
      createdAtMs: nowMs - 600 * hourMs,
      updatedAtMs: nowMs - 500 * hourMs,
      closedAtMs: nowMs - 500 * hourMs,
      indicatorCount: 0,
      openTaskCount: 0,
    },
  ];
}
