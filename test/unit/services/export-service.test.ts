import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { tallyAll } from '#main/domain/tally.ts';
import * as registry from '#main/exporters/registry.ts';
import { createExportService, type ExportService, type PreparedExport } from '#main/services/exports/export-service.ts';
import type { ExportRequest } from '#main/services/exports/request.ts';
import type { NamedIndicator } from '#main/services/ports/store/indicators.ts';
import { createSearchService } from '#main/services/search-service.ts';
import { createSettingsService } from '#main/services/settings-service.ts';
import { createVendorCatalogue } from '#main/services/vendor-catalogue.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Case, CaseEvidence, CaseIndicator, CaseTimelineEntry } from '#shared/model/case.ts';
import { caseMemberIdSchema, caseNumberSchema, indicatorIdSchema } from '#shared/model/ids.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import type { TlpMark } from '#shared/model/vocabulary.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakePrinter } from '../../support/fake-printer.ts';
import { fakeVendor } from '../../support/fake-vendor.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { makeReportIndicator } from '../../support/report-models.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';

const number = caseNumberSchema.parse('CASE-0001');
const raw = '{"score":95}';
const rawSha256 = createHash('sha256').update(raw).digest('hex');

/** An indicator as the cache holds it now; its record is the one behind `raw`. */
function detail(id: number, value: string, tags: readonly string[] = []): IndicatorDetail {
  const { indicator, observations, relations } = makeReportIndicator('domain', value, { observation: { rawSha256 } });
  const summary = { ...indicator, id: indicatorIdSchema.parse(id), tags: [...tags] };
  return {
    ...summary,
    observationList: [...observations],
    relations: [...relations],
    triageHistory: [],
    ownTags: [],
    tagHistory: [],
  };
}

const takenAtMs = Date.UTC(2026, 10, 20);

/** As a case freezes it. */
function frozen({
  observationList,
  relations,
  triageHistory: _history,
  ownTags: _ownTags,
  tagHistory: _tagHistory,
  ...indicator
}: IndicatorDetail): CaseIndicator {
  return {
    type: indicator.type,
    value: indicator.value,
    addedAtMs: takenAtMs,
    comment: 'First seen on the proxy.',
    role: null,
    snapshot: { takenAtMs, indicator, observations: observationList, relations },
  };
}

function makeCase(change: Partial<Case> = {}): Case {
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
    indicatorCount: 0,
    openTaskCount: 0,
    tasks: [],
    files: [],
    noteCount: 0,
    timelineCount: 0,
    ...change,
  };
}

const sealedAct = {
  ...{ id: 1, atMs: takenAtMs, by: 'Ada', action: 'cases.removeIndicator', case: number, hash: 'a1' },
  text: 'domain red.example removed.',
  sealed: '{"text":"domain red.example removed."}',
};

/** What the cache holds; it can be changed between two questions. */
interface World {
  details?: readonly IndicatorDetail[];
  /** Candidates that a look-up found beside them. */
  unknown?: readonly NamedIndicator[];
  found?: Case | null;
  /** What was frozen when it was put into the case. */
  members?: readonly IndicatorDetail[];
  raw?: string;
  /** Texts, oldest first. */
  notes?: readonly string[];
  /** Pinned to each note. */
  evidence?: CaseEvidence;
  /** After the first entry. */
  timeline?: CaseTimelineEntry;
}

