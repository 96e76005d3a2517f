import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportOptions } from '#main/exporters/exporter.ts';
import { observableId } from '#main/exporters/stix/ids.ts';
import { stix } from '#main/exporters/stix/index.ts';
import { formLabels } from '#main/exporters/stix/objects.ts';
import { patternOf } from '#main/exporters/stix/patterns.ts';
import { tlpMarks } from '#shared/model/vocabulary.ts';
import { makeManyIndicators } from '../../support/exports/many-indicators.ts';
import { loadStixSchemas } from '../../support/exports/schemas.ts';
import { parsePattern } from '../../support/exports/stix-pattern.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

interface Parsed {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}

interface Bundle {
  readonly type: 'bundle';
  readonly id: string;
  readonly objects: readonly Parsed[];
}

const schemas = loadStixSchemas();
const many = makeManyIndicators(20_000);

async function render(
  model: ReturnType<typeof makeReportModel>,
  options: Partial<ExportOptions> = {},
): Promise<{ text: string; bundle: Bundle }> {
  const text = await joinChunks(stix.render(model, { defang: true, ...options }));
  return { text, bundle: JSON.parse(text) as Bundle };
}

/** Every place of an object that names another. */
function* references(object: Parsed): Iterable<string> {
  for (const [name, value] of Object.entries(object)) {
    if (name.endsWith('_ref')) yield String(value);
    if (name.endsWith('_refs') && Array.isArray(value)) yield* value.map(String);
  }
}

function expectSound({ objects }: Bundle): void {
  const ids = objects.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const known = new Set(ids);
  expect(objects.flatMap((object) => [...references(object)].filter((id) => !known.has(id)))).toEqual([]);
  const faults = objects.flatMap((object) => {
    const validate = schemas.ofType(object.type);
    return validate?.(object) === true ? [] : [{ object, errors: validate?.errors?.slice(0, 3) ?? 'no schema' }];
  });
  expect(faults.slice(0, 2)).toEqual([]);
}

describe('STIX', () => {
  let text = '';
  let bundle: Bundle;
  beforeAll(async () => {
    ({ text, bundle } = await render(makeReportModel(many)));
  }, 300_000);

  it('of 20,000 indicators: each object is valid by its schema, ids are unique, references lead somewhere', () => {
    expect(bundle.objects.filter(({ type }) => type === 'indicator').length).toBeGreaterThan(18_000);
    expect(bundle.objects.filter(({ type }) => type === 'sighting').length).toBeGreaterThan(4_000);
    expectSound(bundle);
  }, 300_000);

  it('is valid as a bundle', async () => {
    const small = await render(makeReportModel(makeManyIndicators(140)));
    // The schema of bundles refuses every note, since a note fits two of the shapes of which it wants exactly one; each
    // object, notes included, is held against the schema of its type above.
    const objects = small.bundle.objects.filter(({ type }) => type !== 'note');
    const isValid = schemas.bundle({ ...small.bundle, objects });
    expect(isValid, JSON.stringify(schemas.bundle.errors?.slice(0, 3))).toBe(true);
  });

  it('writes patterns whose literals are the values, by a grammar of its own', () => {
    const patterns = bundle.objects.filter(({ type }) => type === 'indicator').map(({ pattern }) => String(pattern));
    const literals = new Set(
      patterns.flatMap((pattern) => parsePattern(pattern).map(({ literal }) => String(literal))),
    );
    const plain = many.filter(({ indicator }) => !/^(path|registry_key|network_stream|other)$/.test(indicator.type));
    expect(plain.filter(({ indicator }) => !literals.has(indicator.value))).toEqual([]);
    const paths = many.filter(({ indicator }) => indicator.type === 'path');
    for (const { indicator } of paths) {
      const received = indicator.received ?? indicator.value;
      const parts = parsePattern(patternOf(indicator) ?? '').map(({ literal }) => String(literal));
      expect(
        parts
          .reverse()
          .join(received.includes('\\') ? '\\' : '/')
          .replaceAll('\\\\', '\\'),
      ).toBe(received.endsWith('\\') ? received.slice(0, -1) : received);
    }
  });

  it('joins the hashes of one file in one observable, named by the first of them', () => {
    // Those of the case have a name.
    const files = bundle.objects.filter(
      ({ type, hashes, name }) => type === 'file' && hashes !== undefined && name === undefined,
    );
    const whole = files.filter(({ hashes }) => Object.keys(hashes as object).length === 3);
    expect(whole.length).toBeGreaterThan(500);
    for (const { id, hashes } of whole) {
      expect(id).toBe(observableId('file', { hashes: { MD5: (hashes as Record<string, string>)['MD5'] ?? '' } }));
    }
  });

  it('bears the mark on every object', () => {
    const marking = bundle.objects[0];
    expect(marking).toMatchObject({ type: 'marking-definition', name: 'TLP:AMBER+STRICT' });
    const bare = bundle.objects.slice(1).filter(({ object_marking_refs: refs }) => String(refs) !== marking?.id);
    expect(bare).toEqual([]);
  });

  it('is the same to the byte when written again, and its report refers to everything', async () => {
    expect((await render(makeReportModel(many))).text).toBe(text);
    const report = bundle.objects.at(-1);
    expect(report).toMatchObject({ type: 'report', name: 'CASE-0001 Loader on the finance laptops' });
    const told = new Set(report?.['object_refs'] as string[]);
    const untold = bundle.objects.filter(
      ({ id, type }) => !told.has(id) && !/^(marking-definition|identity|report)$/.test(type),
    );
    expect(untold).toEqual([]);
  }, 300_000);
});

