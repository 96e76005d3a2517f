import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as registry from '#main/exporters/registry.ts';
import { createCaseService } from '#main/services/case-service.ts';
import { createExportService, type ExportRequest, type ExportService } from '#main/services/export-service.ts';
import { createSearchService } from '#main/services/search-service.ts';
import { createSettingsService } from '#main/services/settings-service.ts';
import { createVendorCatalogue } from '#main/services/vendor-catalogue.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Case } from '#shared/model/case.ts';
import { caseNumberSchema, indicatorIdSchema } from '#shared/model/ids.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeVendor } from '../../support/fake-vendor.ts';
import { makeReportIndicator } from '../../support/report-models.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';

const number = caseNumberSchema.parse('CASE-0001');
const raw = '{"score":95}';
const rawSha256 = createHash('sha256').update(raw).digest('hex');

/** An indicator as the cache holds it now; its record is the one behind `raw`. */
function detail(id: number, value: string, tags: readonly string[] = []): IndicatorDetail {
  const { indicator, observations, relations } = makeReportIndicator('domain', value, { observation: { rawSha256 } });
  const summary = { ...indicator, id: indicatorIdSchema.parse(id), tags: [...tags] };
  return { ...summary, observationList: [...observations], relations: [...relations], triageHistory: [] };
}

function caseWith(details: readonly IndicatorDetail[], change: Partial<Case> = {}): Case {
  const takenAtMs = Date.UTC(2026, 10, 20);
  return {
    number,
    uuid: 'c0ffee00-0000-4000-8000-000000000001',
    title: 'Loader',
    status: 'open',
    severity: 'high',
    tlp: 'green',
    pap: 'amber',
    assignee: null,
    summary: null,
    verdict: null,
    createdAtMs: takenAtMs,
    updatedAtMs: takenAtMs,
    closedAtMs: null,
    indicatorCount: details.length,
    openTaskCount: 0,
    indicators: details.map(({ observationList, relations, triageHistory: _history, ...indicator }) => ({
      type: indicator.type,
      value: indicator.value,
      addedAtMs: takenAtMs,
      comment: 'First seen on the proxy.',
      role: null,
      snapshot: { takenAtMs, indicator, observations: observationList, relations },
    })),
    notes: [],
    tasks: [],
    timeline: [],
    ...change,
  };
}

interface World {
  readonly details?: readonly IndicatorDetail[];
  readonly found?: Case | null;
  readonly raw?: string;
}

function setUp(world: World): { exports: ExportService; written: Map<string, string> } {
  const written = new Map<string, string>();
  const details = world.details ?? [];
  const store = new ScriptedStore({
    reads: {
      'settings.get': () => ({}),
      'connections.list': () => [],
      'cases.get': () => world.found ?? null,
      'indicators.searchIds': () => details.map(({ id }) => id),
      'indicators.details': ({ ids }) => details.filter(({ id }) => ids.includes(id)),
      'observations.raw': () => world.raw ?? raw,
    },
  });
  const clock = new FakeClock();
  const vendors = createVendorCatalogue(async () => [fakeVendor()]);
  const search = createSearchService({ store, clock, vendors });
  const settings = createSettingsService({ store, userName: 'Ada' });
  const exports = createExportService({
    store,
    cases: createCaseService({ store, clock, search, settings }),
    search,
    settings,
    vendors,
    fileSink: {
      write: async (path, chunks) => {
        written.set(path, [...chunks].join(''));
        return { sizeBytes: 1 };
      },
    },
    loadExporters: async () => registry,
    tool: 'Sightline 0.0.0',
  });
  return { exports, written };
}

const request: ExportRequest = { format: 'json', scope: { query: '' }, tlp: null, defang: true, includeRaw: false };
const ofCase = { ...request, scope: { case: 'case-1' } };

function textOf(prepared: { chunks(): Iterable<string> }): string {
  return [...prepared.chunks()].join('');
}

