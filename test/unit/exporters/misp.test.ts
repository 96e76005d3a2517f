import { beforeAll, describe, expect, it } from 'vitest';
import { misp } from '#main/exporters/misp/index.ts';
import { foreignTags } from '#main/exporters/misp/tags.ts';
import { readImportText } from '#main/importers/registry.ts';
import { makeManyIndicators } from '../../support/exports/many-indicators.ts';
import { loadMispSchema, readMispPairs } from '../../support/exports/schemas.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeFile, makeNote, makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

interface Attribute {
  readonly uuid: string;
  readonly type: string;
  readonly category: string;
  readonly value: string;
  readonly to_ids: boolean;
  readonly comment: string;
  readonly Tag?: readonly { readonly name: string }[];
}

interface Parsed {
  readonly Event: Readonly<Record<string, unknown>> & { readonly Attribute: readonly Attribute[] };
}

const strict = loadMispSchema('strict');
const lax = loadMispSchema('lax');

async function render(model: ReturnType<typeof makeReportModel>, includeHarmless = false): Promise<Parsed> {
  return JSON.parse(await joinChunks(misp.render(model, { defang: true, includeHarmless }))) as Parsed;
}

function expectValid({ Event: event }: Parsed): void {
  // The schemas ask for unique attributes, which ajv compares pair by pair: identity is checked below, shape in pieces.
  const { Attribute: attributes, ...head } = event;
  for (let start = 0; start < attributes.length; start += 100) {
    const piece = attributes.slice(start, start + 100);
    const bare = piece.map((one) => ({ ...one, first_seen: undefined, last_seen: undefined }));
    const seenLess = JSON.parse(JSON.stringify(bare)) as unknown;
    expect(strict({ Event: { ...head, Attribute: seenLess } }), JSON.stringify(strict.errors?.slice(0, 2))).toBe(true);
    expect(lax({ Event: { ...head, Attribute: piece } }), JSON.stringify(lax.errors?.slice(0, 2))).toBe(true);
  }
  const triples = attributes.map(({ type, category, value }) => JSON.stringify([type, category, value]));
  expect(new Set(triples).size).toBe(triples.length);
  expect(new Set(attributes.map(({ uuid }) => uuid)).size).toBe(attributes.length);
}