describe('STIX sightings', () => {
  const noon = Date.parse('2026-11-20T12:00:00.000Z');
  const [evil] = makeReportIndicator('domain', 'evil.example').observations;
  /** A record of somebody who sees indicators, beside others of the same one. */
  const told = (by: {
    readonly connection: string;
    readonly vendor?: string;
    readonly at?: readonly (number | null)[];
  }) => {
    const { connection, vendor = 'datadog', at: [firstSeenMs = null, lastSeenMs = null] = [noon, noon + 1] } = by;
    return { ...(evil ?? fail()), connection, vendor, firstSeenMs, lastSeenMs };
  };

  async function sightingsOf(type: 'domain' | 'user_agent', observations: readonly ReturnType<typeof told>[]) {
    const { bundle } = await render(makeReportModel([makeReportIndicator(type, 'evil.example', { observations })]));
    expectSound(bundle);
    const find = (id: unknown) => bundle.objects.find((object) => object.id === id);
    const sightings = bundle.objects.filter((object) => object.type === 'sighting');
    return { bundle, find, sightings };
  }

  it('say by whom an indicator was seen and when, with its observation', async () => {
    const { bundle, find, sightings } = await sightingsOf('domain', [told({ connection: 'Logs of Berlin' })]);
    expect(sightings).toHaveLength(1);
    const [sighting] = sightings;
    expect(sighting).toMatchObject({ first_seen: '2026-11-20T12:00:00.000Z', last_seen: '2026-11-20T12:00:00.001Z' });
    expect(find(sighting?.['sighting_of_ref'])).toMatchObject({ type: 'indicator', name: 'evil.example' });
    const [observed, observer] = ['observed_data_refs', 'where_sighted_refs'].map((name) => {
      const ids = sighting?.[name];
      return Array.isArray(ids) ? ids.map(find) : [];
    });
    expect(observed).toEqual([expect.objectContaining({ type: 'observed-data' })]);
    expect(observer).toEqual([
      expect.objectContaining({ type: 'identity', name: 'Logs of Berlin (Datadog)', identity_class: 'system' }),
    ]);
    expect(bundle.objects.at(-1)?.['object_refs']).toContain(sighting?.id);
    // How often is not told by a record, and not made up.
    expect(sighting).not.toHaveProperty('count');
  });

  it('are one for each who saw it, over all records, with ids that stay', async () => {
    const records = [
      told({ connection: 'Berlin', at: [noon, null] }),
      told({ connection: 'Berlin', at: [noon - 5, noon + 5] }),
      told({ connection: 'Paris', at: [null, noon] }),
    ];
    const { sightings } = await sightingsOf('domain', records);
    expect(sightings.map(({ first_seen: first, last_seen: last }) => [first, last])).toEqual([
      ['2026-11-20T11:59:59.995Z', '2026-11-20T12:00:00.005Z'],
      [undefined, '2026-11-20T12:00:00.000Z'],
    ]);
    const later = await sightingsOf('domain', [told({ connection: 'Berlin', at: [noon, noon + 99] })]);
    expect(later.sightings.map(({ id }) => id)).toEqual([sightings[0]?.id]);
  });

  it('are of indicators without an observable too', async () => {
    const { sightings } = await sightingsOf('user_agent', [told({ connection: 'Berlin' })]);
    expect(sightings).toHaveLength(1);
    expect(sightings[0]).not.toHaveProperty('observed_data_refs');
  });

  it.each([
    ['of a vendor whose times are those of its record', { connection: 'Falcon EU', vendor: 'crowdstrike' }],
    ['of a vendor that is not known', { connection: 'Old', vendor: 'import' }],
    ['without a time', { connection: 'Berlin', at: [null, null] }],
    ['whose end lies before its beginning', { connection: 'Berlin', at: [noon, noon - 1] }],
  ])('are not made of a record %s', async (_what, by) => {
    const { bundle, sightings } = await sightingsOf('domain', [told(by)]);
    expect(sightings).toEqual([]);
    expect(bundle.objects.filter(({ type }) => type === 'identity')).toHaveLength(1);
  });
});

