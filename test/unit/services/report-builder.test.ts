import { describe, expect, it } from 'vitest';
import { tallyAll } from '#main/domain/tally.ts';
import type { ReportIndicator } from '#main/exporters/report-model.ts';
import { buildReportHead, type ReportMaterial } from '#main/services/exports/report-builder.ts';
import type { Case } from '#shared/model/case.ts';
import { caseNumberSchema } from '#shared/model/ids.ts';
import type { TlpMark } from '#shared/model/vocabulary.ts';
import { makeReportIndicator } from '../../support/report-models.ts';

const opened = Date.parse('2026-11-01T00:00:00Z');

function makeCase(tlp: TlpMark): Case {
  return {
    number: caseNumberSchema.parse('CASE-0007'),
    uuid: 'c0ffee00-0000-4000-8000-000000000007',
    title: 'Loader',
    status: 'open',
    severity: 'high',
    tlp,
    pap: 'amber',
    assignee: null,
    summary: null,
    verdict: null,
    createdAtMs: opened,
    updatedAtMs: opened,
    closedAtMs: null,
    indicatorCount: 0,
    openTaskCount: 0,
    tasks: [],
    files: [],
    noteCount: 0,
    timelineCount: 0,
  };
}

function marked(value: string, ...tags: readonly string[]) {
  return makeReportIndicator('domain', value, { indicator: { tags: [...tags] } });
}

function build({
  indicators = [],
  ...change
}: Partial<ReportMaterial> & { readonly indicators?: readonly ReportIndicator[] }) {
  return buildReportHead({
    tool: 'Sightline 0.0.0',
    author: 'R. Example',
    case: null,
    query: '*',
    selection: null,
    tallies: tallyAll(indicators),
    sources: [],
    vendors: new Map(),
    defaultTlp: 'amber',
    ceiling: null,
    ...change,
  });
}

describe('the mark of a file', () => {
  it("is the case's own", () => {
    expect(build({ case: makeCase('green') })).toMatchObject({ tlp: 'green', tlpRaised: false });
  });

  it('is raised by what is inside, and says so', () => {
    const indicators = [marked('a.example', 'tlp:red'), marked('b.example')];
    expect(build({ case: makeCase('green'), indicators })).toMatchObject({ tlp: 'red', tlpRaised: true, leftOut: 0 });
  });

  it('is not raised by what the ceiling keeps out', () => {
    const indicators = [marked('a.example', 'tlp:red'), marked('b.example', 'tlp:clear')];
    const model = build({ case: makeCase('green'), indicators, ceiling: 'amber' });
    expect(model).toMatchObject({ tlp: 'green', tlpRaised: false, leftOut: 1 });
    expect(model.counts).toMatchObject({ total: 1, byType: new Map([['domain', 1]]) });
  });

  it('keeps names to itself wherever a ceiling could leave some out', () => {
    const withholds = (ceiling: TlpMark | null) => build({ ceiling }).withholdsNames;
    expect([withholds('amber+strict'), withholds('clear'), withholds('red'), withholds(null)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('refuses a case marked above the ceiling', () => {
    expect(() => build({ case: makeCase('red'), ceiling: 'amber' })).toThrow(
      expect.objectContaining({ code: 'input.invalid' }),
    );
  });

  it('is the default for a list, never above the ceiling asked for', () => {
    const indicators = [marked('a.example')];
    expect(build({ indicators })).toMatchObject({ tlp: 'amber', tlpRaised: false });
    expect(build({ indicators, ceiling: 'clear' })).toMatchObject({ tlp: 'clear', leftOut: 0 });
    expect(build({ indicators, ceiling: 'red' })).toMatchObject({ tlp: 'amber' });
  });
});

it('counts in the order of the types, whatever order they came in', () => {
  const indicators = [
    makeReportIndicator('other', 'x', { indicator: { score: null, flags: ['listed'] } }),
    makeReportIndicator('domain', 'a.example', { indicator: { verdict: 'benign' } }),
    makeReportIndicator('ipv4', '9.9.9.9'),
    marked('b.example', 'tlp:green'),
  ];
  const { counts } = build({ indicators });
  expect(counts).toMatchObject({ total: 4, harmless: 2, unscored: 1 });
  expect([...counts.byType]).toEqual([
    ['ipv4', 1],
    ['domain', 2],
    ['other', 1],
  ]);
});

it('names the connections whose records are inside, not those of what was left out', () => {
  const sources = ['Kept', 'Left out'].map((connection) => ({
    connection,
    vendor: 'acme',
    lastCompleteAtMs: null,
    complete: true,
  }));
  const indicators = [
    makeReportIndicator('domain', 'a.example', { observation: { connection: 'Kept' } }),
    makeReportIndicator('domain', 'b.example', {
      observation: { connection: 'Left out' },
      indicator: { tags: ['tlp:red'] },
    }),
  ];
  expect(build({ indicators, sources, ceiling: 'amber' }).sources).toEqual(sources.slice(0, 1));
});

describe('the time of the data', () => {
  const at = (text: string): number => Date.parse(text);
  const member = makeReportIndicator('domain', 'a.example', {
    indicator: { triagedAtMs: at('2026-11-03T00:00:00Z') },
    observation: { fetchedAtMs: at('2026-11-02T00:00:00Z'), goneAtMs: null },
    addedAtMs: at('2026-11-01T00:00:00Z'),
  });

  it('is the latest change of anything inside', () => {
    expect(build({ indicators: [member] }).dataStateAtMs).toBe(at('2026-11-03T00:00:00Z'));
    const gone = {
      ...member,
      observations: member.observations.map((one) => ({ ...one, goneAtMs: at('2026-11-05T00:00:00Z') })),
    };
    expect(build({ indicators: [gone] }).dataStateAtMs).toBe(at('2026-11-05T00:00:00Z'));
    const updated = { ...makeCase('green'), updatedAtMs: at('2026-11-06T00:00:00Z') };
    expect(build({ case: updated, indicators: [gone] }).dataStateAtMs).toBe(at('2026-11-06T00:00:00Z'));
  });
});
