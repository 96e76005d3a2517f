import { describe, expect, it } from 'vitest';
import { buildReportModel, type ReportMaterial } from '#main/services/report-builder.ts';
import type { Case } from '#shared/model/case.ts';
import { caseNumberSchema } from '#shared/model/ids.ts';
import type { IndicatorType, TlpMark } from '#shared/model/vocabulary.ts';
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
    indicators: [],
    notes: [],
    tasks: [],
    timeline: [],
  };
}

function marked(value: string, ...tags: readonly string[]) {
  return makeReportIndicator('domain', value, { indicator: { tags: [...tags] } });
}

function build(change: Partial<ReportMaterial>) {
  return buildReportModel({
    tool: 'Sightline 0.0.0',
    case: null,
    query: '*',
    indicators: [],
    sources: [],
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
    expect(model.indicators.map(({ indicator }) => indicator.value)).toEqual(['b.example']);
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

it('orders by type, then by code point, not by UTF-16 unit or locale', () => {
  const members: readonly (readonly [IndicatorType, string])[] = [
    ['other', '\u{1F600}'],
    ['other', '\uFFFD'],
    ['other', 'a'],
    ['other', 'B'],
    ['other', 'ab'],
    ['domain', 'z.example'],
    ['ipv4', '9.9.9.9'],
  ];
  const model = build({ indicators: members.map(([type, value]) => makeReportIndicator(type, value)) });
  expect(model.indicators.map(({ indicator }) => indicator.value)).toEqual([
    '9.9.9.9',
    'z.example',
    'B',
    'a',
    'ab',
    '\uFFFD',
    '\u{1F600}',
  ]);
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