describe('STIX ids', () => {
  it.each([
    ['ipv4-addr', { value: '198.51.100.3' }, '28bb3599-77cd-5a82-a950-b5bc3caf07c4'],
    ['domain-name', { value: 'example.com' }, 'bedb4899-d24b-5401-bc86-8f6b4cc18ec7'],
  ])('%s is that of the specification', (type, contributing, uuid) => {
    expect(observableId(type, contributing)).toBe(`${type}--${uuid}`);
  });

  it('an object keeps its id and gets a later time when more is known', async () => {
    const before = makeReportIndicator('domain', 'evil.example');
    const after = makeReportIndicator('domain', 'evil.example', {
      indicator: { score: 10, triagedAtMs: Date.UTC(2026, 11, 1) },
    });
    const [one, two] = await Promise.all([render(makeReportModel([before])), render(makeReportModel([after]))]);
    const [first, second] = [one, two].map(({ bundle }) => bundle.objects.find(({ type }) => type === 'indicator'));
    expect(second?.id).toBe(first?.id);
    expect(String(second?.['modified']) > String(first?.['modified'])).toBe(true);
    expect(two.bundle.id).not.toBe(one.bundle.id);
  });
});

describe('STIX marks', () => {
  const publication = join(import.meta.dirname, '../../fixtures/schemas/tlp2/marking-definitions.json');
  const published = JSON.parse(readFileSync(publication, 'utf8')) as readonly Parsed[];

  it.each(tlpMarks)('%s is the published object', async (tlp) => {
    const { bundle } = await render(makeReportModel([makeReportIndicator('domain', 'a.example')], { tlp }));
    expect(published).toContainEqual(bundle.objects[0]);
  });

  it('adds those of TLP 1, but for AMBER+STRICT, which it refuses', async () => {
    const model = makeReportModel([makeReportIndicator('domain', 'a.example')], { tlp: 'clear' });
    const { bundle } = await render(model, { tlp1: true });
    expect(bundle.objects[1]).toMatchObject({ definition: { tlp: 'white' } });
    expect(bundle.objects.at(-1)?.['object_marking_refs']).toEqual(bundle.objects.slice(0, 2).map(({ id }) => id));
    expectSound(bundle);
    await expect(render({ ...model, tlp: 'amber+strict' }, { tlp1: true })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });
});

describe('STIX of hostile text', () => {
  it('stays valid, and its literals are the text', async () => {
    const types = ['path', 'user_agent', 'registry_key', 'other'] as const;
    const members = types.flatMap((type) =>
      nastyValues.map((text, index) =>
        makeReportIndicator(type, `${text}${index}`, {
          indicator: { tags: [text] },
          comment: text,
          role: text,
          observation: { connection: text, vendor: 'datadog', vendorKey: text, vendorScore: text },
        }),
      ),
    );
    const { bundle } = await render(makeReportModel(members, { author: '"; DROP\u0000' }));
    expectSound(bundle);
    const agents = bundle.objects.filter(({ pattern }) => String(pattern).includes('User-Agent'));
    const literals = new Set(agents.map(({ pattern }) => parsePattern(String(pattern))[0]?.literal));
    expect(nastyValues.map((text, index) => `${text}${index}`).filter((text) => !literals.has(text))).toEqual([]);
  });

  it('refers to the analyst where the case is empty', async () => {
    const empty = makeReportModel([]);
    const { bundle } = await render({ ...empty, case: empty.case && { ...empty.case, files: [] }, async *notes() {} });
    expectSound(bundle);
    expect(bundle.objects.at(-1)?.['object_refs']).toEqual([
      bundle.objects.find(({ type }) => type === 'identity')?.id,
    ]);
  });
});

describe('files and evidence of a case', () => {
  it('are observables of STIX, and notes refer to what their records are about', async () => {
    const evil = makeReportIndicator('domain', 'evil.example');
    const { objects } = JSON.parse(await joinChunks(stix.render(makeReportModel([evil]), { defang: true }))) as {
      objects: { id: string; type: string; [name: string]: unknown }[];
    };
    const [file] = objects.filter(({ type, name }) => type === 'file' && name === 'invoice.docm');
    expect(file).toMatchObject({
      id: observableId('file', { hashes: { MD5: '9e107d9d372bb6826bd81d3542a419d6' }, name: 'invoice.docm' }),
      size: 184_320,
      hashes: { 'SHA-256': 'd7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592' },
    });
    const [report, indicator, note] = ['report', 'indicator', 'note'].map((of) =>
      objects.find(({ type }) => type === of),
    );
    expect(report?.['object_refs']).toContain(file?.id);
    expect(note?.['object_refs']).toEqual([report?.id, indicator?.id]);
  });
});

function fail(): never {
  throw new Error('The indicator has a record.');
}

it('STIX labels have neither controls nor half characters, and stand there once', () => {
  expect(formLabels(['a\u0000b', ' ab\n', '\u0007', 'x\uD800'])).toEqual(['ab', 'x\uFFFD']);
  expect(formLabels(['\u0007'])).toBeUndefined();
});
