import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseCaseNumber } from '#main/services/case-service.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import type { AllEmulators } from '../../emulators/start-all.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { openTestApp, type TestApp } from '../../support/open-test-app.ts';
import { connectAll, holdingsOf, startVendors, syncAll, troubles, vendorIds } from './four-vendors.ts';

/** The main job in order; each step stands on the ones before it. */
let emulators: AllEmulators;
let app: TestApp;
let held: ReadonlyMap<string, number>;
let chosen: IndicatorDetail;

beforeAll(async () => {
  emulators = await startVendors(1_500);
  held = holdingsOf(emulators);
  app = openTestApp();
});

afterAll(async () => {
  await app.remove();
  await emulators.stop();
});

it('connects four vendors, each of which accepts its secret', async () => {
  const added = await connectAll(app, emulators);
  expect(added.map(({ name, state, hasSecret }) => [name, state, hasSecret])).toEqual(
    vendorIds.map((vendor) => [vendor, 'never', true]),
  );
  for (const { id, name } of added) {
    expect(await app.services.connections.test(id), name).toMatchObject({ ok: true, code: null });
  }
});

it('syncs everything that they hold', async () => {
  const runs = await syncAll(app);
  expect(troubles(runs)).toEqual([]);
  const received = new Map(runs.map((run) => [`${run.connection}/${run.stream}`, run.received]));
  expect(Object.fromEntries(received)).toEqual(Object.fromEntries(held));
  expect(runs.every(({ expected, received: arrived }) => expected === null || expected === arrived)).toBe(true);
  const { observations } = await app.services.info.statistics();
  expect(observations).toBe([...held.values()].reduce((sum, count) => sum + count, 0));
  expect((await app.services.connections.list()).map(({ state }) => state)).toEqual(Array(4).fill('complete'));
});

it('stores nothing the second time', async () => {
  const before = await app.services.info.statistics();
  const runs = await syncAll(app);
  expect(troubles(runs)).toEqual([]);
  expect(runs.map(({ connection, stream, stored }) => ({ connection, stream, stored }))).toEqual(
    runs.map(({ connection, stream }) => ({ connection, stream, stored: 0 })),
  );
  expect(await app.services.info.statistics()).toMatchObject({
    indicators: before.indicators,
    observations: before.observations,
  });
});

it('stores nothing when everything is fetched again', async () => {
  const runs = await syncAll(app, true);
  expect(troubles(runs)).toEqual([]);
  // VirusTotal sends the members of a record in another order each time: the text as received is replaced, nothing else.
  const steady = runs.filter(({ connection }) => connection !== 'virustotal');
  expect(steady.reduce((sum, { stored }) => sum + stored, 0)).toBe(0);
  expect(steady.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBeGreaterThan(0);
  const [hit] = await app.services.search.search({ query: 'vendor:virustotal', offset: 0, limit: 1 });
  const detail = hit === undefined ? null : await app.services.search.detail({ id: hit.id });
  expect(detail?.observationList.map(({ versions }) => versions)).toEqual(detail?.observationList.map(() => 0));
});

it('searches without a network', async () => {
  await emulators.stop();
  const { search } = app.services;
  for (const vendor of vendorIds) {
    expect((await search.count(`vendor:${vendor}`)).value, vendor).toBeGreaterThan(0);
  }
  const shared = await search.search({ query: 'vendor:(datadog AND crowdstrike)', offset: 0, limit: 10 });
  expect(shared.length).toBeGreaterThan(0);
  for (const { vendors } of shared) expect(vendors).toEqual(expect.arrayContaining(['crowdstrike', 'datadog']));
  const { value } = await search.count('');
  const facets = await search.facets('');
  expect(Object.values(facets.type).reduce((sum, count) => sum + count, 0)).toBe(value);
});

it('shows one indicator with the record of each vendor', async () => {
  const { search } = app.services;
  const [first] = await search.search({ query: 'vendor:(datadog AND crowdstrike)', offset: 0, limit: 1 });
  const detail = await search.detailOfText(first?.value ?? '');
  if (detail === null) throw new Error('The first hit is not found by its own value.');
  chosen = detail;
  expect(chosen.observationList.map(({ vendor }) => vendor)).toEqual(
    expect.arrayContaining(['crowdstrike', 'datadog']),
  );
  for (const { id, rawSha256 } of chosen.observationList) {
    const raw = await search.raw(id);
    expect(typeof JSON.parse(raw)).toBe('object');
    expect(rawSha256).toMatch(/^[0-9a-f]{64}$/);
  }
});

it('triages it', async () => {
  const { triage, search } = app.services;
  const decision = { selection: { ids: [chosen.id] }, verdict: 'malicious', note: 'Seen on the proxy.' } as const;
  expect(await triage.apply(decision)).toMatchObject({ changed: 1 });
  expect(await triage.apply({ selection: { ids: [chosen.id] }, state: 'escalated' })).toMatchObject({ changed: 1 });
  const after = await search.detail({ id: chosen.id });
  expect(after).toMatchObject({ state: 'escalated', verdict: 'malicious' });
  expect(after?.triageHistory.filter(({ origin }) => origin === 'local')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ verdict: 'malicious', by: 'tester', note: 'Seen on the proxy.' }),
      expect.objectContaining({ state: 'escalated', verdict: 'malicious', note: null }),
    ]),
  );
  const { value } = await search.count('state:escalated verdict:malicious');
  expect(value).toBe(1);
});

