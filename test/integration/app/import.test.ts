import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseChoice } from '#main/services/imports/choose-case.ts';
import type { ImportResult } from '#main/services/imports/import-service.ts';
import type { ImportedFile } from '#main/services/ports/imports.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { importLimitBytes } from '#shared/model/limits.ts';
import { tellStory } from '../../demo/story.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { openTestApp, type TestApp } from '../../support/open-test-app.ts';
import { connectAll, startVendors, syncAll } from './four-vendors.ts';

/** The demo's cache and its case, as it is exported; and what importing that elsewhere comes to. */
let demo: TestApp;
let number: CaseNumber;
const others: TestApp[] = [];

beforeAll(async () => {
  demo = openTestApp();
  const emulators = await startVendors(1_500);
  await connectAll(demo, emulators);
  await syncAll(demo);
  await emulators.stop();
  number = (await tellStory(demo)).caseNumber;
  await supportCase(demo, number);
}, 300_000);

/** What the demo's case does not have: somebody else's verdict, evidence, files, an own entry, an end. */
async function supportCase({ services }: TestApp, of: CaseNumber): Promise<void> {
  const { cases, search, settings, triage } = services;
  await settings.set({ analystName: 'A. Novak' });
  const [one] = await search.search({ query: 'type:domain -has:case', offset: 0, limit: 1 });
  const record = one === undefined ? undefined : (await search.detail(one))?.observationList[0];
  if (one === undefined || record === undefined) throw new Error('The demo has no further domain.');
  await triage.apply({ selection: { ids: [one.id] }, verdict: 'suspicious', note: 'Same registrar.' });
  await cases.addIndicators(of, { selection: { ids: [one.id] }, role: 'staging', comment: 'Same registrar.' });
  await settings.set({ analystName: 'R. Keller' });
  const { id: note } = await cases.addNote(of, 'The record is pinned as it was.');
  await cases.pinRecord(of, note, record.id);
  await cases.pinNote(of, note, true);
  const bytes = Uint8Array.from(Buffer.from('From: a@evil.example'));
  await cases.addFile(of, { name: 'mail "1".eml', source: { bytes }, comment: 'As received.' });
  await cases.addTimelineEntry(of, Date.parse('2026-11-19T08:15:00Z'), 'The mail was opened.');
  await cases.close(of, 'malicious', 'A new loader, stopped before it reached anything.');
}

afterAll(async () => {
  for (const app of [demo, ...others]) await app.remove();
});

/** An empty data folder of the same analyst. */
async function openEmpty(): Promise<TestApp> {
  const app = openTestApp();
  others.push(app);
  await app.services.settings.set({ analystName: 'R. Keller' });
  return app;
}

async function exportCase(app: TestApp, of: string, format: string): Promise<string> {
  const choices = { tlp: null, defang: true, includeRaw: false };
  const prepared = await app.services.exports.prepare({ format, scope: { case: of }, ...choices });
  return joinChunks(prepared.chunks());
}

const fileOf = (name: string, text: string) => ({ name, bytes: Uint8Array.from(Buffer.from(text, 'utf8')) });

async function readFile(app: TestApp, name: string, text: string): Promise<ImportedFile> {
  return app.services.imports.read(fileOf(name, text), { format: null, mapping: null });
}

/** A dry run, then the real one: they must say the same. */
async function importText(app: TestApp, text: string, choice: CaseChoice = 'auto', name = 'file.txt') {
  const file = await readFile(app, name, text);
  const request = { name, file, choice };
  const before = await app.services.info.statistics();
  const preview = await app.services.imports.preview(request);
  expect(await app.services.info.statistics()).toEqual(before);
  const result = await app.services.imports.run(request);
  expect(preview.plans).toEqual(result.plans);
  return { file, result };
}

