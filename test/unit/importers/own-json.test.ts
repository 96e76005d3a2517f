import { describe, expect, it } from 'vitest';
import { json } from '#main/exporters/json/index.ts';
import { namesOf, readText, readValue } from '../../support/import-texts.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

interface Written extends Record<string, unknown> {
  readonly case: Record<string, unknown>;
  readonly indicators: Record<string, unknown>[];
}

async function write(...parameters: Parameters<typeof makeReportModel>): Promise<Written> {
  return JSON.parse(await joinChunks(json.render(makeReportModel(...parameters), { defang: true }))) as Written;
}

const two = [makeReportIndicator('ipv4', '198.51.100.3'), makeReportIndicator('domain', 'evil.example')];

describe('a JSON export of ours', () => {
  it('is told by its content, whatever stands around it', async () => {
    const text = `\uFEFF  ${JSON.stringify(await write(two), undefined, 2)}\n`;
    expect(readText(text)).toMatchObject({ format: 'json', author: 'R. Example', notes: [], passedOver: [] });
  });

  it('without what later exports say is read as far as it goes', async () => {
    const { author: _author, ...older } = await write(two);
    const indicators = older.indicators.map(({ triagedAt: _at, judgedBy: _by, lists: _lists, ...one }) => ({
      ...one,
      observationList: (one['observationList'] as { versions: number }[]).map(({ versions: _n, ...rest }) => rest),
    }));
    const file = readValue({ ...older, indicators });
    expect(file.passedOver).toEqual([]);
    expect(file.rows.map(({ triage }) => triage)).toEqual(
      two.map(() => ({ state: 'reviewed', verdict: 'malicious', atMs: null, by: null })),
    );
  });

  it('with raw records keeps them in the rows', async () => {
    const raw = new Map([[1, '{"as":"received"}']]);
    const file = readValue(await write([{ ...makeReportIndicator('ipv4', '198.51.100.3'), raw }]));
    expect(file.rows[0]?.draft.raw).toContain(JSON.stringify('{"as":"received"}'));
  });

  it('tells how many were left out of it', async () => {
    const { notes } = readValue(await write(two, { leftOut: 1_200 }));
    expect(notes).toEqual(['1,200 indicators were left out of the file under the ceiling it has.']);
  });

  it('of a later version is refused, and so is what only says that it is one', async () => {
    const later = { ...(await write(two)), version: 2 };
    expect(() => readValue(later)).toThrow(/later version/);
    expect(() => readValue({ format: 'sightline-case', version: 1 })).toThrow(/no JSON export/);
    expect(() => readValue({ format: 'sightline-bundle', version: 1, indicators: [] })).toThrow(/of no format/);
  });
});

describe('a JSON export that somebody changed', () => {
  it.each([
    ['a score beyond the scale', { score: 101 }, 'score'],
    ['a type that is none', { type: 'car' }, 'type'],
    ['a moment that is none', { lastSeen: 'yesterday' }, 'lastSeen'],
    ['a number where a text is', { canonical: 7 }, 'canonical'],
    ['records that are none', { observationList: [{}] }, 'observationList'],
  ])('keeps the others and tells of %s', async (_what, change, field) => {
    const written = await write(two);
    const indicators = written.indicators.map((one, at) => (at === 0 ? { ...one, ...change } : one));
    const file = readValue({ ...written, indicators });
    expect(namesOf(file)).toEqual(['domain evil.example']);
    expect(file.passedOver).toHaveLength(1);
    expect(file.passedOver[0]).toMatchObject({ place: 'indicator 1', kind: 'refused' });
    expect(file.passedOver[0]?.reason).toContain(field);
  });

  it.each([
    ['a UUID that is none', { uuid: 'x' }, 'uuid'],
    ['a title that is too long', { title: 'x'.repeat(301) }, 'title'],
    ['notes that are none', { notes: [7] }, 'notes.0'],
    ['evidence that is none', { notes: [{ at: 'x', by: 'x', text: 'x', pinned: true, evidence: [{}] }] }, 'notes.0'],
    ['a field that no case has', { admin: true }, 'admin'],
    ['nothing', null, 'no record'],
  ])('keeps the indicators and tells of a case with %s', async (_what, change, field) => {
    const written = await write(two);
    const file = readValue({ ...written, case: change === null ? null : { ...written.case, ...change } });
    expect(file.case).toBeNull();
    expect(file.rows).toHaveLength(2);
    expect(file.passedOver).toMatchObject([{ place: 'case', kind: 'refused' }]);
    expect(file.passedOver[0]?.reason).toContain(field);
  });

  it('cannot decide about another indicator, nor freeze it', async () => {
    const written = await write(two);
    const [first, second] = written.indicators;
    const file = readValue({ ...written, indicators: [first, { ...second, canonical: 'other.example' }, second] });
    const other = file.rows.find(({ draft }) => draft.value === 'other.example');
    expect(other?.frozen?.indicator.value).toBe('other.example');
    expect(file.rows).toHaveLength(3);
  });

  it.each([
    ['nested a hundred thousand deep', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['a prototype', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'],
  ])('%s ends with a sentence', (_what, inner) => {
    const file = readText(`{"format":"sightline-case","version":1,"case":${inner},"indicators":[${inner}]}`);
    expect(file.passedOver).toHaveLength(2);
    expect(file.rows).toEqual([]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