function setUp(world: World): {
  exports: ExportService;
  written: Map<string, string>;
  store: ScriptedStore;
  printer: FakePrinter;
} {
  const printer = new FakePrinter();
  const written = new Map<string, string>();
  const details = (): readonly IndicatorDetail[] => world.details ?? [];
  const members = (): readonly CaseIndicator[] => (world.members ?? []).map(frozen);
  const memberOf = (id: number): CaseIndicator => {
    const member = members()[id - 1];
    if (member === undefined) throw new Error(`The test has no member ${id}.`);
    return member;
  };
  const store = new ScriptedStore({
    reads: {
      'settings.get': () => ({}),
      'connections.list': () => [],
      'cases.get': () => (world.found ? { ...world.found, noteCount: world.notes?.length ?? 0 } : null),
      // As the store does: fewer than asked for when they are long.
      'cases.notes': ({ order, after }) => {
        expect(order).toBe('oldest');
        const notes = (world.notes ?? []).map((text, index) => ({
          ...{ id: index + 1, atMs: 0, by: 'Ada', text },
          ...{ isPinned: false, evidence: world.evidence ? [world.evidence] : [] },
        }));
        const rest = notes.slice(after ?? 0);
        return { entries: rest.slice(0, 2), next: rest.length > 2 ? (after ?? 0) + 2 : null };
      },
      'cases.evidenceRaw': () => raw,
      'audit.list': () => ({ entries: [sealedAct], next: null }),
      'cases.timeline': () => ({
        entries: [
          { id: 1, atMs: 0, kind: 'created', text: 'Case opened by Ada.', by: null },
          ...(world.timeline ? [world.timeline] : []),
        ],
        next: null,
      }),
      'cases.memberIds': ({ order }) => {
        expect(order).toBe('report');
        return members().map((_, index) => caseMemberIdSchema.parse(index + 1));
      },
      // As the store does: fewer than asked for when they are large.
      'cases.members': ({ ids }) => ({ members: ids.slice(0, 3).map(memberOf), taken: Math.min(3, ids.length) }),
      'cases.tally': ({ ids }) =>
        tallyAll(ids.map(memberOf).map(({ snapshot, addedAtMs }) => ({ ...snapshot, addedAtMs }))),
      'indicators.reportIds': () => details().map(({ id }) => id),
      'indicators.picked': ({ ids, names }) => {
        const picked = details().filter(
          ({ id, value }) => ids.includes(id) || names.some((name) => name.value === value),
        );
        const unknown = names.filter(({ value }) => !picked.some((one) => one.value === value));
        const digest = [...picked, ...unknown].map(({ value }) => value).join();
        return { members: [...picked.map(({ id }) => id), ...unknown], digest };
      },
      'indicators.tally': ({ ids }) =>
        tallyAll(
          details()
            .filter(({ id }) => ids.includes(id))
            .map((one) => ({ indicator: one, observations: one.observationList, addedAtMs: null })),
        ),
      'indicators.details': ({ ids }) => details().filter(({ id }) => ids.includes(id)),
      'observations.raw': () => world.raw ?? raw,
      'triage.deciders': ({ decisions }) => decisions.map(() => 'Ada'),
      'lists.match': ({ indicators }) => indicators.map(({ value }) => [`List with ${value}`]),
    },
  });
  const clock = new FakeClock();
  const vendors = createVendorCatalogue(async () => [fakeVendor()]);
  const search = createSearchService({
    store,
    clock,
    vendors,
    desk: {
      names: ({ indexes }) => [...details(), ...(world.unknown ?? [])].filter((_, at) => indexes?.includes(at)),
      ensure: async () => {
        throw new Error('An export takes nothing into the cache.');
      },
    },
  });
  const settings = createSettingsService({ store, userName: 'Ada' });
  const exports = createExportService({
    store,
    search,
    settings,
    vendors,
    fileSink: {
      write: async (path, chunks) => {
        written.set(path, await joinChunks(chunks));
        return { sizeBytes: 1 };
      },
    },
    printer,
    documents: { seal: async (bytes, passphrase) => Buffer.concat([Buffer.from(`${passphrase}:`), bytes]) },
    templates: { path: '/templates', list: async () => [], read: async () => '' },
    clock,
    loadExporters: async () => registry,
    tool: 'Sightline 0.0.0',
  });
  return { exports, written, store, printer };
}

const request: ExportRequest = { format: 'json', scope: { query: '' }, tlp: null, defang: true, includeRaw: false };
const ofCase = { ...request, scope: { case: 'case-1' } };