/** How many rows came to what. */
function tally({ plans }: ImportResult): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of plans) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Everything of a case but the ids that one cache gave it. */
async function describeCase({ services: { cases } }: TestApp, of: CaseNumber) {
  const found = await cases.get(of);
  const members = [];
  for await (const { snapshot, ...member } of cases.members(of)) {
    const { indicator, observations, relations, takenAtMs } = snapshot;
    const withoutId = <One extends { readonly id: unknown }>({ id: _id, ...rest }: One) => rest;
    members.push({
      ...member,
      takenAtMs,
      indicator: withoutId(indicator),
      observations: observations.map(withoutId),
      relations: relations.map(withoutId),
    });
  }
  const { notes, timeline } = cases.log(of);
  const written = { notes: [] as object[], timeline: [] as object[] };
  for await (const { id: _id, evidence, ...note } of notes()) {
    written.notes.push({ ...note, evidence: evidence.map(({ id: _own, ...one }) => one) });
  }
  for await (const { id: _id, ...entry } of timeline()) written.timeline.push(entry);
  const byName = (one: { type: string; value: string }) => `${one.type} ${one.value}`;
  members.sort((a, b) => (byName(a) < byName(b) ? -1 : 1));
  const files = found.files.map(({ id: _id, ...file }) => file);
  return { ...found, files, members, ...written };
}

/** Who a report of a case names for the verdict of each indicator. */
async function listJudges(
  app: TestApp,
  of: CaseNumber,
): Promise<readonly (readonly [value: string, by: string | null])[]> {
  const parsed = JSON.parse(await exportCase(app, of, 'json')) as {
    readonly indicators: readonly { readonly canonical: string; readonly judgedBy: string | null }[];
  };
  return parsed.indicators.map(({ canonical, judgedBy }) => [canonical, judgedBy]);
}