describe('a list', () => {
  it('tells the present state of everything that the query finds, however many pieces it takes', async () => {
    const details = Array.from({ length: 250 }, (_, index) => detail(index + 1, `host-${index}.example`));
    const prepared = await setUp({ details }).exports.prepare(request);
    expect(prepared).toMatchObject({ indicators: 250, leftOut: 0, tlp: 'amber', tlpRaised: false });
    const values = JSON.parse(textOf(prepared)).indicators.map(({ value }: { value: string }) => value);
    expect(values).toEqual(details.map(({ value }) => value).toSorted());
  });

  it('is the same text each time it is asked for', async () => {
    const prepared = await setUp({ details: [detail(1, 'a.example')] }).exports.prepare(request);
    expect(textOf(prepared)).toBe(textOf(prepared));
  });

  it('that finds nothing is an error', async () => {
    await expect(setUp({}).exports.prepare(request)).rejects.toMatchObject({
      code: 'state.notFound',
      message: expect.stringContaining('Nothing to export'),
    });
  });

  it('that is wholly above the ceiling is an error that says so', async () => {
    const { exports } = setUp({ details: [detail(1, 'a.example', ['tlp:red'])] });
    await expect(exports.prepare({ ...request, tlp: 'green' })).rejects.toMatchObject({
      message: 'Nothing to export: all 1 are marked above the ceiling.',
    });
  });

  it('has a name made of the time of its data', async () => {
    const { exports } = setUp({ details: [detail(1, 'a.example')] });
    expect((await exports.prepare(request)).fileName).toBe('indicators-20261120T120000Z.json');
    expect((await exports.prepare({ ...request, format: 'csv-observations' })).fileName).toBe(
      'indicators-20261120T120000Z-observations.csv',
    );
  });
});

describe('a case', () => {
  it('is told from its frozen snapshots, not from the present state', async () => {
    const { exports } = setUp({ details: [detail(1, 'now.example')], found: caseWith([detail(1, 'then.example')]) });
    const text = textOf(await exports.prepare(ofCase));
    expect(text).toContain('then.example');
    expect(text).not.toContain('now.example');
    expect(text).toContain('First seen on the proxy.');
  });

  it('names the file after its number', async () => {
    const { exports, written } = setUp({ found: caseWith([detail(1, 'a.example')]) });
    const prepared = await exports.prepare({ ...ofCase, format: 'html' });
    expect(prepared.fileName).toBe('CASE-0001.html');
    await exports.writeTo(prepared, '/out/report.html');
    expect(written.get('/out/report.html')).toBe(textOf(prepared));
  });

  it('raises the mark when something inside is marked higher', async () => {
    const { exports } = setUp({ found: caseWith([detail(1, 'a.example', ['tlp:amber'])]) });
    expect(await exports.prepare(ofCase)).toMatchObject({ tlp: 'amber', tlpRaised: true });
  });

  it('without indicators can be told where words are told, and nowhere else', async () => {
    const notes = [{ atMs: 0, by: 'Ada', text: 'Nothing found yet.' }];
    const { exports } = setUp({ found: caseWith([], { notes }) });
    expect(await exports.prepare({ ...ofCase, format: 'markdown' })).toMatchObject({ indicators: 0 });
    expect(await exports.prepare(ofCase)).toMatchObject({ indicators: 0 });
    await expect(exports.prepare({ ...ofCase, format: 'csv' })).rejects.toMatchObject({ code: 'state.notFound' });
    await expect(setUp({ found: caseWith([]) }).exports.prepare(ofCase)).rejects.toMatchObject({
      code: 'state.notFound',
    });
  });

  it('must exist and be named as cases are', async () => {
    const { exports } = setUp({ found: null });
    await expect(exports.prepare(ofCase)).rejects.toMatchObject({ code: 'state.notFound' });
    await expect(exports.prepare({ ...ofCase, scope: { case: 'first' } })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });
});

describe('raw records', () => {
  const wanted = { ...ofCase, includeRaw: true };
  const rawOf = (text: string): unknown => JSON.parse(text).indicators[0].observationList[0].raw;

  it('are in the lossless form when asked for', async () => {
    const { exports } = setUp({ found: caseWith([detail(1, 'a.example')]) });
    expect(rawOf(textOf(await exports.prepare(wanted)))).toBe(raw);
  });

  it('that changed since the case froze them are left out', async () => {
    const { exports } = setUp({ found: caseWith([detail(1, 'a.example')]), raw: '{"score":10}' });
    expect(rawOf(textOf(await exports.prepare(wanted)))).toBeNull();
  });

  it('are refused in any other format', async () => {
    const { exports } = setUp({ found: caseWith([detail(1, 'a.example')]) });
    await expect(exports.prepare({ ...wanted, format: 'html' })).rejects.toMatchObject({ code: 'input.invalid' });
  });
});

it('refuses an unknown format and names the others', async () => {
  const error: unknown = await setUp({})
    .exports.prepare({ ...request, format: 'exe' })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ code: 'input.invalid', suggestion: expect.stringContaining('markdown') });
});