/** All text of a file, also of what is packed in it. */
function readPacked(file: Buffer): string {
  if (file.toString('latin1', 0, 2) === 'PK')
    return Object.values(unzipSync(file))
      .map((part) => strFromU8(part))
      .join();
  const text = file.toString('utf8');
  const attached = [...text.matchAll(/"data": ?"([^"]+)"/g)].map(([, data = '']) => Buffer.from(data, 'base64'));
  return [text, ...attached.map((part) => part.toString('utf8'))].join();
}

const textOf = (prepared: PreparedExport): Promise<string> => joinChunks(prepared.chunks());

describe('a list', () => {
  it('tells the present state of everything that the query finds, however many pieces it takes', async () => {
    const details = Array.from({ length: 250 }, (_, index) => detail(index + 1, `host-${index}.example`));
    const prepared = await setUp({ details }).exports.prepare(request);
    expect(prepared).toMatchObject({ indicators: 250, leftOut: 0, tlp: 'amber', tlpRaised: false });
    const values = JSON.parse(await textOf(prepared)).indicators.map(({ value }: { value: string }) => value);
    expect(values).toEqual(details.map(({ value }) => value));
  });

  it('is the same text each time it is asked for', async () => {
    const prepared = await setUp({ details: [detail(1, 'a.example')] }).exports.prepare(request);
    expect(await textOf(prepared)).toBe(await textOf(prepared));
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

describe('a selection', () => {
  const details = ['a.example', 'b.example', 'c.example'].map((value, at) => detail(at + 1, value));
  const [first, , third] = details;
  const ofRows = { ...request, scope: { ids: [third, first].flatMap((one) => one?.id ?? []) } };
  const lookup = { id: 1, indexes: [0, 2], statuses: [], types: [] };
  const valuesOf = (text: string): readonly string[] =>
    JSON.parse(text).indicators.map(({ value }: { value: string }) => value);

  it('of rows or of candidates holds what was picked and nothing else, in the order of reports', async () => {
    const { exports } = setUp({ details });
    for (const scope of [ofRows.scope, { lookup }]) {
      const prepared = await exports.prepare({ ...request, scope });
      expect(prepared).toMatchObject({ indicators: 2, leftOut: 0, tlp: 'amber' });
      expect(valuesOf(await textOf(prepared))).toEqual(['a.example', 'c.example']);
    }
  });

  it('has the ids of its own content in every format that has ids, and never those of a query', async () => {
    const { exports } = setUp({ details });
    const read = async (format: string, scope: ExportRequest['scope']): Promise<string> =>
      textOf(await exports.prepare({ ...request, format, scope }));
    const idOf: Readonly<Record<string, (text: string) => string | undefined>> = {
      stix: (text) => /"id": ?"(report--[^"]+)"/.exec(text)?.[1],
      misp: (text) => JSON.parse(text).Event.uuid,
      openioc: (text) => / id="([^"]+)"/.exec(text)?.[1],
    };
    for (const [format, find] of Object.entries(idOf)) {
      const [picked, again] = [await read(format, ofRows.scope), await read(format, { lookup })];
      expect(again).toBe(picked);
      const others = [await read(format, { ids: details.map(({ id }) => id) }), await read(format, { query: '' })];
      const ids = [picked, ...others].map(find);
      expect(ids).not.toContain(undefined);
      expect(new Set(ids).size, format).toBe(3);
      expect(picked).toContain('Indicators: picked by hand');
    }
  });

  it('holds candidates that the cache does not know, as what they are, beside those that it does', async () => {
    const unknown = Array.from({ length: 150 }, (_, at) => ({ type: 'domain' as const, value: `new-${at}.example` }));
    const indexes = [0, ...unknown.map((_, at) => details.length + at)];
    const { exports } = setUp({ details, unknown });
    const prepared = await exports.prepare({ ...request, scope: { lookup: { ...lookup, indexes } } });
    expect(prepared).toMatchObject({ indicators: 151, leftOut: 0 });
    const { indicators } = JSON.parse(await textOf(prepared));
    expect(indicators).toHaveLength(151);
    expect(indicators[1]).toMatchObject({
      ...{ type: 'domain', value: 'new-0.example', score: null, verdict: 'unknown', observationList: [] },
      ...{ flags: ['listed', 'derived'], lists: ['List with new-0.example'] },
    });
  });

  it('is told as picked by hand in a report for people', async () => {
    const { exports } = setUp({ details });
    expect(await textOf(await exports.prepare({ ...ofRows, format: 'markdown' }))).toContain('picked by hand');
    expect((await exports.preview({ ...ofRows, format: 'html' })).text).toContain('picked by hand');
  });

  it('of nothing that the cache holds is an error that says so', async () => {
    await expect(
      setUp({ details }).exports.prepare({ ...request, scope: { lookup: { ...lookup, indexes: [7] } } }),
    ).rejects.toMatchObject({
      code: 'state.notFound',
      message: 'Nothing to export: nothing of what is picked is an indicator of the cache.',
    });
  });

  it('cannot be a case bundle', async () => {
    await expect(setUp({ details }).exports.prepare({ ...ofRows, format: 'bundle' })).rejects.toMatchObject({
      code: 'input.invalid',
      message: 'The format bundle cannot be made of a selection.',
    });
  });
});