it('puts it into a case, with the state that it has now', async () => {
  const { cases } = app.services;
  const { number } = await cases.create({ title: 'Loader campaign', severity: 'high', tlp: 'green' });
  expect(number).toBe('CASE-0001');
  const addition = { selection: { ids: [chosen.id] }, comment: 'First finding.', role: 'c2' };
  expect(await cases.addIndicators(number, addition)).toEqual({ added: 1, alreadyThere: 0, isStopped: false, undo: 1 });
  expect(await cases.addIndicators(number, addition)).toEqual({
    added: 0,
    alreadyThere: 1,
    isStopped: false,
    undo: null,
  });
  await cases.addNote(number, 'Ask the proxy team.');
  expect(await cases.get(parseCaseNumber('case-1'))).toMatchObject({ indicatorCount: 1 });
  expect(await cases.indicator(number, chosen)).toMatchObject({
    type: chosen.type,
    value: chosen.value,
    snapshot: { indicator: { verdict: 'malicious', state: 'escalated' } },
  });
});

it('exports the case in every format, twice the same', async () => {
  const { exports } = app.services;
  for (const { id, scopes } of await exports.formats()) {
    if (!scopes.includes('case')) continue;
    const request = {
      format: id,
      scope: { case: 'CASE-0001' },
      tlp: null,
      defang: false,
      includeRaw: id === 'json',
    } as const;
    const [first, second] = [await exports.prepare(request), await exports.prepare(request)];
    const text = await joinChunks(first.chunks());
    expect(await joinChunks(second.chunks()), id).toBe(text);
    expect(text.length, id).toBeGreaterThan(50);
    const path = `${app.folder}/${first.fileName}`;
    await exports.writeTo(first, path);
    expect(readFileSync(path, 'utf8'), id).toBe(text);
  }
});

it('exports a list of a thousand and more', async () => {
  const { exports, search } = app.services;
  const prepared = await exports.prepare({
    format: 'csv',
    scope: { query: '' },
    tlp: null,
    defang: true,
    includeRaw: false,
  });
  expect(prepared.indicators).toBe((await search.count('')).value);
  expect((await joinChunks(prepared.chunks())).trimEnd().split('\r\n')).toHaveLength(prepared.indicators + 1);
});

it('still knows all of it after a restart', async () => {
  await app.stop();
  const again = openTestApp({ folder: app.folder, keychain: app.keychain });
  try {
    expect(await again.services.search.detail({ id: chosen.id })).toMatchObject({
      state: 'escalated',
      verdict: 'malicious',
      cases: ['CASE-0001'],
    });
    expect(await again.services.runs.list({ connectionId: null, limit: 1_000 })).toHaveLength(3 * held.size);
  } finally {
    await again.stop();
  }
});