describe('MISP event', () => {
  const many = makeManyIndicators(20_000);
  let event: Parsed;
  beforeAll(async () => {
    event = await render(makeReportModel(many));
  }, 300_000);

  it('of 20,000 indicators is valid, strictly without the times that the strict schema refuses', () => {
    expect(event.Event.Attribute.length).toBeGreaterThan(19_000);
    expectValid(event);
  }, 300_000);

  it('pairs types and categories as MISP does', () => {
    const pairs = readMispPairs();
    const wrong = event.Event.Attribute.filter(({ type, category }) => pairs[category]?.includes(type) !== true);
    expect(wrong).toEqual([]);
  });

  it('read again gives the same values', () => {
    const texts = new Set(
      event.Event.Attribute.flatMap(({ value, Tag }) => [
        value,
        ...(Tag ?? []).flatMap(({ name }) => /^sightline:stream="(.*)"$/.exec(name)?.[1] ?? []),
      ]),
    );
    expect(many.filter(({ indicator }) => !texts.has(indicator.value) && !texts.has(indicator.received ?? ''))).toEqual(
      [],
    );
  });

  it('names the case, its mark and its state', async () => {
    const { Event: head } = await render(makeReportModel([makeReportIndicator('domain', 'evil.example')]));
    expect(head).toMatchObject({
      uuid: '3f2a1c9e-7a41-4b6d-9d5c-0a2f6f1b7e11',
      info: 'CASE-0001 Loader on the finance laptops',
      date: '2026-11-20',
      threat_level_id: '1',
      analysis: '1',
      published: false,
      timestamp: '1795176000',
      Orgc: { name: 'R. Example' },
    });
    expect(head['Tag']).toContainEqual({ name: 'tlp:amber+strict', colour: '#FFC000' });
    expect(head['Tag']).toContainEqual({ name: 'PAP:AMBER', colour: '#ffc000' });
  });

  it('is for detection only where something is to be detected', async () => {
    const name = (verdict: 'malicious' | 'benign' | 'unknown', more = {}) =>
      makeReportIndicator('domain', `${verdict}${Object.keys(more)}.example`, { indicator: { verdict, ...more } });
    const members = [
      name('benign'),
      name('malicious'),
      name('malicious', { expiresAtMs: 1 }),
      name('malicious', { flags: ['listed'] }),
      name('unknown'),
    ];
    const flags = async (includeHarmless: boolean): Promise<boolean[]> =>
      (await render(makeReportModel(members), includeHarmless)).Event.Attribute.slice(0, 5).map(({ to_ids }) => to_ids);
    expect(await flags(false)).toEqual([false, true, false, false, false]);
    expect(await flags(true)).toEqual([false, true, false, true, false]);
  });

  it('keeps two streams to one place apart, and a value that is too long in the comment', async () => {
    const long = `https://evil.example/${'x'.repeat(70_000)}`;
    const { Event } = await render(
      makeReportModel([
        makeReportIndicator('url', long),
        makeReportIndicator('network_stream', '10.0.0.1:1->198.51.100.3:443'),
        makeReportIndicator('network_stream', '10.0.0.2:1->198.51.100.3:443'),
      ]),
    );
    const [url, first, second] = Event.Attribute;
    expect(url).toMatchObject({ type: 'text', comment: long, to_ids: false });
    expect(url?.value).toMatch(/^[0-9a-f]{64}$/);
    expect(first).toMatchObject({ type: 'ip-dst|port', value: '198.51.100.3|443' });
    expect(second).toMatchObject({ type: 'text', value: '10.0.0.2:1->198.51.100.3:443' });
  });

  it('of hostile text is valid, and counts what it cannot carry', async () => {
    let leftOut = 0;
    const model = makeReportModel(
      nastyValues.map((text) =>
        makeReportIndicator('other', text, {
          indicator: { tags: [text] },
          comment: text,
          role: text,
          observation: { connection: text, vendorKey: text, vendorScore: text },
        }),
      ),
    );
    const onLeftOut = (): void => {
      leftOut += 1;
    };
    const event = JSON.parse(await joinChunks(misp.render(model, { defang: true, onLeftOut }))) as Parsed;
    expectValid(event);
    const carried = new Set(event.Event.Attribute.flatMap(({ value, comment }) => [value, comment]));
    expect(nastyValues.filter((text) => text !== '' && !carried.has(text))).toEqual([]);
    expect(leftOut).toBe(1);
  });

  it('is the same to the byte when written again', async () => {
    const model = makeReportModel(makeManyIndicators(500));
    const once = await joinChunks(misp.render(model, { defang: true }));
    expect(await joinChunks(misp.render(model, { defang: true }))).toBe(once);
  });
});

it('a file of the case is an attribute with its name and hash, which no import takes for an indicator', async () => {
  const text = await joinChunks(
    misp.render(makeReportModel([makeReportIndicator('domain', 'evil.example')]), { defang: true }),
  );
  const { Event: event } = JSON.parse(text) as { Event: { Attribute: { type: string }[] } };
  expect(event.Attribute.filter(({ type }) => type === 'filename|sha256')).toMatchObject([
    {
      value: 'invoice.docm|d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592',
      category: 'Payload delivery',
      to_ids: false,
    },
  ]);
  const read = readImportText({ name: 'event.json', text, format: null, mapping: null });
  expect(read.rows.map(({ draft }) => draft.value)).toEqual(['evil.example']);
  expect(read.case?.files).toMatchObject([{ name: 'invoice.docm', sizeBytes: 184_320 }]);
});

it('an event holds no half of a character, and no separator in the name of a file', async () => {
  const half = 'x\uD800|y';
  const { case: plainCase } = makeReportModel([]);
  const members = [
    makeReportIndicator('domain', 'a.example', { comment: half, role: half, observation: { vendorKey: half } }),
    { ...makeReportIndicator('domain', 'b.example', { comment: half }), observations: [] },
  ];
  const { Event: event } = await render(
    makeReportModel(members, {
      case: plainCase === null ? null : { ...plainCase, files: [makeFile(half)] },
      async *notes() {
        yield makeNote('words', { by: half });
      },
    }),
  );
  const texts = event.Attribute.flatMap(({ type, value, comment }) => [type, value, comment]);
  expect(texts.filter((text) => !text.isWellFormed())).toEqual([]);
  expect(texts.join('\n')).toContain('x\uFFFD|y');
  expect(event.Attribute.find(({ type }) => type === 'filename|sha256')?.value).toMatch(/^x\uFFFD_y\|[0-9a-f]{64}$/);
});

it('foreign tags have neither controls nor half characters, and stand there once', () => {
  expect(foreignTags(['a\u0000b', ' ab\n', '\u0007', 'x\uD800'])).toEqual([{ name: 'ab' }, { name: 'x\uFFFD' }]);
});