describe('a format that a browser prints', () => {
  const pdf = { ...ofCase, format: 'pdf' };

  it('is the page of the HTML report with running heads, named by the case only', async () => {
    const { exports, printer } = setUp({ found: makeCase(), members: [detail(1, 'a.example')] });
    const prepared = await exports.prepare(pdf);
    expect(prepared.fileName).toBe('CASE-0001.pdf');
    expect(await textOf(prepared)).toMatch(/^%PDF/);
    const [sheet] = printer.printed;
    expect(sheet).toContain('<title>CASE-0001</title>');
    expect(sheet).toContain('a[.]example');
    expect(sheet).toContain('@top-right { content: "TLP:GREEN"');
    expect(sheet).toContain('counter(page)');
  });

  it('is refused before anything is written where there is no browser', async () => {
    const { exports, printer } = setUp({ found: makeCase(), members: [detail(1, 'a.example')] });
    printer.missing = new AppError('state.notFound', 'A PDF is set by Chromium, and none was found.');
    await expect(exports.prepare(pdf)).rejects.toMatchObject({ message: expect.stringContaining('Chromium') });
    await expect(exports.prepare({ ...pdf, format: 'docx' })).resolves.toMatchObject({ indicators: 1 });
  });
});

describe('a case', () => {
  it('is told from its frozen snapshots, not from the present state', async () => {
    const { exports } = setUp({
      details: [detail(1, 'now.example')],
      found: makeCase(),
      members: [detail(1, 'then.example')],
    });
    const text = await textOf(await exports.prepare(ofCase));
    expect(text).toContain('then.example');
    expect(text).not.toContain('now.example');
    expect(text).toContain('First seen on the proxy.');
  });

  it('names the file after its number', async () => {
    const { exports, written } = setUp({ found: makeCase(), members: [detail(1, 'a.example')] });
    const prepared = await exports.prepare({ ...ofCase, format: 'html' });
    expect(prepared.fileName).toBe('CASE-0001.html');
    await exports.writeTo(prepared, '/out/report.html');
    expect(written.get('/out/report.html')).toBe(await textOf(prepared));
  });

  it('raises the mark when something inside is marked higher', async () => {
    const { exports } = setUp({ found: makeCase(), members: [detail(1, 'a.example', ['tlp:amber'])] });
    expect(await exports.prepare(ofCase)).toMatchObject({ tlp: 'amber', tlpRaised: true });
  });

  it('without indicators can be told where words are told, and nowhere else', async () => {
    const { exports } = setUp({ found: makeCase(), notes: ['Nothing found yet.'] });
    expect(await exports.prepare({ ...ofCase, format: 'markdown' })).toMatchObject({ indicators: 0 });
    expect(await exports.prepare(ofCase)).toMatchObject({ indicators: 0 });
    await expect(exports.prepare({ ...ofCase, format: 'csv' })).rejects.toMatchObject({ code: 'state.notFound' });
    const summed = setUp({ found: makeCase({ summary: 'A false alarm.' }) }).exports;
    const html = await textOf(await summed.prepare({ ...ofCase, format: 'html' }));
    expect(html).toContain('A false alarm.');
    expect(html).toContain('No indicator is in this case.');
    await expect(setUp({ found: makeCase() }).exports.prepare(ofCase)).rejects.toMatchObject({
      code: 'state.notFound',
    });
  });

  it('is told with all of its notes and timeline, in the order of writing, however many pages they take', async () => {
    const notes = ['one', 'two', 'three', 'four', 'five'];
    const { exports } = setUp({ found: makeCase(), members: [detail(1, 'a.example')], notes });
    const { case: told } = JSON.parse(await textOf(await exports.prepare(ofCase)));
    expect(told.notes.map(({ text }: { text: string }) => text)).toEqual(notes);
    expect(told.timeline).toEqual([
      { id: 1, by: null, at: '1970-01-01T00:00:00.000Z', kind: 'created', text: 'Case opened by Ada.' },
    ]);
    for (const format of ['html', 'markdown', 'stix', 'misp']) {
      const text = await textOf(await exports.prepare({ ...ofCase, format }));
      for (const note of notes) expect(text).toContain(note);
    }
  });

  const evidence: CaseEvidence = {
    id: 1,
    type: 'domain',
    value: 'red.example',
    connection: 'falcon',
    vendor: 'crowdstrike',
    stream: 'indicators',
    vendorKey: 'red.example',
    vendorScore: null,
    fetchedAtMs: takenAtMs,
    rawSha256,
    by: 'Ada',
    pinnedAtMs: takenAtMs,
  };
  const removal = { id: 2, atMs: 0, kind: 'indicatorRemoved', text: 'domain red.example removed by Ada.', by: null };
  const formats = ['html', 'markdown', 'docx', 'json', 'stix', 'misp', 'bundle'];

  it.each(formats)(
    'with a ceiling names nothing beside its indicators in %s, and without one it does',
    async (format) => {
      const { exports } = setUp({
        found: makeCase(),
        members: [detail(1, 'a.example')],
        notes: ['What the analyst wrote'],
        evidence,
        timeline: removal,
      });
      const read = async (tlp: TlpMark | null): Promise<string> =>
        readPacked(await buffer((await exports.prepare({ ...ofCase, format, tlp, defang: false })).chunks()));
      const told = await read('amber');
      expect(told).toContain('What the analyst wrote');
      expect(told).not.toContain('red.example');
      expect(await read(null)).toContain('red.example');
      expect(await read('red')).toContain('red.example');
    },
  );

  it('must exist and be named as cases are', async () => {
    const { exports } = setUp({ found: null });
    await expect(exports.prepare(ofCase)).rejects.toMatchObject({ code: 'state.notFound' });
    await expect(exports.prepare({ ...ofCase, scope: { case: 'first' } })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });
});

describe('a ceiling', () => {
  const members = [
    detail(1, 'a.example'),
    detail(2, 'strict.example', ['TLP:AMBER+STRICT']),
    detail(3, 'red.example', ['tlp:red']),
  ];
  const formats = registry.exporters.filter(({ printing }) => printing === undefined);
  const ofScopes = formats.flatMap(({ id, scopes }) => scopes.map((scope) => [id, scope] as const));

  it('is tried with every format', () => {
    expect(ofScopes.length).toBeGreaterThanOrEqual(2 * formats.length - 1);
  });

  it.each(ofScopes)('leaves out of %s of a %s what is marked above it, and counts it', async (format, scope) => {
    const { exports } = setUp({ found: makeCase(), members, details: members });
    const of = scope === 'case' ? ofCase : request;
    const read = async (tlp: TlpMark | null) => {
      const prepared = await exports.prepare({ ...of, format, tlp, defang: false });
      const text = readPacked(await buffer(prepared.chunks())).replaceAll('\\', '');
      const names = members.map(({ value }) => value).filter((value) => text.includes(value));
      return { tlp: prepared.tlp, leftOut: prepared.leftOut, names };
    };
    expect(await read('amber')).toMatchObject({ leftOut: 2, names: ['a.example'] });
    expect(await read('amber+strict')).toMatchObject({
      ...{ tlp: 'amber+strict', leftOut: 1 },
      names: ['a.example', 'strict.example'],
    });
    const all = { tlp: 'red', leftOut: 0, names: ['a.example', 'strict.example', 'red.example'] };
    expect(await read('red')).toEqual(all);
    expect(await read(null)).toEqual(all);
  });
});

describe('choices', () => {
  const details = [detail(1, 'a.example'), detail(2, 'b.example')];

  it('leave out and are counted, anew with each writing', async () => {
    const { exports } = setUp({ details: [...details, { ...detail(3, '10.0.0.1'), type: 'ipv4' }] });
    const prepared = await exports.prepare({ ...request, format: 'txt', types: ['domain'] });
    expect(prepared.unfit()).toBe(0);
    for (let time = 0; time < 2; time += 1) {
      expect(await textOf(prepared)).toMatch(/# count 2\n.*\na\.example\nb\.example\n$/s);
      expect(prepared.unfit()).toBe(1);
    }
  });

  it.each([
    ['json', { tlp1: true }],
    ['html', { types: ['domain'] }],
    ['csv', { verdicts: ['malicious'] }],
    ['stix', { includeHarmless: true }],
    ['jsonl', { includeRaw: true }],
  ] as const)('that %s does not know are refused: %j', async (format, choice) => {
    const prepared = setUp({ details }).exports.prepare({ ...request, format, ...choice });
    await expect(prepared).rejects.toMatchObject({ code: 'input.invalid', message: expect.stringContaining(format) });
  });
});

describe('raw records', () => {
  const wanted = { ...ofCase, includeRaw: true };
  const rawOf = (text: string): unknown => JSON.parse(text).indicators[0].observationList[0].raw;

  it('are in the lossless form when asked for', async () => {
    const { exports } = setUp({ found: makeCase(), members: [detail(1, 'a.example')] });
    expect(rawOf(await textOf(await exports.prepare(wanted)))).toBe(raw);
  });

  it('that changed since the case froze them are left out', async () => {
    const { exports } = setUp({ found: makeCase(), members: [detail(1, 'a.example')], raw: '{"score":10}' });
    expect(rawOf(await textOf(await exports.prepare(wanted)))).toBeNull();
  });

  it('are refused in any other format', async () => {
    const { exports } = setUp({ found: makeCase(), members: [detail(1, 'a.example')] });
    await expect(exports.prepare({ ...wanted, format: 'html' })).rejects.toMatchObject({ code: 'input.invalid' });
  });
});

describe('what changes between the question and the answer', () => {
  it('is written as it is then, of one moment', async () => {
    const world: World = { details: [detail(1, 'a.example')] };
    const { exports, store } = setUp(world);
    const prepared = await exports.prepare(request);
    expect(store.snapshots).toBe(0);
    world.details = [detail(1, 'a.example'), detail(2, 'b.example')];
    expect(JSON.parse(await textOf(prepared)).indicators).toHaveLength(2);
    expect(store.snapshots).toBe(0);
  });

  it('is not written under a mark that nobody agreed to', async () => {
    const world: World = { details: [detail(1, 'a.example')] };
    const { exports, written, store } = setUp(world);
    const prepared = await exports.prepare(request);
    world.details = [detail(1, 'a.example', ['tlp:red'])];
    await expect(exports.writeTo(prepared, '/out/list.json')).rejects.toMatchObject({ code: 'state.conflict' });
    expect(written.size).toBe(0);
    expect(store.snapshots).toBe(0);
  });

  it('holds nothing of the store when the writing ends early', async () => {
    const { exports, store } = setUp({ details: [detail(1, 'a.example'), detail(2, 'b.example')] });
    for await (const _ of (await exports.prepare(request)).chunks()) break;
    expect(store.snapshots).toBe(0);
  });
});

it('refuses an unknown format and names the others', async () => {
  const error: unknown = await setUp({})
    .exports.prepare({ ...request, format: 'exe' })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ code: 'input.invalid', suggestion: expect.stringContaining('markdown') });
});