/** Our JSON alone also tells of the cache: how whole its connections are, and the numbers of its rows. */
const ofTheCase = (text: string): string =>
  text.replace(/(?<="sources":)\[\{"connection.*?\}\]/, '[]').replaceAll(/"id":\d+,/g, '');

it('the demo case as a report calls vendors by their names', async () => {
  const report = await exportCase(demo, number, 'markdown');
  for (const row of ['crowdstrike | CrowdStrike Falcon', 'threatgrid | Threat Grid', 'virustotal | VirusTotal']) {
    expect(report).toContain(`| ${row} |`);
  }
});

it.each(['html', 'markdown'])('the demo case and a template give the same bytes in %s, later too', async (format) => {
  const { exports, search, triage, tags } = demo.services;
  const template =
    '{{ case.title }}, {{ data_state }}\n{% section charts %}{% section indicators %}{% section provenance %}';
  const write = async (): Promise<string> => {
    const choices = { tlp: null, defang: true, includeRaw: false };
    const prepared = await exports.prepare({ format, scope: { case: number }, ...choices, template });
    return joinChunks(prepared.chunks());
  };
  const text = await write();
  expect(text).toContain('CrowdStrike Falcon');
  // Work on what is in the case and what is not: the case is told as it was frozen.
  for (const query of ['-has:case', `case:${number}`]) {
    const ids = (await search.search({ query, offset: 0, limit: 3 })).map(({ id }) => id);
    expect(ids).toHaveLength(3);
    await tags.change({ selection: { ids }, add: ['later'], remove: [] });
    await triage.apply({ selection: { ids }, state: 'in_review' });
  }
  expect(await write()).toBe(text);
});

it('the demo case as STIX tells who saw what, in the names that people know', async () => {
  const { objects } = JSON.parse(await exportCase(demo, number, 'stix')) as {
    readonly objects: readonly { readonly type: string; readonly id: string; readonly name?: string }[];
  };
  const ofType = (wanted: string) => objects.filter(({ type }) => type === wanted);
  expect(ofType('sighting').length).toBeGreaterThan(0);
  const observers = ofType('identity').map(({ name }) => name ?? '');
  expect(observers[0]).toBe('R. Keller');
  expect(observers.slice(1).sort()).toEqual(['datadog (Datadog)', 'threatgrid (Threat Grid)']);
});

describe.each(['stix', 'misp', 'json'])(
  'the demo case, exported as %s and imported into an empty data folder',
  (format) => {
    let app: TestApp;
    let exported: string;
    let first: ImportResult;

    it('is the same case', async () => {
      exported = await exportCase(demo, number, format);
      app = await openEmpty();
      const { file, result } = await importText(app, exported);
      first = result;
      expect(file.passedOver).toEqual([]);
      expect(result.number).toBe('CASE-0001');
      expect(tally(result)).toEqual({ new: file.rows.length });
      expect(await describeCase(app, 'CASE-0001' as CaseNumber)).toEqual(await describeCase(demo, number));
    });

    it('exports to the same bytes again', async () => {
      expect(ofTheCase(await exportCase(app, 'CASE-0001', format))).toBe(ofTheCase(exported));
    });

    it('has its verdicts, states and roles in the live cache too', async () => {
      const { search } = app.services;
      const was = await demo.services.search.count(`case:${number} verdict:malicious`);
      expect(await search.count('verdict:malicious')).toEqual(was);
      expect((await search.count('vendor:import')).value).toBe(first.plans.length);
    });

    it('says of each verdict who gave it, as the demo does', async () => {
      const was = await listJudges(demo, number);
      expect(was.some(([, by]) => by !== null && by !== 'R. Keller')).toBe(true);
      expect(await listJudges(app, 'CASE-0001' as CaseNumber)).toEqual(was);
    });

    it('is nothing new the second time', async () => {
      const before = await describeCase(app, 'CASE-0001' as CaseNumber);
      const statistics = await app.services.info.statistics();
      const { result } = await importText(app, exported);
      expect(tally(result)).toEqual({ same: first.plans.length });
      expect(result.log).toEqual({ added: 0, leftOut: 0 });
      expect(await describeCase(app, 'CASE-0001' as CaseNumber)).toEqual(before);
      expect(await app.services.info.statistics()).toMatchObject({
        indicators: statistics.indicators,
        observations: statistics.observations,
        cases: 1,
      });
    });

    it('leaves what the analyst has decided meanwhile', async () => {
      const [one] = await app.services.search.search({ query: 'verdict:malicious', offset: 0, limit: 1 });
      if (one === undefined) throw new Error('Nothing was imported.');
      await app.services.triage.apply({ selection: { ids: [one.id] }, verdict: 'benign' });
      await app.services.cases.update('CASE-0001' as CaseNumber, { title: 'Ours now' });
      const { result } = await importText(app, exported);
      expect(result.plans.filter(({ keepsDecision }) => keepsDecision)).toHaveLength(1);
      expect(result.case).toMatchObject({ kind: 'here', isOwn: true, differences: ['title'] });
      expect((await app.services.search.detail(one))?.verdict).toBe('benign');
      expect((await app.services.cases.get('CASE-0001' as CaseNumber)).title).toBe('Ours now');
    });
  },
);

describe('files of others', () => {
  const table = 'value,type,score,tags\nevil.example,domain,80,a;b\n198.51.100.3,ipv4,,\nno pe,domain,,\n';

  it('join no case unless they are told to', async () => {
    const app = await openEmpty();
    const { file, result } = await importText(app, table, 'auto', 'list.csv');
    expect(tally(result)).toEqual({ new: 2 });
    expect(file.passedOver).toHaveLength(1);
    expect(result).toMatchObject({ number: null, source: 'import list.csv' });
    const [found] = await app.services.search.search({ query: 'value:evil.example', offset: 0, limit: 1 });
    expect(found).toMatchObject({ score: 80, tags: ['a', 'b'], vendors: ['import'], connections: ['import list.csv'] });
    expect((await app.services.connections.list()).map(({ name, state }) => [name, state])).toEqual([
      ['import list.csv', 'complete'],
    ]);
  });

  it('say in which fields they have changed', async () => {
    const app = await openEmpty();
    await importText(app, table, 'none', 'list.csv');
    const { result } = await importText(app, table.replace(',80,a;b', ',90,b;c'), 'none', 'list.csv');
    expect(tally(result)).toEqual({ changed: 1, same: 1 });
    expect(result.plans[0]).toMatchObject({
      parts: ['record'],
      fields: [
        { name: 'score', before: '80', after: '90' },
        { name: 'vendorScore', before: '80', after: '90' },
        { name: 'tags', before: 'a; b', after: 'b; c' },
      ],
    });
    const [found] = await app.services.search.search({ query: 'value:evil.example', offset: 0, limit: 1 });
    expect(found).toMatchObject({ score: 90, observations: 1 });
  });

  it('are one source, in whatever case their name is written', async () => {
    const app = await openEmpty();
    await importText(app, table, 'none', 'Report.csv');
    const { result } = await importText(app, table, 'none', 'report.csv');
    expect(tally(result)).toEqual({ same: 2 });
    expect(await app.services.info.statistics()).toMatchObject({ observations: 2 });
  });

  it('go into a case of their own, or one that is here, and its timeline says so', async () => {
    const app = await openEmpty();
    const { cases } = app.services;
    const { result } = await importText(app, table, 'new', 'list.csv');
    expect(result.number).toBe('CASE-0001');
    const own = await describeCase(app, 'CASE-0001' as CaseNumber);
    expect(own.title).toBe('list.csv');
    expect(own.timeline).toMatchObject([
      { kind: 'created', text: 'Case opened by R. Keller from list.csv.' },
      { kind: 'imported', text: '2 indicators imported from list.csv by R. Keller.' },
    ]);
    const here = await cases.create({ title: 'Here' });
    const second = await importText(app, table, here.number, 'list.csv');
    expect(tally(second.result)).toEqual({ changed: 2 });
    expect(second.result.plans.map(({ parts }) => parts)).toEqual([['case'], ['case']]);
    expect(await cases.get(here.number)).toMatchObject({ indicatorCount: 2, title: 'Here' });
    // Reports say it in words of people, where the sources stand too.
    expect(await exportCase(app, here.number, 'markdown')).toContain('| import list\\.csv | Imported file |');
    const none = await importText(app, table, here.number, 'list.csv');
    expect(tally(none.result)).toEqual({ same: 2 });
    await expect(importText(app, table, 'CASE-0099' as CaseNumber)).rejects.toMatchObject({ code: 'state.notFound' });
  });

  it('a stopped import is taken up by the next', async () => {
    const app = await openEmpty();
    const many = `value\n${Array.from({ length: 3_000 }, (_, n) => `host${n}.example`).join('\n')}`;
    const file = await readFile(app, 'many.csv', many);
    const stop = new AbortController();
    const request = { name: 'many.csv', file, choice: 'new' } as const;
    const stopped = app.services.imports.run(request, {
      signal: stop.signal,
      onProgress: (done) => (done > 0 ? stop.abort() : undefined),
    });
    await expect(stopped).rejects.toMatchObject({ code: 'internal.cancelled' });
    const { result } = await importText(app, many, 'new', 'many.csv');
    expect(tally(result)['same']).toBeGreaterThan(0);
    expect(result).toMatchObject({ number: 'CASE-0001', case: { kind: 'here', isOwn: true, differences: [] } });
    expect(await app.services.cases.get('CASE-0001' as CaseNumber)).toMatchObject({ indicatorCount: 3_000 });
    expect((await importText(app, `${many}\nlast.example`, 'new', 'many.csv')).result.number).toBe('CASE-0002');
    expect((await importText(app, many, 'new', 'other.csv')).result.number).toBe('CASE-0003');
    expect((await importText(app, many, 'auto', 'many.csv')).result.number).toBeNull();
  });

  it('that cannot be read say so, and are not imported', async () => {
    const app = await openEmpty();
    await expect(readFile(app, 'x.json', '{"a":')).rejects.toMatchObject({ code: 'input.invalid' });
    const big = { name: 'big.csv', bytes: new Uint8Array(importLimitBytes + 1) };
    await expect(app.services.imports.read(big, { format: null, mapping: null })).rejects.toMatchObject({
      code: 'input.tooLarge',
    });
  });
});

describe('mappings', () => {
  it('are kept under a name', async () => {
    const { imports } = (await openEmpty()).services;
    const mapping = { delimiter: ';', hasHeader: true, columns: { value: 'what' }, defaultType: null } as const;
    await imports.mappings.save({ name: ' Feed A ', mapping });
    await imports.mappings.save({ name: 'feed a', mapping: { ...mapping, delimiter: ',' } });
    expect(await imports.mappings.list()).toEqual([{ name: 'feed a', mapping: { ...mapping, delimiter: ',' } }]);
    expect(await imports.mappings.find('FEED A')).toMatchObject({ delimiter: ',' });
    await expect(imports.mappings.find('B')).rejects.toMatchObject({
      code: 'state.notFound',
      suggestion: 'One of: feed a.',
    });
    await imports.mappings.remove('Feed a');
    expect(await imports.mappings.list()).toEqual([]);
    await expect(imports.mappings.remove('Feed a')).rejects.toMatchObject({ code: 'state.notFound' });
  });
});
